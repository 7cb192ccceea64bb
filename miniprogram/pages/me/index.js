/** The user's own page. */
Page({ data: {} })

/**
 * A list that is loaded page by page, as data of a page: `items`, and `state` for <page-state>: 'loading'
 * (nothing yet), 'more', 'end', 'empty', 'error', or '' when the next page waits for the user to scroll.
 */

const { reason } = require('./toast')

/**
 * `load(cursor)` gives `{ items, cursor }` of the next page; `key` names what makes an item unique;
 * `show(change)` is told `{ items, state, text }`.
 */
function feed ({ load, key, show }) {
  let items = []
  let cursor
  let state = ''
  let turn = 0 // what an older turn still loads is dropped
  let loading = null

  function tell (now, text = '') {
    state = now
    show({ items, state, text })
  }

  /** The next page. Calls while it loads wait for the same one. After a failure, the same page is asked for. */
  function more () {
    if (!loading && state !== 'end' && state !== 'empty') {
      const mine = turn
      loading = next(mine).then(() => { if (mine === turn) loading = null })
    }
    return loading || Promise.resolve()
  }

  async function next (mine) {
    tell(items.length ? 'more' : 'loading')
    try {
      let page = await ask()
      while (!page.items.length && page.cursor) { // a search may give an empty page before its last one
        if (mine !== turn) return
        cursor = page.cursor
        page = await ask()
      }
      if (mine !== turn) return
      const known = new Set(items.map((item) => item[key]))
      items = [...items, ...page.items.filter((item) => !known.has(item[key]))]
      cursor = page.cursor || undefined
      tell(cursor ? '' : items.length ? 'end' : 'empty')
    } catch (error) {
      if (mine === turn) tell('error', reason(error))
    }
  }

  /** The page after `cursor`. With an expired cursor the list is read from its beginning; known items are left out. */
  async function ask () {
    try {
      return await load(cursor)
    } catch (error) {
      if (error.field !== 'cursor' || !cursor) throw error // a cursor is good for an hour
      cursor = undefined
      return load()
    }
  }

  /** The list from its beginning. What is shown stays until the new one is here, unless `empty`. */
  async function reload ({ empty = false } = {}) {
    const mine = ++turn
    loading = null
    cursor = undefined
    const before = items
    items = []
    if (empty || !before.length) return more()
    try {
      const page = await load()
      if (mine !== turn) return
      items = page.items
      cursor = page.cursor || undefined
      tell(cursor ? '' : items.length ? 'end' : 'empty')
    } catch (error) {
      if (mine !== turn) return
      items = before
      tell('error', reason(error))
    }
  }

  return { more, reload, get items () { return items } }
}

module.exports = { feed }

/** Tuan has no comments: there is none. */
async function fetchComments (params) {
  const { pageNum = 1, pageSize = 10 } = params || {}
  return { pageNum, pageSize, totalCount: '0', pageList: [] }
}

module.exports = { fetchComments }

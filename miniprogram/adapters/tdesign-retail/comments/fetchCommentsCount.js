const { noComments } = require('../_tuan/comments')

async function fetchCommentsCount (ID = 0) {
  return noComments()
}

module.exports = { fetchCommentsCount }

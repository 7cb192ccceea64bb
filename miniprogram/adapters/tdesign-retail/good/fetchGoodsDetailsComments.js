const { noComments } = require('../_tuan/comments')

async function getGoodsDetailsCommentsCount (spuId = 0) {
  return noComments()
}

async function getGoodsDetailsCommentList (spuId = 0) {
  return { homePageComments: [] }
}

module.exports = { getGoodsDetailsCommentList, getGoodsDetailsCommentsCount }

/** Tuan has no comments: there is none to show. */
async function getCommentDetail (params) {
  return { commentInfos: [], logisticsScore: null, serviceScore: null }
}

module.exports = { getCommentDetail }

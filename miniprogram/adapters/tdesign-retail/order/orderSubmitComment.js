/** Tuan has no comments: there are no goods to write one on. */
async function getGoods (parameter) {
  return { goods: [], storeComment: { logisticsRate: 0, servicesRate: 0 } }
}

module.exports = { getGoods }

/** The goods of the list page, sorted and within two prices. */

const { goodsCards } = require('../_tuan/feed')

async function fetchGoodsList (params = {}) {
  const { pageNum = 1, pageSize = 30 } = params
  const { cards, total } = await goodsCards(params)
  return { saasId: null, storeId: null, pageNum, pageSize, totalCount: total, spuList: cards, algId: 0 }
}

module.exports = { fetchGoodsList }

/** The goods of the home page. */

const { goodsCards } = require('../_tuan/feed')

let last = -1

/**
 * Page `pageIndex` of the feed; the home page begins with 0. After a change of the tab it asks for
 * page NaN: that is the next page.
 */
async function fetchGoodsList (pageIndex = 1, pageSize = 20) {
  const index = Number.isFinite(pageIndex) ? pageIndex : last + 1
  const { cards } = await goodsCards({ pageNum: index + 1, pageSize })
  last = index
  return cards.map(({ spuId, thumb, title, price, originPrice, tags }) => ({ spuId, thumb, title, price, originPrice, tags }))
}

module.exports = { fetchGoodsList }

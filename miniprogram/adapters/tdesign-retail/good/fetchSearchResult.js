/** The goods whose title has the words that the user looks for. */

const { goodsCards } = require('../_tuan/feed')
const { remember } = require('./fetchSearchHistory')

async function getSearchResult (params = {}) {
  const { pageNum = 1, pageSize = 30, keyword = '' } = params
  if (pageNum === 1 && (keyword || '').trim()) remember(keyword.trim())
  const { cards, total } = await goodsCards(params)
  const spuList = cards.map((card) => ({ ...card, tags: card.tags.map((title) => ({ title })) }))
  return { saasId: null, storeId: null, pageNum, pageSize, totalCount: total, spuList, algId: 0 }
}

module.exports = { getSearchResult }

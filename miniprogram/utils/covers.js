/** The pictures of goods, for lists that name goods without one: orders and after-sales. */

const { ask } = require('./ask')

const kept = new Map()

/** Remember a picture that a page has anyway. */
function keep ({ goodsId, cover }) {
  if (cover) kept.set(goodsId, cover)
}

/** goodsId → picture, as far as known. Goods that are not shown any more have none. */
async function coversOf (goodsIds) {
  const unknown = [...new Set(goodsIds)].filter((id) => !kept.has(id))
  await Promise.all(unknown.map(async (goodsId) => {
    try {
      keep(await ask('getGoods', { goodsId }))
    } catch (error) {
      if (error.code === 'GOODS_NOT_FOUND') kept.set(goodsId, '')
    }
  }))
  return Object.fromEntries(goodsIds.map((id) => [id, kept.get(id) || '']))
}

module.exports = { keep, coversOf }

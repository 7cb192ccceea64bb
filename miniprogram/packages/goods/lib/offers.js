/** In which ways goods can be bought now, and at which price. Values in, values out. */

/** Whether groups can be opened now. */
function groupIsOn (goods, now) {
  const { group } = goods
  if (!group || group.on === false) return false
  return !(group.startAt > now) && !(group.endAt <= now)
}

/** The price of a seat for an SKU. */
function seatPrice ({ price, skus }, sku) {
  const own = sku && skus && skus.find(({ skuId }) => skuId === sku.skuId)
  return own ? own.price : price
}

/** The flash sale of these goods to show: the one that is named, else the first that has not ended. */
function saleOf (sales, { goodsId, saleId }, now) {
  const mine = sales.filter((sale) => sale.goodsId === goodsId && sale.endAt > now)
  return mine.find((sale) => sale.saleId === saleId) || mine[0] || null
}

/** The lowest and highest price of SKUs: of one, if there is one. */
function range (skus) {
  const prices = skus.map(({ price }) => price)
  return { low: Math.min(...prices), high: Math.max(...prices) }
}

module.exports = { groupIsOn, seatPrice, saleOf, range }

/** What a page of the template wants to order, as Tuan has it: SKUs, their price, what is in the way. */

const { ask, settings } = require('./client')
const { fen, goodsPage, skuOf, specInfo } = require('./goods')
const { openSales } = require('./sales')

/** One line for each of the page's goods: `{ asked, page, sku, quantity }`. */
async function linesOf (goodsRequestList) {
  return Promise.all((goodsRequestList || []).map(async (asked) => {
    const page = await goodsPage.anew(`${asked.spuId}`)
    return { asked, page, sku: skuOf(page, asked), quantity: Number(asked.quantity) || 1 }
  }))
}

/** The units of each SKU: the page may name one twice. */
function itemsOf (lines) {
  const units = new Map()
  for (const { sku, quantity } of lines) units.set(sku.skuId, (units.get(sku.skuId) || 0) + quantity)
  return [...units].map(([skuId, quantity]) => ({ skuId, quantity }))
}

/** An order of one SKU that is in an open flash sale is an order of this sale. */
async function saleOf (items) {
  if (items.length !== 1) return {}
  const sale = (await openSales()).get(items[0].skuId)
  return sale ? { saleId: sale.saleId } : {}
}

/** The price and the trouble of these lines. */
async function quote (lines, address) {
  const items = itemsOf(lines)
  return ask('quoteOrder', { items, ...(await saleOf(items)), ...(address ? { addressId: address.tuanId } : {}) })
}

/** A line as the confirmation page shows it. `quoted` is Tuan's line of the same SKU. */
function detailOf ({ asked, page, sku, quantity }, quoted) {
  const price = fen(quoted.price)
  return {
    storeId: settings.storeId,
    storeName: settings.storeName,
    spuId: page.goodsId,
    skuId: sku.skuId,
    goodsName: page.title,
    image: page.cover,
    reminderStock: sku.remaining,
    quantity,
    payPrice: price,
    totalSkuPrice: fen(quoted.price * quantity),
    discountSettlePrice: price,
    realSettlePrice: price,
    settlePrice: price,
    oriPrice: fen(page.linePrice || sku.price),
    tagPrice: null,
    tagText: quoted.price < sku.price ? '秒杀' : null,
    skuSpecLst: specInfo(page, sku).map(({ specTitle, specValue }) => ({ specTitle, specValue })),
    promotionIds: null,
    weight: sku.weight / 1000,
    unit: 'KG',
    volume: null,
    masterGoodsType: 0,
    viceGoodsType: 0,
    roomId: asked.roomId === undefined ? null : asked.roomId,
    egoodsName: null
  }
}

module.exports = { detailOf, itemsOf, linesOf, quote, saleOf }

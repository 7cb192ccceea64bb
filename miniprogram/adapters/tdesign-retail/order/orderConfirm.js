/** The confirmation of an order: its price, placing it, paying for it. */

const { chosen } = require('../_tuan/addresses')
const { answer, ask, failure, settings } = require('../_tuan/client')
const { fen } = require('../_tuan/goods')
const { pay } = require('../_tuan/paying')
const { detailOf, itemsOf, linesOf, quote, saleOf } = require('../_tuan/settle')

const OVER_THE_LIMIT = ['UNITS_LIMIT', 'SALE_LIMIT'] // troubles of Tuan's quote
const NOT_DELIVERED = ['NOT_DELIVERED']
const GONE = ['SOLD_OUT', 'SKU_NOT_FOUND']

/** What the page can go on with. It offers to buy less, or another address. */
const INSUFFICIENT = [...OVER_THE_LIMIT, ...NOT_DELIVERED, ...GONE, 'STOCK_MOVED', 'SALE_ENDED', 'SALE_NOT_OPEN', 'GOODS_NOT_FOUND']

/** What the page wants to order, with its price, where it goes, and what cannot be ordered. */
async function fetchSettleDetail (params) {
  const { goodsRequestList, userAddressReq } = params
  const [lines, address] = await Promise.all([linesOf(goodsRequestList), chosen(userAddressReq)])
  const quoted = await quote(lines, address)
  const bySku = new Map(quoted.lines.map((line) => [line.skuId, line]))
  const troubleOf = ({ sku }) => bySku.get(sku.skuId).trouble
  const good = lines.filter((line) => !troubleOf(line))
  const price = good.length && good.length < lines.length ? await quote(good, address) : quoted
  const within = (troubles) => lines.filter((line) => troubles.includes(troubleOf(line))).map((line) => detailOf(line, bySku.get(line.sku.skuId)))
  const gone = within(GONE)
  const ready = good.length === lines.length && lines.length > 0 && (address !== null || !quoted.needsAddress)
  return answer({
    settleType: ready ? 1 : 0,
    userAddress: address,
    totalGoodsCount: good.reduce((sum, { quantity }) => sum + quantity, 0),
    packageCount: 1,
    totalAmount: fen(price.goodsTotal + price.freight),
    totalPayAmount: fen(price.total),
    totalDiscountAmount: fen(price.discount),
    totalPromotionAmount: fen(price.discount),
    totalCouponAmount: '0',
    totalSalePrice: fen(price.goodsTotal),
    totalGoodsAmount: fen(price.goodsTotal),
    totalDeliveryFee: fen(price.freight),
    invoiceRequest: null,
    skuImages: null,
    deliveryFeeList: null,
    storeGoodsList: good.length ? [storeOf(good.map((line) => detailOf(line, bySku.get(line.sku.skuId))), price)] : null,
    inValidGoodsList: groupOf(gone),
    outOfStockGoodsList: groupOf(gone.filter(({ reminderStock }) => reminderStock > 0)),
    limitGoodsList: groupOf(within(OVER_THE_LIMIT)),
    abnormalDeliveryGoodsList: groupOf(within(NOT_DELIVERED)),
    invoiceSupport: 0
  })
}

/** The goods that can be ordered. Tuan is one shop: there is one store. */
function storeOf (details, price) {
  return {
    storeId: settings.storeId,
    storeName: settings.storeName,
    remark: null,
    goodsCount: details.length,
    deliveryFee: fen(price.freight),
    deliveryWords: null,
    storeTotalAmount: fen(price.goodsTotal),
    storeTotalPayAmount: fen(price.total),
    storeTotalDiscountAmount: fen(price.discount),
    storeTotalCouponAmount: '0',
    skuDetailVos: details,
    couponList: []
  }
}

/** Goods that cannot be ordered, as the page's pop-up shows them; null if there are none. */
function groupOf (details) {
  if (!details.length) return null
  return [{ storeId: settings.storeId, storeName: settings.storeName, unSettlementGoods: details }]
}

/**
 * Place the order and pay for it. The template's page believes that an order is paid as soon as it
 * is placed, so the payment is asked for here; with `payInPage` the page does it, with `payInfo`.
 *
 * Fails with TOTAL_AMOUNT_DIFFERENT if the price is not the one that the page has shown,
 * CONTAINS_INSUFFICIENT_GOODS, ILLEGAL_CONFIG_PARAM if the shop cannot take money, ORDER_PAY_FAIL,
 * or with Tuan's code.
 */
async function dispatchCommitPay (params) {
  const placed = await place(params).catch((error) => { throw asThePageKnows(error) })
  if (!settings.payInPage) await pay(placed)
  return answer({
    isSuccess: true,
    tradeNo: placed.orderId,
    payInfo: JSON.stringify(placed.payment || {}),
    code: null,
    transactionId: placed.orderId,
    msg: null,
    interactId: '',
    channel: 'wechat',
    limitGoodsList: null
  })
}

async function place ({ goodsRequestList, userAddressReq, totalAmount, storeInfoList, groupInfo }) {
  const [lines, address] = await Promise.all([linesOf(goodsRequestList), chosen(userAddressReq)])
  const remark = ((storeInfoList || []).map(({ remark }) => remark).find(Boolean) || '').trim()
  const where = { ...(address ? { addressId: address.tuanId } : {}), ...(remark ? { remark } : {}) }
  if (groupInfo) return placeInGroup(groupInfo, lines[0], where)
  const items = itemsOf(lines)
  return ask('placeOrder', { items, ...(await saleOf(items)), ...where, expectTotal: Number(totalAmount) })
}

/** A seat: in the group that is named, or in a new one. */
async function placeInGroup ({ groupId }, { page, sku }, where) {
  const seat = { skuId: sku.skuId, ...where }
  return groupId
    ? ask('joinGroup', { groupId, ...seat })
    : ask('createGroup', { goodsId: page.goodsId, ...seat })
}

function asThePageKnows (error) {
  const { code, msg, requestId } = error
  if (code === 'TOTAL_CHANGED') return failure('TOTAL_AMOUNT_DIFFERENT', msg, requestId)
  if (INSUFFICIENT.includes(code)) return failure('CONTAINS_INSUFFICIENT_GOODS', msg, requestId)
  if (code === 'PAY_NOT_SET') return failure('ILLEGAL_CONFIG_PARAM', msg, requestId)
  return error
}

/** Tuan makes no invoices. */
async function dispatchSupplementInvoice () {
  throw failure('NOT_SUPPORTED', '暂不支持开发票')
}

module.exports = { dispatchCommitPay, dispatchSupplementInvoice, fetchSettleDetail }

/** Asking for an after-sale. */

const { answer, ask, settings, tell } = require('../_tuan/client')
const { RETURN } = require('../_tuan/after_sales')
const { coverOf, fen } = require('../_tuan/goods')

const NOT_RECEIVED = 2 // the page's receipt states
const MOST_CHARACTERS = 120 // of a reason

/** What can be claimed of a line: all units that are not paid back, and their money. */
async function fetchRightsPreview (params) {
  const { orderNo, skuId } = params
  const order = await ask('getOrder', { orderId: orderNo })
  const line = order.items.find((each) => each.skuId === skuId) || order.items[0]
  const left = line.quantity - (line.refunded || 0)
  const last = order.items.every((each) => each === line || (each.refunded || 0) === each.quantity)
  const freight = last ? order.freight : 0
  const amount = shareOf(line, left) + freight
  return answer({
    saasId: '',
    uid: '',
    storeId: settings.storeId,
    spuId: line.goodsId,
    skuId: line.skuId,
    numOfSku: left,
    numOfSkuAvailable: left,
    refundableAmount: fen(amount),
    refundableDiscountAmount: '0',
    shippingFeeIncluded: fen(freight),
    paidAmountEach: fen(shareOf(line, 1)),
    boughtQuantity: line.quantity,
    orderNo,
    goodsInfo: {
      goodsName: line.title,
      skuImage: await coverOf(line.goodsId),
      specInfo: Object.entries(line.options || {}).map(([specTitle, specValue], index) => ({ specId: `${index}`, specTitle, specValue }))
    }
  })
}

/** What was paid for so many units of the line. */
function shareOf (line, units) {
  return Math.floor((line.price * line.quantity - (line.discount || 0)) * units / line.quantity)
}

/** The buyer has the goods. */
async function dispatchConfirmReceived (params) {
  try {
    await ask('confirmReceipt', { orderId: params.parameter.orderNo })
  } catch (error) {
    tell(error)
    throw error
  }
}

/** Reasons to choose from. The page sends the receipt state, other versions of it REFUND_MONEY. */
async function fetchApplyReasonList (params) {
  const texts = [NOT_RECEIVED, 'REFUND_MONEY'].includes(params.rightsReasonType)
    ? ['不想要了', '买错了或信息填错了', '一直没有发货', '快递长时间没有进展', '包裹丢失或是空包裹', '已拒收']
    : ['商品与描述不符', '质量有问题', '收到时已损坏', '少发或漏发', '发错货', '不想要了']
  return answer({ saasId: '', rightsReasonList: texts.map((desc, index) => ({ id: `${index + 1}`, desc })) })
}

/** Ask for it. The page says nothing of a refusal, so it is shown here. */
async function dispatchApplyService (params) {
  const { rights, rightsItem, refundMemo } = params
  try {
    const asked = await ask('askAfterSale', await requestOf(rights, rightsItem, refundMemo))
    return answer({ rightsNo: asked.afterSaleId, saasId: '', uid: '', storeId: settings.storeId, result: null })
  } catch (error) {
    tell(error)
    throw error
  }
}

/** The buyer's wish as Tuan takes it. An amount is sent only if it is below what the units are worth. */
async function requestOf (rights, rightsItem, memo) {
  const [{ skuId, rightsQuantity }] = rightsItem
  const preview = (await fetchRightsPreview({ orderNo: rights.orderNo, skuId })).data
  const quantity = Number(rightsQuantity) || 1
  const amount = Math.round(Number(rights.refundRequestAmount))
  const less = amount > 0 && amount < Number(preview.paidAmountEach) * quantity
  return {
    orderId: rights.orderNo,
    kind: rights.rightsType === RETURN ? 'return' : 'refund',
    reason: [...[rights.rightsReasonDesc, memo].filter(Boolean).join('：')].slice(0, MOST_CHARACTERS).join(''),
    items: [{ skuId: preview.skuId, quantity }],
    ...(less ? { amount } : {})
  }
}

module.exports = { dispatchApplyService, dispatchConfirmReceived, fetchApplyReasonList, fetchRightsPreview }

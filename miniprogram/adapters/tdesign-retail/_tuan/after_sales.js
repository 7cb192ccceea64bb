/** After-sales of Tuan in the shape of the template's 售后单 ("rights"). */

const { ask, memory, settings } = require('./client')
const { coverOf, fen } = require('./goods')

const RETURN = 10 // the template's kinds
const REFUND = 20

const TO_AUDIT = 10 // its states for tabs
const APPROVED = 20
const HAVE_THE_GOODS = 30
const COMPLETE = 50
const CLOSED = 60
const STATES = {
  ASKED: TO_AUDIT,
  AGREED: APPROVED,
  SENT: APPROVED,
  RECEIVED: HAVE_THE_GOODS,
  REFUNDED: COMPLETE,
  DENIED: CLOSED,
  WITHDRAWN: CLOSED,
  EXPIRED: CLOSED
}
const STATE_NAMES = { [TO_AUDIT]: '待审核', [APPROVED]: '已审核', [HAVE_THE_GOODS]: '已收货', [COMPLETE]: '已完成', [CLOSED]: '已关闭' }

const TO_VERIFY = 100 // and those for the user
const VERIFIED = 110
const TO_SEND = 120
const SENT = 130
const RECEIVED = 140
const REFUNDED = 160
const ENDED = 170
const USER_STATES = {
  ASKED: [TO_VERIFY, '等待商家审核', '商家会在 48 小时内处理您的申请'],
  AGREED: [VERIFIED, '商家已同意退款', '退款将原路退回您的账户'],
  SENT: [SENT, '等待商家收货', '商家收到商品后为您退款'],
  RECEIVED: [RECEIVED, '商家已收货', '退款将原路退回您的账户'],
  REFUNDED: [REFUNDED, '已退款', '退款已原路退回，到账时间以银行为准'],
  DENIED: [ENDED, '商家未同意', '如有疑问，请联系客服'],
  WITHDRAWN: [ENDED, '已撤销', '您已撤销申请'],
  EXPIRED: [ENDED, '已关闭', '超过 7 天未寄回商品，申请已关闭']
}
const SEND_BACK = [TO_SEND, '请寄回商品', '商家已同意，请在 7 天内寄回商品并填写运单号']

const REVOKE = { name: '撤销申请', primary: false, type: 2 } // its buttons
const FILL_NUMBER = { name: '填写运单号', primary: false, type: 3 }
const CHANGE_NUMBER = { name: '修改运单号', primary: false, type: 4 }

/** The order of an after-sale: it has the goods, their pictures and options. */
const orderOfIt = memory((orderId) => ask('getOrder', { orderId }), 30 * 1000)

/** One after-sale, with the lines of its order. */
async function rightsOf (sale) {
  const order = await orderOfIt(sale.orderId)
  const isReturn = sale.kind === 'return'
  const state = STATES[sale.status]
  const [userState, name, text] = isReturn && sale.status === 'AGREED' ? SEND_BACK : USER_STATES[sale.status]
  const refundedAt = sale.refund && sale.refund.status === 'SUCCESS' ? fen(sale.refund.at) : null
  return {
    saasId: '',
    storeId: settings.storeId,
    uid: '',
    rightsType: isReturn ? RETURN : REFUND,
    buttonVOs: buttonsOf(sale),
    createTime: fen(sale.createdAt),
    refundMethodList: userState === REFUNDED ? [{ refundMethodName: '原路退回', refundMethodAmount: sale.amount }] : [],
    rights: {
      bizRightsStatus: 1,
      bizRightsStatusName: isReturn ? '退货退款' : '仅退款',
      createTime: fen(sale.createdAt),
      updateTime: fen(sale.updatedAt),
      orderNo: sale.orderId,
      refundAmount: sale.amount,
      refundRequestAmount: sale.amount,
      rightsMethod: 1,
      rightsNo: sale.afterSaleId,
      rightsParentNo: '',
      rightsReasonDesc: sale.reason,
      rightsReasonType: 0,
      rightsStatus: state,
      rightsStatusName: STATE_NAMES[state],
      rightsType: isReturn ? RETURN : REFUND,
      saasId: '',
      shippingFee: 0,
      shippingFeeBear: 1,
      storeId: settings.storeId,
      storeName: settings.storeName,
      uid: '',
      userRightsStatus: userState,
      userRightsStatusName: name,
      userRightsStatusDesc: sale.note || text,
      afterSaleRequireType: isReturn ? 'REFUND_GOODS_MONEY' : 'REFUND_MONEY',
      rightsImageUrls: []
    },
    rightsItem: await itemsOf(sale, order),
    rightsRefund: {
      callbackTime: refundedAt,
      channel: '微信支付',
      channelTrxNo: sale.refundNo || '',
      createTime: fen(sale.createdAt),
      refundDesc: sale.note || '',
      memo: '',
      refundAmount: sale.amount,
      refundStatus: userState === REFUNDED ? 1 : 0,
      requestTime: fen(sale.createdAt),
      successTime: refundedAt,
      traceNo: sale.refundNo || '',
      updateTime: fen(sale.updatedAt)
    },
    logisticsVO: logisticsOf(sale)
  }
}

/** Its units; the lines of the whole order if it is about an amount alone. */
async function itemsOf (sale, order) {
  const units = new Map(sale.items.map(({ skuId, quantity }) => [skuId, quantity]))
  const lines = order.items.filter(({ skuId }) => units.size === 0 || units.has(skuId))
  const only = lines.length === 1
  return Promise.all(lines.map(async (line, index) => {
    const quantity = units.get(line.skuId) || line.quantity
    const amount = line.price * quantity
    return {
      actualPrice: line.price,
      createTime: fen(sale.createdAt),
      disconutInfo: '', // the template's own spelling
      goodsName: line.title,
      goodsPictureUrl: await coverOf(line.goodsId),
      goodsViceType: 0,
      itemDiscountAmount: Math.floor((line.discount || 0) * quantity / line.quantity),
      itemRefundAmount: only ? sale.amount : Math.floor((line.price * line.quantity - (line.discount || 0)) * quantity / line.quantity),
      itemStatus: 2,
      itemTotalAmount: amount,
      orderNo: sale.orderId,
      parentOrderNo: sale.orderId,
      rightsId: index,
      rightsNo: sale.afterSaleId,
      rightsParentNo: '',
      rightsQuantity: quantity,
      saasId: '',
      spuId: line.goodsId,
      skuId: line.skuId,
      specInfo: Object.entries(line.options || {}).map(([specTitle, specValues]) => ({ specTitle, specValues })),
      updateTime: fen(sale.updatedAt)
    }
  }))
}

/** The parcel that comes back. Tuan writes where to send it into the shop's note. */
function logisticsOf (sale) {
  return {
    logisticsType: 1,
    logisticsNo: sale.trackingNumber || '',
    logisticsStatus: null,
    logisticsCompanyCode: sale.carrier || '',
    logisticsCompanyName: sale.carrier ? carrierName(sale.carrier) : '',
    receiverAddressId: '',
    provinceCode: '',
    cityCode: '',
    countryCode: '',
    receiverProvince: '',
    receiverCity: '',
    receiverCountry: '',
    receiverArea: '',
    receiverAddress: '',
    receiverPostCode: '',
    receiverLongitude: '',
    receiverLatitude: '',
    receiverIdentity: '',
    receiverPhone: '',
    receiverName: '',
    expectArrivalTime: null,
    senderName: '',
    senderPhone: '',
    senderAddress: '',
    sendTime: null,
    arrivalTime: null,
    remark: '',
    nodes: []
  }
}

function buttonsOf (sale) {
  if (sale.status === 'ASKED') return [REVOKE]
  if (sale.kind === 'return' && sale.status === 'AGREED') return [REVOKE, FILL_NUMBER]
  return sale.status === 'SENT' ? [CHANGE_NUMBER] : []
}

/** Carriers by WeChat's ids. */
const CARRIERS = [
  ['SF', '顺丰速运'],
  ['ZTO', '中通快递'],
  ['YTO', '圆通速递'],
  ['STO', '申通快递'],
  ['YD', '韵达速递'],
  ['JTSD', '极兔速递'],
  ['JD', '京东快递'],
  ['EMS', 'EMS'],
  ['DBL', '德邦快递']
]
const carrierName = (id) => (CARRIERS.find(([code]) => code === id) || [id, id])[1]

module.exports = { APPROVED, CARRIERS, CLOSED, COMPLETE, RETURN, STATES, TO_AUDIT, orderOfIt, rightsOf }

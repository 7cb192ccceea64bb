/** Orders of Tuan in the shapes of the template's order list and order detail. */

const { ask, settings } = require('./client')
const { coverOf, fen } = require('./goods')

const TO_PAY = 5 // the template's states of an order
const TO_SHIP = 10
const TO_RECEIVE = 40
const DONE = 50
const CLOSED = 80

/** Tuan's states that a tab of the template's list shows. */
const STATUS_OF_TAB = { [TO_PAY]: 'PENDING', [TO_SHIP]: 'PAID', [TO_RECEIVE]: 'SHIPPED', [DONE]: 'COMPLETED' }
const STATES = { PENDING: TO_PAY, PAID: TO_SHIP, SHIPPED: TO_RECEIVE, COMPLETED: DONE, CLOSED, REFUNDED: CLOSED }
const NAMES = {
  PENDING: '待付款',
  PAID: '待发货',
  SHIPPED: '待收货',
  COMPLETED: '交易完成',
  CLOSED: '已取消',
  REFUNDING: '退款中',
  REFUNDED: '已退款'
}
const IN_REFUND = -1 // the template's orderSubStatus of an order that is being cancelled

const PAY = { primary: true, type: 1, name: '付款' } // the template's buttons
const CANCEL = { primary: false, type: 2, name: '取消订单' }
const CONFIRM = { primary: true, type: 3, name: '确认收货' }
const AFTER_SALE = { primary: false, type: 4, name: '申请售后' }
const REBUY = { primary: true, type: 9, name: '再次购买' }
const INVITE = { primary: true, type: 11, name: '邀请好友拼团' }

const SUBMITTED = '200001' // the template's nodes of a parcel's way
const PAID = '200002'
const SHIPPED = '200003'
const CANCELED = '200004'
const RECEIVED = '200005'
const ADDRESS_CHANGED = '200006'
const NODES = {
  PENDING: ['订单已提交', SUBMITTED],
  PAID: ['订单已付款', PAID],
  PARCELS: ['部分商品已发货', SHIPPED],
  SHIPPED: ['商品已发货', SHIPPED],
  COMPLETED: ['已确认收货', RECEIVED],
  CLOSED: ['订单已取消', CANCELED],
  REFUNDED: ['订单已退款', CANCELED],
  ADDRESS: ['收货地址已修改', ADDRESS_CHANGED]
}

/** An order of the list: without history and address, which Tuan gives for one order only. */
async function orderOf (order) {
  const group = await groupOf(order)
  const goods = order.items.reduce((sum, line) => sum + line.price * line.quantity, 0)
  const off = order.items.reduce((sum, line) => sum + (line.discount || 0), 0)
  return {
    saasId: '',
    storeId: settings.storeId,
    storeName: settings.storeName,
    uid: '',
    parentOrderNo: order.orderId,
    orderId: order.orderId,
    orderNo: order.orderId,
    orderType: 0,
    orderSubType: 0,
    orderStatus: stateOf(order),
    orderSubStatus: order.status === 'REFUNDING' ? IN_REFUND : null,
    holdStatus: group && group.residueTime > 0 ? 1 : 0,
    totalAmount: fen(goods),
    goodsAmount: fen(goods),
    goodsAmountApp: fen(goods),
    paymentAmount: fen(order.total),
    freightFee: fen(order.freight),
    packageFee: '0',
    discountAmount: fen(off),
    channelType: 0,
    channelSource: '',
    channelIdentity: '',
    remark: order.remark || '',
    cancelType: null,
    cancelReasonType: null,
    cancelReason: null,
    rightsType: null,
    createTime: fen(order.createdAt),
    orderItemVOs: await Promise.all(order.items.map((line, index) => lineOf(order, line, index))),
    logisticsVO: logisticsOf(order),
    paymentVO: paymentOf(order),
    buttonVOs: buttonsOf(order, group),
    labelVOs: null,
    groupInfoVo: group,
    invoiceVO: null,
    couponAmount: null,
    autoCancelTime: order.status === 'PENDING' ? fen(order.payBefore) : null,
    orderStatusName: group && order.status === 'PAID' ? '待成团' : NAMES[order.status],
    orderStatusRemark: remarkOf(order),
    logisticsLogVO: null,
    trajectoryVos: trackOf(order),
    invoiceStatus: NO_INVOICE,
    invoiceDesc: '暂不支持开发票',
    invoiceUrl: null
  }
}

const NO_INVOICE = 4

/** A refund of what was shipped is shown among what is to be received, one before among the rest. */
function stateOf (order) {
  if (order.status === 'REFUNDING') return order.shippedAt ? TO_RECEIVE : TO_SHIP
  return STATES[order.status]
}

function remarkOf (order) {
  if (order.status === 'PENDING') return `需支付￥${(order.total / 100).toFixed(2)}`
  if (order.refundAsked) return '退款申请处理中'
  return null
}

async function lineOf (order, line, index) {
  const amount = line.price * line.quantity
  const paid = amount - (line.discount || 0)
  return {
    id: `${order.orderId}-${index}`,
    orderNo: order.orderId,
    spuId: line.goodsId,
    skuId: line.skuId,
    roomId: null,
    goodsMainType: 0,
    goodsViceType: 0,
    goodsName: line.title,
    goodsPictureUrl: await coverOf(line.goodsId),
    specifications: Object.entries(line.options || {}).map(([specTitle, specValue]) => ({ specTitle, specValue })),
    originPrice: fen(line.price),
    actualPrice: fen(line.price),
    buyQuantity: line.quantity,
    itemTotalAmount: fen(amount),
    itemDiscountAmount: fen(line.discount || 0),
    itemPaymentAmount: fen(paid),
    goodsPaymentPrice: fen(Math.floor(paid / line.quantity)),
    tagPrice: null,
    tagText: null,
    outCode: null,
    labelVOs: null,
    buttonVOs: canClaim(order) && (line.refunded || 0) < line.quantity ? [AFTER_SALE] : []
  }
}

const canClaim = (order) => ['PAID', 'SHIPPED', 'COMPLETED'].includes(order.status)

function logisticsOf (order) {
  const parcel = order.shipping || {}
  const address = order.address || {}
  return {
    logisticsType: order.delivery === 'express' ? 1 : 0,
    logisticsNo: parcel.trackingNumber || '',
    logisticsStatus: null,
    logisticsCompanyCode: parcel.carrier || '',
    logisticsCompanyName: parcel.carrierName || '',
    logisticsCompanyTel: '',
    receiverAddressId: '',
    provinceCode: '',
    cityCode: '',
    countryCode: address.nationalCode || '',
    receiverProvince: address.provinceName || '',
    receiverCity: address.cityName || '',
    receiverCountry: address.countyName || '',
    receiverArea: address.streetName || '',
    receiverAddress: address.detailInfo || '',
    receiverPostCode: address.postalCode || '',
    receiverLongitude: '',
    receiverLatitude: '',
    receiverIdentity: '',
    receiverPhone: address.telNumber || '',
    receiverName: address.userName || '',
    expectArrivalTime: null,
    senderName: '',
    senderPhone: '',
    senderAddress: '',
    sendTime: parcel.shippedAt ? fen(parcel.shippedAt) : null,
    arrivalTime: null
  }
}

function paymentOf (order) {
  const paid = (order.history || []).find(({ what }) => what === 'PAID')
  return {
    payStatus: 1,
    amount: fen(order.total),
    currency: 'CNY',
    payType: null,
    payWay: null,
    payWayName: null,
    interactId: null,
    traceNo: null,
    channelTrxNo: null,
    period: null,
    payTime: paid ? fen(paid.at) : null,
    paySuccessTime: paid ? fen(paid.at) : null
  }
}

/** What happened to the order, the newest first. */
function trackOf (order) {
  return (order.history || [])
    .filter(({ what }) => what in NODES)
    .reverse()
    .map(({ what, at }, index) => ({
      title: NAMES[what] || '',
      icon: null,
      code: NODES[what][1],
      nodes: [{ status: NODES[what][0], timestamp: fen(at), remark: null }],
      isShow: index === 0
    }))
}

function buttonsOf (order, group) {
  if (order.status === 'PENDING') return [CANCEL, PAY]
  if (order.status === 'PAID') return group ? [INVITE] : [REBUY]
  if (order.status === 'SHIPPED') return order.refundAsked ? [REBUY] : [CONFIRM]
  return order.status === 'REFUNDING' ? [] : [REBUY]
}

/** The open group that a paid order waits for; null if there is none. */
async function groupOf (order) {
  if (!order.groupId || !['PENDING', 'PAID'].includes(order.status)) return null
  const group = await ask('getGroup', { groupId: order.groupId }).catch(() => null)
  if (!group || group.status !== 'OPEN') return null
  return {
    groupId: group.groupId,
    promotionId: group.goodsId,
    remainMember: group.size - group.members.length,
    groupPrice: fen(group.price),
    residueTime: Math.max(0, group.expiresAt - Date.now())
  }
}

module.exports = { STATUS_OF_TAB, TO_PAY, TO_RECEIVE, TO_SHIP, DONE, orderOf }

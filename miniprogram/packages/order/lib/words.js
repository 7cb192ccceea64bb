/** What orders and after-sales are called, and what can be done with them. Values in, values out. */

const { yuanFull, choice, moment } = require('../../../utils/texts')

const STATUS = {
  PENDING: '待付款',
  PAID: '待发货',
  SHIPPED: '待收货',
  COMPLETED: '已完成',
  CLOSED: '已关闭',
  REFUNDING: '退款中',
  REFUNDED: '已退款'
}

const HINT = {
  PENDING: '逾期未付款，订单将自动关闭',
  PAID: '商家正在为您备货',
  SHIPPED: '收到商品后请确认收货',
  COMPLETED: '感谢您的购买',
  CLOSED: '订单已关闭，未产生扣款',
  REFUNDING: '退款处理中，款项将原路退回',
  REFUNDED: '款项已原路退回'
}

const AFTER_SALE = {
  ASKED: '等待商家处理',
  AGREED: '商家已同意',
  SENT: '商品寄回中',
  RECEIVED: '商家已收货',
  REFUNDED: '退款成功',
  DENIED: '商家已拒绝',
  WITHDRAWN: '已撤销',
  EXPIRED: '已超时关闭'
}

const KIND = { refund: '仅退款', return: '退货退款' }

const HAPPENED = {
  ...STATUS,
  PENDING: '提交订单',
  PAID: '付款成功',
  SHIPPED: '商品已发货',
  COMPLETED: '交易完成',
  CLOSED: '订单关闭',
  REFUNDING: '开始退款',
  REFUNDED: '退款完成',
  ASKED: '申请退款',
  DENIED: '商家拒绝退款',
  REFUND: '商家同意退款',
  GROUP: '拼团结果',
  HAND: '人工退款',
  ADDRESS: '修改收货地址',
  AFTER_SALE: '售后更新',
  PARCELS: '部分商品已发货',
  CORRECTED: '更正物流信息'
}

const HAPPENED_AFTER_SALE = {
  ASKED: '提交申请',
  AGREED: '商家同意',
  SENT: '商品已寄回',
  RECEIVED: '商家确认收货',
  REFUNDED: '退款到账',
  DENIED: '商家拒绝',
  WITHDRAWN: '撤销申请',
  EXPIRED: '超时未寄回，自动关闭'
}

const REFUND = { WAITING: '等待退款', PROCESSING: '退款中', SUCCESS: '已到账', FAILED: '退款失败，请联系客服' }

/** What stands in the way of a line of a quote. */
const TROUBLE = {
  SKU_NOT_FOUND: '商品已下架',
  UNITS_LIMIT: '超出单次购买数量',
  SALE_LIMIT: '超出秒杀限购数量',
  SOLD_OUT: '库存不足',
  NOT_DELIVERED: '该地址暂不配送'
}

/** An order in a list: what it is called, its lines as text, and how many units it has. */
function card (order) {
  return {
    ...order,
    statusText: STATUS[order.status],
    lines: order.items.map(line),
    count: order.items.reduce((sum, { quantity }) => sum + quantity, 0),
    totalText: yuanFull(order.total)
  }
}

function line (item) {
  return { ...item, chosen: choice(item.options), priceText: yuanFull(item.price), refundedText: item.refunded ? `已退 ${item.refunded} 件` : '' }
}

/** The sums of an order, as rows: [name, text]. */
function sums (order) {
  const goods = order.items.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
  const discount = order.items.reduce((sum, item) => sum + (item.discount || 0), 0)
  return [
    ['商品金额', `¥${yuanFull(goods)}`],
    ...(order.delivery === 'express' ? [['运费', order.freight ? `¥${yuanFull(order.freight)}` : '免运费']] : []),
    ...(discount ? [[`积分抵扣（${order.points} 积分）`, `-¥${yuanFull(discount)}`]] : []),
    ...(order.refunded ? [['已退款', `-¥${yuanFull(order.refunded)}`]] : [])
  ]
}

/** What has happened, newest first. */
function timeline (history, words = HAPPENED) {
  return history.map(({ at, what, why }) => ({ key: `${at}-${what}`, text: words[what] || what, time: moment(at), why })).reverse()
}

module.exports = { STATUS, HINT, AFTER_SALE, KIND, REFUND, TROUBLE, HAPPENED_AFTER_SALE, card, line, sums, timeline }

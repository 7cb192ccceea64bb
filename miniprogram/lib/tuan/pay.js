/** Payment: WeChat Pay, then the order until the shop knows that it is paid. */

const settings = require('./settings')
const { callFunction } = require('./call')
const { failure } = require('./failures')
const { wait } = require('./helpers')

const PAGE = '/packages/sandbox/pay/index'

/**
 * Pay an order. `payment` are the payment fields that placeOrder, payOrder, createGroup and joinGroup give
 * (`payment` of their result), or that result itself; null if there is nothing to pay. Resolves to the
 * order, as getOrder gives it, when it is paid.
 *
 * Fails with PAY_CANCELLED, PAY_FAILED, ORDER_CLOSED, or PAY_PENDING: WeChat says that it is paid, but the
 * shop has not heard so within 17 s.
 */
async function pay (payment, { orderId } = {}) {
  if (payment && payment.orderId) ({ payment, orderId } = payment)
  let late = failure('PAY_PENDING', -1, 'requestPayment:fail not confirmed')
  let waits = settings.payWaits
  if (payment) {
    try {
      await (settings.sandbox ? inSandbox(payment, orderId) : inWeChat(payment))
    } catch (error) {
      if (error.code === 'PAY_CANCELLED' || !orderId) throw error
      late = error // WeChat's answer may be lost after the user has paid: the shop knows
      waits = waits.slice(0, 3)
    }
  }
  return orderId ? confirmed(orderId, waits, late) : null
}

function inWeChat ({ timeStamp, nonceStr, package: prepay, signType, paySign }) {
  return new Promise((resolve, reject) => {
    wx.requestPayment({
      timeStamp,
      nonceStr,
      package: prepay,
      signType,
      paySign,
      success: resolve,
      fail: ({ errMsg = 'requestPayment:fail', errno } = {}) => {
        reject(failure(/cancel/.test(errMsg) ? 'PAY_CANCELLED' : 'PAY_FAILED', errno || -1, errMsg))
      }
    })
  })
}

/** The sandbox's own page stands for WeChat's. Fails when the user leaves it: then the order says what happened. */
function inSandbox ({ package: prepay }, orderId) {
  return new Promise((resolve, reject) => {
    const cancelled = failure('PAY_CANCELLED', -1, 'requestPayment:fail cancel')
    wx.navigateTo({
      url: `${PAGE}?prepay=${encodeURIComponent(prepay.replace('prepay_id=', ''))}&orderId=${orderId || ''}`,
      events: { left: ({ paid }) => paid ? resolve() : reject(cancelled) },
      fail: ({ errMsg } = {}) => reject(failure('PAY_FAILED', -1, errMsg))
    })
  })
}

/** The order, as soon as it is paid. `late` is the failure if it is not after all the waits. */
async function confirmed (orderId, waits, late) {
  for (const ms of waits) {
    await wait(ms)
    let order
    try {
      order = (await callFunction({ name: 'getOrder', data: { orderId } })).result
    } catch (error) {
      continue // the next look may succeed
    }
    if (order.status === 'CLOSED') throw failure('ORDER_CLOSED', -1, 'requestPayment:fail the order is closed')
    if (order.status !== 'PENDING') return order
  }
  throw late
}

module.exports = { pay }

/** The payment of an order that was placed. */

const { cloud, failure } = require('./client')

/**
 * Ask the user to pay, if there is something to pay. Tuan's client also waits until the shop has
 * heard of the payment. Fails with ORDER_PAY_FAIL, also if the user does not want to pay.
 */
async function pay (placed) {
  if (!placed.payment) return
  const tuan = cloud()
  try {
    if (tuan.pay) await tuan.pay(placed)
    else await askToPay(placed.payment)
  } catch (error) {
    throw failure('ORDER_PAY_FAIL', error.text || '支付未完成', error.requestID)
  }
}

function askToPay (payment) {
  return new Promise((resolve, reject) => wx.requestPayment({ ...payment, success: resolve, fail: reject }))
}

module.exports = { pay }

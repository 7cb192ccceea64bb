/** What a buyer does with an order: pay it, cancel it, confirm its receipt. For the list and for the detail. */

const tuan = require('../../../lib/tuan/index')
const { merchantId } = require('../../../config')
const { ask } = require('../../../utils/ask')
const toast = require('../../../utils/toast')

const ORDER_NOTICES = ['paid', 'orderShipped', 'orderRefunded']
const GROUP_NOTICES = ['groupSuccess', 'groupFailed', 'orderShipped']

/**
 * Let the user pay: 'paid', or 'cancelled' if they closed WeChat's sheet. `payment` is null if there is
 * nothing to pay. Other failures are thrown.
 */
async function pay ({ orderId, payment }) {
  if (!payment) return 'paid'
  try {
    await tuan.pay(payment, { orderId })
    return 'paid'
  } catch (error) {
    if (/cancel/i.test(`${error.errMsg} ${error.code}`)) return 'cancelled'
    throw error
  }
}

/** Pay an order that waits for it. WeChat asks for consent only right after the tap, so that comes first. */
async function payAgain (order) {
  await tuan.allowNotices(order.groupId ? GROUP_NOTICES : ORDER_NOTICES)
  return pay(await ask('payOrder', { orderId: order.orderId }))
}

/** Cancel an order that is not paid. Gives the order, or null if the user thinks again. */
async function cancel ({ orderId }) {
  if (!await toast.ask('取消后库存将释放，优惠可能不再有效', '取消订单', '确定取消该订单？')) return null
  return ask('cancelOrder', { orderId })
}

/**
 * The buyer confirms the receipt in WeChat's own component. True if it was opened: what the user has done
 * there is known when the page is shown again (`confirmed`). An old WeChat, or a shop without `merchantId`,
 * asks with a dialog, and the shop asks WeChat whether that is enough.
 */
async function openReceipt ({ orderId }) {
  if (merchantId && wx.canIUse('openBusinessView')) {
    await wx.openBusinessView({
      businessType: 'weappOrderConfirm',
      extraData: { merchant_id: merchantId, merchant_trade_no: orderId }
    })
    return true
  }
  return toast.ask('请确认已收到商品且无误', '确认收货')
}

/** The order after the receipt, or null if WeChat does not know of it: the user has closed the component. */
async function confirmed (orderId) {
  try {
    return await ask('confirmReceipt', { orderId })
  } catch (error) {
    if (error.code === 'RECEIPT_NOT_CONFIRMED') return null
    throw error
  }
}

module.exports = { pay, payAgain, cancel, openReceipt, confirmed, ORDER_NOTICES, GROUP_NOTICES }

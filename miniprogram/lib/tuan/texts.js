/**
 * What failures say to users. The sentence of a refusal comes with it, in the language that the client
 * asks for (`Accept-Language`). Here are the sentences of failures that have none.
 */

const settings = require('./settings')

const TEXTS = {
  NETWORK: ['网络异常，请检查网络后重试', 'There is no connection. Check the network, then try again.'],
  BUSY: ['系统繁忙，请稍后再试', 'The shop is busy. Try again in a moment.'],
  PAY_CANCELLED: ['已取消支付', 'The payment was cancelled.'],
  PAY_FAILED: ['支付未完成，请重试', 'The payment failed. Try again.'],
  PAY_PENDING: ['支付结果确认中，请稍后在订单中查看', 'The payment is being confirmed. Look at the order in a moment.'],
  ORDER_CLOSED: ['订单已关闭，如已付款将原路退回', 'The order is closed. If it was paid, the money comes back.'],
  UNKNOWN: ['操作失败，请稍后再试', 'That did not work. Try again in a moment.']
}

/** The language of texts, for `Accept-Language`: 'zh-CN', or 'en'. */
function language () {
  return /^en/i.test(settings.language || ofWeChat()) ? 'en' : 'zh-CN'
}

let known // it does not change while the mini-program runs

function ofWeChat () {
  if (known === undefined) {
    try {
      known = (wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync()).language || ''
    } catch (error) {
      known = ''
    }
  }
  return known
}

/** The sentence for a failure: what the shop `said`, if it is in the user's language, or our own. */
function textFor (code, said) {
  const english = language() === 'en'
  if (typeof said === 'string' && said && (english || /[\u4e00-\u9fff]/.test(said))) return said
  return (TEXTS[code] || TEXTS.UNKNOWN)[english ? 1 : 0]
}

/** The sentence of any error, for a toast. */
function textOf (error) {
  return (error && error.text) || textFor(error && error.code)
}

module.exports = { language, textFor, textOf }

/** Texts that users read: amounts, times, and the reason of a failed call. */

/** By errCode: the shop's refusals, and the failures of lib/cloud.js itself. */
const TEXTS = { ...require('./refusals'), NETWORK: '网络异常，请检查网络后重试' }

/** 8800 fen as '88.00'. */
function yuan (fen) {
  return (fen / 100).toFixed(2)
}

/** Milliseconds as '1:02:03'; '0:00:00' when the time is over. */
function countdown (ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (number) => String(number).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The Chinese text of a failed call. The shop sends it as `errMsg`, but English to phones in English. */
function reason ({ errCode, errMsg }) {
  if (TEXTS[errCode]) return TEXTS[errCode]
  return /[\u4e00-\u9fff]/.test(errMsg) ? errMsg : '操作失败，请稍后再试'
}

/** Show the user why a call failed. */
function sorry (error) {
  wx.showToast({ title: reason(error), icon: 'none' })
}

/**
 * The query of a page, decoded. A notice sends its values percent-encoded, and `onLoad` gets them as they
 * were sent. A value that is no valid encoding stays as it is.
 */
function decoded (query) {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => {
    try {
      return [name, decodeURIComponent(value)]
    } catch (error) {
      return [name, value]
    }
  }))
}

module.exports = { yuan, countdown, reason, sorry, decoded }

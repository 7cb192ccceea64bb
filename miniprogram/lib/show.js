/** What users read: amounts, times, and why something did not work. */

/** 8800 fen as '88.00'. */
function yuan (fen) {
  return (fen / 100).toFixed(2)
}

/** Milliseconds as '1:02:03'; '0:00:00' when they are over. */
function countdown (ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (number) => String(number).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** Tell the user what a rejected call says. */
function sorry (error) {
  wx.showToast({ title: error.errMsg || '请稍后再试', icon: 'none' })
}

module.exports = { yuan, countdown, sorry }

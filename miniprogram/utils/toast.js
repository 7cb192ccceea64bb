/** Short messages to the user. */

/** Say a text. Long texts stay longer. WeChat shows two lines of a toast; a longer text gets a dialog. */
function say (text) {
  if (text.length > 28) return wx.showModal({ content: text, showCancel: false, confirmText: '知道了' })
  return wx.showToast({ title: text, icon: 'none', duration: text.length > 12 ? 3000 : 2000 })
}

/** Say that something is done. */
function done (text) {
  wx.showToast({ title: text, icon: text.length > 7 ? 'none' : 'success' })
}

/** What a failure says to the user. */
function reason (error) {
  return (error && error.text) || '操作失败，请稍后再试'
}

/** Say why a call failed. */
function sorry (error) {
  say(reason(error))
}

/** Ask a question. True if the user agrees. */
function ask (content, confirmText = '确定', title = '') {
  return new Promise((resolve) => {
    wx.showModal({ title, content, confirmText, success: ({ confirm }) => resolve(Boolean(confirm)), fail: () => resolve(false) })
  })
}

module.exports = { say, done, reason, sorry, ask }

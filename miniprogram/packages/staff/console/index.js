const { ask } = require('../../../utils/ask')
const { decoded } = require('../../../utils/query')
const { reason, say } = require('../../../utils/toast')

const QR = 'tuan-console:' // and the code: what the browser shows
const LENGTH = 6
const OTHER = '其他'

/** A member of the staff lets a browser into the merchant's console, by the code that it shows. */
Page({
  data: { code: '', request: null, busy: false, done: false, trouble: '' },

  /** `scene` of a scanned mini-program code is the code. */
  onLoad (query) {
    const { scene = '' } = decoded(query)
    if (scene.length === LENGTH) return this.look(scene)
  },

  write ({ detail }) {
    const code = detail.value.trim().toUpperCase()
    this.setData({ code, trouble: '' })
    return code
  },

  scan () {
    wx.scanCode({
      onlyFromCamera: true, // a picture that somebody sent is not a screen in front of the member
      scanType: ['qrCode'],
      success: ({ result }) => {
        if (!result.startsWith(QR)) return say('这不是商家后台的登录码')
        return this.look(result.slice(QR.length))
      },
      fail () {} // the user has closed it
    })
  },

  next () {
    return this.look(this.data.code)
  },

  /** Which browser asks. Nobody is let in yet. */
  look (code) {
    return this.call(code, false, (request) => ({
      code,
      request: { ...request, browser: named(request.browser), system: named(request.system) }
    }))
  },

  approve () {
    return this.call(this.data.code, true, () => ({ done: true }))
  },

  async call (code, confirm, took) {
    if (this.data.busy) return
    this.setData({ busy: true, trouble: '' })
    try {
      this.setData(took(await ask('approveConsole', { code, confirm })))
    } catch (error) {
      this.setData({ trouble: reason(error), request: null })
    }
    this.setData({ busy: false })
  },

  refuse () {
    this.setData({ code: '', request: null, trouble: '' })
  },

  back () {
    wx.navigateBack()
  }
})

function named (family) {
  return family === 'other' ? OTHER : family
}

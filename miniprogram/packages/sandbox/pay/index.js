const tuan = require('../../../lib/tuan/index')
const config = require('../../../config')

const LOOK_MS = 1000

/**
 * The cash desk of the sandbox of a local stack: it takes the place of wx.requestPayment, which reaches
 * WeChat only. `tuan.pay` opens it, and hears `left` when the user leaves it.
 */
Page({
  data: { src: '', failed: false },

  onLoad ({ prepay, orderId }) {
    this.orderId = orderId
    this.paid = false
    this.opener = this.getOpenerEventChannel()
    this.setData({ src: `${config.sandbox}/sandbox/dev/pay?prepay=${prepay}` })
    if (orderId) this.looking = setInterval(() => this.look(), LOOK_MS)
  },

  /** A page in a web-view cannot close it: look at the order, and leave when it is paid. */
  async look () {
    if (this.asking || this.paid) return
    this.asking = true
    await this.ask()
    this.asking = false
    if (this.paid && !this.left) wx.navigateBack()
  },

  async ask () {
    try {
      const { result } = await tuan.callFunction({ name: 'getOrder', data: { orderId: this.orderId } })
      this.paid = this.paid || !['PENDING', 'CLOSED'].includes(result.status)
    } catch (error) {
      // The next look may succeed.
    }
  },

  async onUnload () {
    this.left = true
    clearInterval(this.looking)
    if (this.orderId && !this.paid) await this.ask()
    this.opener.emit('left', { paid: this.paid })
  },

  /** Some accounts may not use a web-view: the same page works in a browser. */
  fail () {
    this.setData({ failed: true })
  },

  copy () {
    wx.setClipboardData({ data: this.data.src })
  }
})

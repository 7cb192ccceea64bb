const tuan = require('../../../lib/tuan/index')
const { carriers } = require('../../../config')
const { ask } = require('../../../utils/ask')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')
const { yuanFull } = require('../../../utils/texts')
const toast = require('../../../utils/toast')
const { AFTER_SALE, KIND, REFUND, HAPPENED_AFTER_SALE, timeline } = require('../lib/words')

/** An after-sale: what happens next, who acts, and the parcel of goods that go back. */
Page({
  data: { state: 'loading', text: '', sale: null, title: '', hint: '', kindText: '', amountText: '', refundText: '', carrierName: '', path: '', history: [], can: {}, carriers, carrier: null, number: '', busy: false },

  onLoad (query) {
    this.afterSaleId = decoded(query).afterSaleId
    tuan.track('page_view', { page: 'afterSale' })
    return this.load()
  },

  async onPullDownRefresh () {
    await this.load()
    wx.stopPullDownRefresh()
  },

  async load () {
    if (!this.data.sale) this.setData({ state: 'loading' })
    try {
      this.show(await ask('getAfterSale', { afterSaleId: this.afterSaleId }))
    } catch (error) {
      if (error.code === 'AFTER_SALE_NOT_FOUND') this.setData({ state: 'empty', text: '售后单不存在' })
      else if (this.data.sale) toast.sorry(error)
      else this.setData({ state: 'error', text: toast.reason(error) })
    }
  },

  show (sale) {
    const { kind, status } = sale
    const sent = carriers.find(({ id }) => id === sale.carrier)
    this.setData({
      state: 'ready',
      sale,
      title: AFTER_SALE[status],
      hint: hintOf(sale),
      kindText: KIND[kind],
      amountText: yuanFull(sale.amount),
      refundText: sale.refund ? REFUND[sale.refund.status] : '',
      carrierName: sent ? sent.name : sale.carrier || '',
      path: routes.afterSale({ afterSaleId: sale.afterSaleId }),
      history: timeline(sale.history, HAPPENED_AFTER_SALE),
      can: {
        send: kind === 'return' && (status === 'AGREED' || status === 'SENT'),
        withdraw: status === 'ASKED' || (kind === 'return' && status === 'AGREED')
      }
    })
    if (!this.data.number && sale.trackingNumber) this.setData({ number: sale.trackingNumber, carrier: sent || null })
  },

  chooseCarrier ({ detail }) {
    this.setData({ carrier: carriers[detail.value] })
  },

  write ({ detail }) {
    this.setData({ number: detail.value.trim() })
  },

  scan () {
    wx.scanCode({ scanType: ['barCode', 'qrCode'], success: ({ result }) => this.setData({ number: result.trim().slice(0, 32) }) })
  },

  send () {
    const { carrier, number } = this.data
    return this.work(async () => {
      await ask('sendBack', { afterSaleId: this.afterSaleId, carrier: carrier.id, trackingNumber: number })
      toast.done('单号已提交')
    })
  },

  withdraw () {
    return this.work(async () => {
      if (!await toast.ask('撤销后，如仍需售后请重新申请', '撤销申请')) return
      await ask('withdrawAfterSale', { afterSaleId: this.afterSaleId })
      toast.done('已撤销申请')
    })
  },

  async work (task) {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await task()
    } catch (error) {
      toast.sorry(error)
    }
    await this.load()
    this.setData({ busy: false })
  },

  toOrder () {
    wx.navigateTo({ url: routes.order({ orderId: this.data.sale.orderId }) })
  },

  back () {
    wx.navigateBack()
  }
})

function hintOf ({ kind, status }) {
  if (status === 'AGREED') return kind === 'return' ? '请寄回商品，并填写快递单号' : '款项正在原路退回'
  return {
    ASKED: '商家会尽快处理，请留意微信通知',
    SENT: '商家收到商品并确认后退款',
    RECEIVED: '款项正在原路退回',
    REFUNDED: '款项已原路退回',
    DENIED: '如有疑问，请联系客服',
    WITHDRAWN: '您已撤销申请',
    EXPIRED: '未在期限内寄回商品'
  }[status]
}

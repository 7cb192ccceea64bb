const tuan = require('../../../lib/tuan/index')
const { ask } = require('../../../utils/ask')
const { coversOf } = require('../../../utils/covers')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')
const { choice } = require('../../../utils/texts')
const toast = require('../../../utils/toast')

const REFUND = { kind: 'refund', name: '仅退款', hint: '未收到货，或无需退货' }
const RETURN = { kind: 'return', name: '退货退款', hint: '已收到货，需要退回' }
const REASONS = {
  refund: ['不想要了', '拍错或多拍', '商家缺货', '未按约定时间发货', '未收到货', '商品质量问题', '其他'],
  return: ['商品破损', '商品质量问题', '与描述不符', '发错货', '不喜欢或不合适', '其他']
}

/** A buyer asks for money back: of which units, with or without sending them back, and why. */
Page({
  data: { state: 'loading', text: '', kinds: [], kind: '', lines: [], units: 0, covers: {}, reasons: [], reason: '', more: '', busy: false },

  onLoad (query) {
    this.orderId = decoded(query).orderId
    tuan.track('page_view', { page: 'ask' })
    return this.load()
  },

  async load () {
    this.setData({ state: 'loading' })
    try {
      const order = await ask('getOrder', { orderId: this.orderId })
      const lines = order.items
        .map((item) => ({ ...item, chosen: choice(item.options), left: item.quantity - (item.refunded || 0) }))
        .filter(({ left }) => left > 0)
        .map((item) => ({ ...item, units: item.left }))
      if (!lines.length) return this.setData({ state: 'empty', text: '该订单没有可售后的商品' })
      const kinds = order.status === 'PAID' || order.delivery === 'virtual' ? [REFUND] : [REFUND, RETURN]
      this.setData({ state: 'ready', kinds, lines })
      this.choose(kinds.length > 1 ? 'return' : 'refund')
      this.total()
      this.setData({ covers: await coversOf(lines.map(({ goodsId }) => goodsId)) })
    } catch (error) {
      this.setData({ state: 'error', text: toast.reason(error) })
    }
  },

  chooseKind ({ currentTarget }) {
    this.choose(currentTarget.dataset.kind)
  },

  choose (kind) {
    const reasons = REASONS[kind]
    this.setData({ kind, reasons, reason: reasons.includes(this.data.reason) ? this.data.reason : '' })
  },

  chooseReason ({ detail }) {
    this.setData({ reason: this.data.reasons[detail.value] })
  },

  write ({ detail }) {
    this.setData({ more: detail.value })
  },

  count ({ currentTarget }) {
    const { at, by } = currentTarget.dataset
    const { units, left } = this.data.lines[at]
    this.setData({ [`lines[${at}].units`]: Math.max(0, Math.min(units + by, left)) })
    this.total()
  },

  total () {
    this.setData({ units: this.data.lines.reduce((sum, { units }) => sum + units, 0) })
  },

  async submit () {
    const { kind, lines, reason, more, busy } = this.data
    if (busy) return
    this.setData({ busy: true })
    try {
      await tuan.allowNotices(['orderRefunded'])
      const all = lines.every(({ units, left }) => units === left)
      const items = lines.filter(({ units }) => units > 0).map(({ skuId, units }) => ({ skuId, quantity: units }))
      const { afterSaleId } = await ask('askAfterSale', {
        orderId: this.orderId,
        kind,
        reason: more.trim() ? `${reason}：${more.trim()}` : reason,
        ...(all ? {} : { items }) // without items it is about all that is left of the order, with its freight
      })
      wx.redirectTo({ url: routes.afterSale({ afterSaleId }) })
    } catch (error) {
      toast.sorry(error)
    }
    this.setData({ busy: false })
  },

  back () {
    wx.navigateBack()
  }
})

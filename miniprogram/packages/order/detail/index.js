const tuan = require('../../../lib/tuan/index')
const { ask } = require('../../../utils/ask')
const { coversOf } = require('../../../utils/covers')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')
const { yuanFull, moment, addressLine } = require('../../../utils/texts')
const toast = require('../../../utils/toast')
const { STATUS, HINT, REFUND, card, sums, timeline } = require('../lib/words')
const acting = require('../lib/acting')
const { canDo } = require('../lib/can')

/** An order: where it is, what it costs, what has happened, and what its buyer can do. */
Page({
  data: {
    state: 'loading', // loading, ready, empty (gone), error
    text: '',
    order: null,
    title: '',
    hint: '',
    where: '',
    created: '',
    path: '',
    sums: [],
    refunded: '',
    parcels: [],
    refunds: [],
    afterSales: [],
    history: [],
    all: false, // the whole history is shown
    covers: {},
    group: null,
    can: {},
    busy: false
  },

  onLoad (query) {
    this.orderId = decoded(query).orderId
    tuan.track('page_view', { page: 'order' })
    return this.load()
  },

  /** Back from another page, or from WeChat's own component: what has changed shows. */
  async onShow () {
    if (!this.left) return
    this.left = false
    if (this.receiving) await this.received()
    else await this.load()
  },

  onHide () {
    this.left = true
  },

  async onPullDownRefresh () {
    await this.load()
    wx.stopPullDownRefresh()
  },

  async load () {
    if (this.data.state !== 'ready') this.setData({ state: 'loading' })
    try {
      await this.show(await ask('getOrder', { orderId: this.orderId }))
    } catch (error) {
      if (error.code === 'ORDER_NOT_FOUND') this.setData({ state: 'empty', text: '订单不存在' })
      else if (this.data.order) toast.sorry(error)
      else this.setData({ state: 'error', text: toast.reason(error) })
    }
  },

  async show (order) {
    const group = await this.readGroup(order)
    const waits = order.status === 'PAID' && group && group.status === 'OPEN'
    this.setData({
      state: 'ready',
      order: card(order),
      title: waits ? '待成团' : STATUS[order.status],
      hint: waits ? '邀请好友参团，成团后为您发货' : order.delivery === 'pickup' && order.status === 'PAID' ? '请到店自提' : HINT[order.status],
      where: order.address ? addressLine(order.address) : '',
      created: moment(order.createdAt),
      path: routes.order({ orderId: order.orderId }),
      sums: sums(order),
      refunded: order.refunded ? yuanFull(order.refunded) : '',
      parcels: (order.parcels || []).map((parcel) => ({ ...parcel, time: moment(parcel.shippedAt), content: contentOf(parcel, order) })),
      refunds: order.refunds.map((refund) => ({ ...refund, amountText: yuanFull(refund.amount), time: moment(refund.at), statusText: REFUND[refund.status] })),
      afterSales: order.afterSales || [],
      history: timeline(order.history),
      group,
      can: canDo(order, group, Date.now())
    })
    this.setData({ covers: await coversOf(order.items.map(({ goodsId }) => goodsId)) })
  },

  /** The group is an extra: without it the order is shown all the same. */
  async readGroup ({ groupId, status }) {
    if (!groupId || status === 'PENDING' || status === 'CLOSED') return null
    try {
      const group = await ask('getGroup', { groupId })
      return { groupId, status: group.status, expiresAt: group.expiresAt, missing: group.size - group.members.length }
    } catch (error) {
      return null
    }
  },

  // --- what the buyer can do -----------------------------------------------------------------------

  pay () {
    return this.work(async () => {
      const ended = await acting.payAgain(this.data.order)
      if (ended === 'paid') wx.redirectTo({ url: routes.result({ orderId: this.orderId }) })
    })
  },

  cancel () {
    return this.work(async () => {
      if (await acting.cancel(this.data.order)) toast.done('订单已取消')
    })
  },

  receive () {
    return this.work(async () => {
      if (!await acting.openReceipt(this.data.order)) return
      this.receiving = true
      if (!this.left) await this.received()
    })
  },

  async received () {
    this.receiving = false
    try {
      if (await acting.confirmed(this.orderId)) toast.done('已确认收货')
      else toast.say('还没有确认收货')
    } catch (error) {
      toast.sorry(error)
    }
    await this.load()
  },

  changeAddress () {
    wx.navigateTo({
      url: routes.addresses({ choose: 1 }),
      events: {
        chosen: ({ addressId }) => this.work(async () => {
          await ask('changeAddress', { orderId: this.orderId, addressId })
          toast.done('地址已修改')
        })
      }
    })
  },

  /** One thing at a time; then the order is read again, for a refusal often means that it has changed. */
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

  // --- where it leads ------------------------------------------------------------------------------

  toRefund () {
    wx.navigateTo({ url: routes.askAfterSale({ orderId: this.orderId }) })
  },

  toAfterSale ({ currentTarget }) {
    wx.navigateTo({ url: routes.afterSale({ afterSaleId: currentTarget.dataset.id }) })
  },

  toGroup () {
    wx.navigateTo({ url: routes.group({ groupId: this.data.order.groupId }) })
  },

  toGoods ({ currentTarget }) {
    wx.navigateTo({ url: routes.goods({ goodsId: currentTarget.dataset.id }) })
  },

  again () {
    wx.navigateTo({ url: routes.goods({ goodsId: this.data.order.items[0].goodsId }) })
  },

  toOrders () {
    wx.redirectTo({ url: routes.orders() })
  },

  copy ({ currentTarget }) {
    wx.setClipboardData({ data: currentTarget.dataset.text })
  },

  toggleHistory () {
    this.setData({ all: !this.data.all })
  }
})

/** What is in a parcel, if it was said: '云南蓝莓 × 2'. */
function contentOf ({ lines }, { items }) {
  if (!lines) return ''
  return lines.map(({ skuId, quantity }) => {
    const item = items.find((each) => each.skuId === skuId)
    return `${item ? item.title : skuId} × ${quantity}`
  }).join('，')
}

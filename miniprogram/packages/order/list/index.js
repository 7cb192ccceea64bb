const tuan = require('../../../lib/tuan/index')
const { ask } = require('../../../utils/ask')
const { coversOf } = require('../../../utils/covers')
const { feed } = require('../../../utils/feed')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')
const toast = require('../../../utils/toast')
const { card } = require('../lib/words')
const acting = require('../lib/acting')

const PAGE = 10
const TABS = [
  { status: '', text: '全部' },
  { status: 'PENDING', text: '待付款' },
  { status: 'PAID', text: '待发货' },
  { status: 'SHIPPED', text: '待收货' },
  { status: 'COMPLETED', text: '已完成' }
]

/** The user's orders, by state. */
Page({
  data: { tabs: TABS, status: '', orders: [], covers: {}, state: 'loading', text: '', busy: false },

  onLoad (query) {
    const { status } = decoded(query)
    tuan.track('page_view', { page: 'orders' })
    return this.begin(TABS.some((tab) => tab.status === status) ? status : '')
  },

  /** Back from an order, or from WeChat's own component: what has changed shows. */
  async onShow () {
    if (!this.left) return
    this.left = false
    if (this.receiving) await this.received()
    else await this.refresh()
  },

  onHide () {
    this.left = true
  },

  onReachBottom () {
    return this.more()
  },

  async onPullDownRefresh () {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  choose ({ currentTarget }) {
    const { status } = currentTarget.dataset
    if (status !== this.data.status) return this.begin(status)
  },

  begin (status) {
    this.setData({ status, orders: [], state: 'loading', text: '' })
    const mine = this.feed = feed({
      key: 'orderId',
      load: (cursor) => ask('listOrders', { limit: PAGE, ...(status ? { status } : {}), ...(cursor ? { cursor } : {}) }),
      show: ({ items, state, text }) => { if (this.feed === mine) this.show(items, state, text) }
    })
    return mine.more()
  },

  show (items, state, text) {
    this.setData({ orders: items.map(card), state, text })
    this.loadCovers(items)
  },

  async loadCovers (orders) {
    const covers = await coversOf(orders.flatMap(({ items }) => items.map(({ goodsId }) => goodsId)))
    this.setData({ covers })
  },

  more () {
    return this.feed.more()
  },

  refresh () {
    return this.feed.reload()
  },

  open ({ detail }) {
    wx.navigateTo({ url: routes.order({ orderId: detail.orderId }) })
  },

  pay ({ detail }) {
    const order = this.find(detail)
    return this.work(async () => {
      const ended = await acting.payAgain(order)
      if (ended === 'paid') wx.navigateTo({ url: routes.result({ orderId: order.orderId }) })
    })
  },

  cancel ({ detail }) {
    return this.work(async () => {
      if (await acting.cancel(detail)) toast.done('订单已取消')
      else return 'unchanged'
    })
  },

  receive ({ detail }) {
    return this.work(async () => {
      if (!await acting.openReceipt(detail)) return 'unchanged'
      this.receiving = detail.orderId
      if (!this.left) await this.received()
      return 'unchanged'
    })
  },

  async received () {
    const orderId = this.receiving
    this.receiving = ''
    try {
      if (await acting.confirmed(orderId)) toast.done('已确认收货')
      else toast.say('还没有确认收货')
      await this.refresh()
    } catch (error) {
      toast.sorry(error)
    }
  },

  /** One thing at a time. A refusal often means that the order has changed: the list is read again. */
  async work (task) {
    if (this.data.busy) return
    this.setData({ busy: true })
    let changed = true
    try {
      changed = await task() !== 'unchanged'
    } catch (error) {
      toast.sorry(error)
    }
    if (changed) await this.refresh()
    this.setData({ busy: false })
  },

  find ({ orderId }) {
    return this.data.orders.find((order) => order.orderId === orderId)
  },

  toAfterSales () {
    wx.navigateTo({ url: routes.afterSales() })
  },

  toHome () {
    wx.switchTab({ url: routes.home() })
  }
})

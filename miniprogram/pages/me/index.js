const { ask } = require('../../utils/ask')
const tuan = require('../../lib/tuan/index')
const language = require('../../utils/language')
const routes = require('../../utils/routes')

const MOST = 50 // orders that one call counts
const STATES = [
  { status: 'PENDING', text: '待付款' },
  { status: 'PAID', text: '待发货' },
  { status: 'SHIPPED', text: '待收货' },
  { status: 'COMPLETED', text: '已完成' }
]

/** The user's own page: orders by state with their numbers, points, and all that is the user's. */
Page({
  data: {
    states: STATES.map((state) => ({ ...state, count: '' })),
    afterSales: '',
    score: null,
    last: null, // the latest order: the card that customer service gets
    failed: false,
    isStaff: false,
    language: language.names[0]
  },

  onShow () {
    this.setData({ language: language.names[language.chosen()] })
    tuan.login().then(({ roles = [] }) => this.setData({ isStaff: roles.length > 0 }), () => {}) // pages say why a login fails
    return this.load()
  },

  async onPullDownRefresh () {
    await this.load()
    wx.stopPullDownRefresh()
  },

  /** Each number comes by itself: one that fails is left out. */
  async load () {
    const counted = STATES.filter(({ status }) => status !== 'COMPLETED').map(({ status }) => this.count(status))
    const results = await Promise.all([...counted, this.countAfterSales(), this.readScore(), this.readLast()])
    this.setData({ failed: results.every((done) => !done) })
  },

  async count (status) {
    const found = await ask('listOrders', { status, limit: MOST }).catch(() => null)
    if (!found) return false
    const states = this.data.states.map((state) => (state.status === status ? { ...state, count: number(found) } : state))
    this.setData({ states })
    return true
  },

  async countAfterSales () {
    const found = await ask('listMyAfterSales').catch(() => null)
    if (!found) return false
    this.setData({ afterSales: number({ items: found.items.filter(({ waitsFor }) => waitsFor), cursor: null }) })
    return true
  },

  async readScore () {
    const found = await ask('getScore').catch(() => null)
    if (found) this.setData({ score: found.score })
    return Boolean(found)
  },

  async readLast () {
    const found = await ask('listOrders', { limit: 1 }).catch(() => null)
    if (!found) return false
    const order = found.items[0]
    this.setData({
      last: order ? { orderId: order.orderId, title: order.items[0].title, path: routes.order({ orderId: order.orderId }) } : null
    })
    return true
  },

  toOrders ({ currentTarget }) {
    wx.navigateTo({ url: routes.orders({ status: currentTarget.dataset.status }) })
  },

  /** The language of what the shop says, such as why an order is refused. */
  speak () {
    wx.showActionSheet({
      itemList: language.names,
      success: ({ tapIndex }) => {
        language.choose(tapIndex)
        tuan.init({ language: language.codes[tapIndex] })
        this.setData({ language: language.names[tapIndex] })
      },
      fail () {} // the user has closed it
    })
  },

  go ({ currentTarget }) {
    wx.navigateTo({ url: routes[currentTarget.dataset.to]() })
  }
})

/** A number as a badge: '' for none, '50+' if there are more than one call counts. */
function number ({ items, cursor }) {
  if (cursor) return `${items.length}+`
  return items.length ? String(items.length) : ''
}

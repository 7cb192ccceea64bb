const { ask } = require('../../../utils/ask')
const { feed } = require('../../../utils/feed')
const routes = require('../../../utils/routes')
const { moment, yuanFull } = require('../../../utils/texts')
const { AFTER_SALE, KIND } = require('../lib/words')

const PAGE = 20

/** The user's after-sales, newest first. */
Page({
  data: { sales: [], state: 'loading', text: '' },

  onLoad () {
    this.feed = feed({
      key: 'afterSaleId',
      load: (cursor) => ask('listMyAfterSales', { limit: PAGE, ...(cursor ? { cursor } : {}) }),
      show: ({ items, state, text }) => this.setData({ sales: items.map(view), state, text })
    })
    return this.feed.more()
  },

  onShow () {
    if (!this.left) return
    this.left = false
    return this.feed.reload()
  },

  onHide () {
    this.left = true
  },

  onReachBottom () {
    return this.feed.more()
  },

  more () {
    return this.feed.more()
  },

  async onPullDownRefresh () {
    await this.feed.reload()
    wx.stopPullDownRefresh()
  },

  open ({ currentTarget }) {
    wx.navigateTo({ url: routes.afterSale({ afterSaleId: currentTarget.dataset.id }) })
  }
})

function view (sale) {
  return { ...sale, kindText: KIND[sale.kind], statusText: AFTER_SALE[sale.status], time: moment(sale.createdAt), amountText: yuanFull(sale.amount) }
}

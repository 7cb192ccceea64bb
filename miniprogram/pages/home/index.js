const tuan = require('../../lib/tuan/index')
const { ask } = require('../../utils/ask')
const { feed } = require('../../utils/feed')
const routes = require('../../utils/routes')
const { soon } = require('../../utils/texts')
const { place } = require('../../utils/waterfall')

const PAGE = 20

/** Home: flash sales, and the waterfall of goods. A user who comes back finds the place where they were. */
Page({
  data: { sales: [], columns: [[], []], shown: 0, state: 'loading', text: '', refreshing: false },
  ratios: {}, // goodsId → height / width of its picture
  order: [], // ids of the goods that are shown

  onLoad () {
    this.feed = feed({
      key: 'goodsId',
      load: (cursor) => ask('listGoods', cursor ? { limit: PAGE, cursor } : { limit: PAGE }),
      show: (change) => this.show(change)
    })
    tuan.track('page_view', { page: 'home' })
    return Promise.all([this.loadSales(), this.feed.more()])
  },

  more () {
    return this.feed.more()
  },

  async refresh () {
    this.setData({ refreshing: true })
    await Promise.all([this.loadSales(), this.feed.reload()])
    this.setData({ refreshing: false })
  },

  /** Only what is new is placed: goods that are shown stay in their column. */
  show ({ items, state, text }) {
    const placed = this.data.columns.flat()
    const kept = items.slice(0, placed.length).every(({ goodsId }, index) => goodsId === this.order[index])
    const fresh = items.slice(kept ? placed.length : 0).map((goods, index) => ({ ...goods, position: (kept ? placed.length : 0) + index + 1 }))
    const change = { state, text, shown: items.length }
    if (fresh.length || items.length !== placed.length) change.columns = place(kept && items.length ? this.data.columns : [[], []], fresh, this.ratios)
    this.order = items.map(({ goodsId }) => goodsId)
    this.setData(change)
  },

  /** Sales are an extra: without them, the page is still whole. */
  async loadSales () {
    try {
      const { items } = await ask('listSales')
      const now = Date.now()
      this.setData({ sales: items.filter(({ endAt }) => endAt > now).map((sale) => ({ ...sale, begun: sale.startAt <= now, begins: soon(sale.startAt, now) })) })
    } catch (error) {
      this.setData({ sales: [] })
    }
  },

  measure ({ detail }) {
    this.ratios[detail.goodsId] = detail.ratio
  },

  seen ({ detail }) {
    tuan.track('goods_impression', detail)
  },

  open ({ detail }) {
    tuan.track('goods_click', detail)
    wx.navigateTo({ url: routes.goods({ goodsId: detail.goodsId }) })
  },

  openSale ({ currentTarget }) {
    const { id, sale } = currentTarget.dataset
    tuan.track('goods_click', { goodsId: id })
    wx.navigateTo({ url: routes.goods({ goodsId: id, saleId: sale }) })
  },

  search () {
    wx.navigateTo({ url: routes.search() })
  },

  onShareAppMessage () {
    tuan.track('share', { kind: 'page' })
    return { title: '好物一起拼，更划算', path: routes.home() }
  }
})

const tuan = require('../../lib/tuan/index')
const { categories } = require('../../config')
const { ask } = require('../../utils/ask')
const { feed } = require('../../utils/feed')
const routes = require('../../utils/routes')

const PAGE = 20

/** Goods by category. Each category keeps what it has loaded, and its place. */
Page({
  data: { categories, chosen: '', items: [], state: 'loading', text: '', top: 0 },
  kept: {}, // category → { feed, shown, top }

  onLoad () {
    tuan.track('page_view', { page: 'category' })
    if (!categories.length) return this.setData({ state: 'empty' })
    return this.show(categories[0].id)
  },

  choose ({ currentTarget }) {
    const { id } = currentTarget.dataset
    if (id !== this.data.chosen) return this.show(id)
  },

  show (category) {
    if (!this.kept[category]) this.kept[category] = this.begin(category)
    const { feed, shown, top } = this.kept[category]
    this.setData({ chosen: category, ...shown })
    this.setData({ top })
    if (shown.state === 'loading') return feed.more()
  },

  begin (category) {
    const mine = { shown: { items: [], state: 'loading', text: '' }, top: 0 }
    mine.feed = feed({
      key: 'goodsId',
      load: (cursor) => ask('listGoods', { category, limit: PAGE, ...(cursor ? { cursor } : {}) }),
      show: (shown) => {
        mine.shown = shown
        if (this.data.chosen === category) this.setData(shown)
      }
    })
    return mine
  },

  more () {
    return this.kept[this.data.chosen].feed.more()
  },

  scrolled ({ detail }) {
    this.kept[this.data.chosen].top = detail.scrollTop
  },

  seen ({ detail }) {
    tuan.track('goods_impression', detail)
  },

  open ({ detail }) {
    tuan.track('goods_click', detail)
    wx.navigateTo({ url: routes.goods({ goodsId: detail.goodsId }) })
  }
})

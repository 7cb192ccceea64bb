const tuan = require('../../../lib/tuan/index')
const { ask } = require('../../../utils/ask')
const { feed } = require('../../../utils/feed')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')

const PAGE = 20
const KEPT = 'tuan.searches'
const MOST = 10 // texts that the phone remembers

/** Search: goods whose titles have what the user writes. */
Page({
  data: { text: '', searched: '', history: [], items: [], state: 'loading', note: '' },

  onLoad (query) {
    this.setData({ history: wx.getStorageSync(KEPT) || [] })
    const { text } = decoded(query)
    if (text) return this.find(text)
  },

  write ({ detail }) {
    this.setData({ text: detail.value })
  },

  clear () {
    this.setData({ text: '', searched: '', items: [] })
  },

  again ({ currentTarget }) {
    return this.find(currentTarget.dataset.text)
  },

  search () {
    return this.find(this.data.text)
  },

  async find (written) {
    const text = written.trim()
    if (!text) return
    this.remember(text)
    this.setData({ text, searched: text, items: [], state: 'loading', note: '' })
    const mine = this.feed = feed({
      key: 'goodsId',
      load: (cursor) => ask('searchGoods', { text, limit: PAGE, ...(cursor ? { cursor } : {}) }),
      show: ({ items, state, text: note }) => { if (this.feed === mine) this.setData({ items, state, note }) }
    })
    await mine.more()
    if (this.feed === mine && this.data.state !== 'error') tuan.track('search', { text, results: this.data.items.length })
  },

  more () {
    return this.feed.more()
  },

  onReachBottom () {
    if (this.data.searched) return this.more()
  },

  remember (text) {
    const history = [text, ...this.data.history.filter((each) => each !== text)].slice(0, MOST)
    this.setData({ history })
    wx.setStorage({ key: KEPT, data: history })
  },

  forget () {
    this.setData({ history: [] })
    wx.removeStorage({ key: KEPT })
  },

  seen ({ detail }) {
    tuan.track('goods_impression', detail)
  },

  open ({ detail }) {
    tuan.track('goods_click', detail)
    wx.navigateTo({ url: routes.goods({ goodsId: detail.goodsId }) })
  }
})

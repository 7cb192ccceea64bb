const cloud = require('../../lib/cloud')
const { yuan, sorry } = require('../../lib/show')

/** The waterfall feed: two columns; the next page loads when the user reaches the bottom. */
Page({
  data: { columns: [[], []], ended: false },
  cursor: undefined,
  loading: null,

  onLoad () {
    return this.more()
  },

  onReachBottom () {
    return this.more()
  },

  async onPullDownRefresh () {
    await this.loading
    this.cursor = undefined
    this.setData({ columns: [[], []], ended: false })
    await this.more()
    wx.stopPullDownRefresh()
  },

  /** Load one page at a time, even if the user reaches the bottom several times. */
  more () {
    if (!this.loading && !this.data.ended) {
      this.loading = this.load().catch(sorry).then(() => { this.loading = null })
    }
    return this.loading
  },

  async load () {
    const data = { limit: 20, ...(this.cursor ? { cursor: this.cursor } : {}) }
    const { result } = await cloud.callFunction({ name: 'listGoods', data })
    const [left, right] = this.data.columns.map((column) => [...column])
    for (const goods of result.items) {
      const shorter = right.length < left.length ? right : left
      shorter.push({ ...goods, yuan: yuan(goods.price) })
    }
    this.cursor = result.cursor
    this.setData({ columns: [left, right], ended: !result.cursor })
  },

  open ({ currentTarget }) {
    wx.navigateTo({ url: `/pages/group/index?goodsId=${currentTarget.dataset.id}` })
  }
})

const { ask } = require('../../utils/ask')
const config = require('../../config')
const routes = require('../../utils/routes')
const { stateOf } = require('../../utils/live')

const LABELS = { live: '直播中', soon: '预告', ended: '回放' }

/** The shop's live rooms, in the shop's order: those that run now, then those to come, then replays. */
Page({
  data: { page: 'loading', error: null, items: [], more: true },

  onLoad () {
    return this.load()
  },

  async onPullDownRefresh () {
    await this.load()
    wx.stopPullDownRefresh()
  },

  async load () {
    this.cursor = undefined
    this.rooms = []
    await this.next()
  },

  onReachBottom () {
    if (this.data.more) return this.next()
  },

  /** One page at a time. A page that fails is asked for again at the next reach. */
  async next () {
    if (this.loading) return
    this.loading = true
    try {
      const { items, cursor } = await ask('listLives', this.cursor ? { cursor: this.cursor } : {})
      this.cursor = cursor
      this.rooms.push(...items)
      this.setData({ items: shown(this.rooms), more: Boolean(cursor), page: this.rooms.length ? 'ready' : 'empty' })
    } catch (error) {
      if (this.rooms.length) this.setData({ more: true })
      else this.setData({ page: 'error', error })
    }
    this.loading = false
  },

  open ({ currentTarget }) {
    wx.navigateTo({ url: routes.live({ liveId: currentTarget.dataset.id }) })
  },

  /** WeChat reminds the user of the channel's next live. */
  reserve () {
    const { finderUserName } = (config.video && config.video.default) || {}
    wx.getChannelsLiveNoticeInfo({
      finderUserName,
      success: ({ noticeId }) => wx.reserveChannelsLive({ noticeId }),
      fail: () => wx.showToast({ title: '暂无可预约的直播', icon: 'none' })
    })
  }
})

function shown (rooms) {
  const reservable = Boolean(((config.video || {}).default || {}).finderUserName)
  return rooms.map((room) => {
    const state = stateOf(room)
    return { ...room, state, label: LABELS[state], late: state === 'soon' && room.startAt <= Date.now(), reservable: reservable && state === 'soon' }
  })
}

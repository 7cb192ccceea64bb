const { ask } = require('../../../utils/ask')
const { sorry } = require('../../../utils/toast')
const cloud = require('../../../lib/tuan/index')
const config = require('../../../config')
const routes = require('../../../utils/routes')
const { yuan } = require('../../../utils/texts')
const { codeOf } = require('../../../utils/landing')
const { stateOf, markers, bagWith } = require('../../../utils/live')

const MOST_PAGES = 4 // of the timeline: 200 pushes

/**
 * A live room: its video, the goods that the host pushes as a bubble, and a bag with all of them.
 * WeChat lets few categories of shops use `<live-player>`; others show their channel's live.
 */
Page({
  data: {
    page: 'loading', // loading, ready, error, gone
    error: null,
    live: null,
    state: '',
    video: { kind: 'none' }, // none, channel, player, replay
    online: false,
    bubble: null,
    bag: [],
    marks: [],
    bagOpen: false
  },

  async onLoad (query) {
    this.query = query
    this.share = codeOf(query)
    await this.load()
  },

  onShow () {
    if (this.data.page === 'ready') this.enter()
  },

  onHide () {
    this.leave()
  },

  onUnload () {
    this.leave()
  },

  async load () {
    try {
      const liveId = await this.find()
      const live = await ask('getLive', { liveId })
      const state = stateOf(live, Date.now())
      this.setData({ page: 'ready', live, state, video: videoOf(liveId, state) })
      if (live.title) wx.setNavigationBarTitle({ title: live.title })
      this.enter()
      if (state === 'ended') await this.loadMarks()
    } catch (error) {
      this.setData({ page: error.code === 'NOT_FOUND' || error.code === 'SHARE_NOT_FOUND' ? 'gone' : 'error', error })
    }
  },

  async find () {
    const { liveId } = this.query
    if (!this.share) return liveId || config.liveId
    const named = ask('resolveShare', { code: this.share })
    if (!liveId) return (await named).target
    named.catch(() => {}) // the visit is counted for the friend; a failure does not concern the visitor
    return liveId
  },

  /** Watch the room while the page is in front. */
  enter () {
    if (this.room || this.data.state === 'ended') return
    this.room = cloud.room(this.data.live.liveId)
    this.room.onPush((push) => this.show(push))
    this.room.onState((state) => this.setData({ online: state === 'open' }))
  },

  leave () {
    if (this.room) this.room.close()
    this.room = null
    this.hideBubble()
  },

  /** The time of the beginning or of the end has come. */
  turn () {
    const state = stateOf(this.data.live, Date.now())
    this.setData({ state, video: videoOf(this.data.live.liveId, state) })
    if (state === 'live') this.enter()
    if (state === 'ended') this.leave()
  },

  show (push) {
    const card = cardOf(push.goods, push.pushId)
    this.setData({ bag: bagWith(this.data.bag, card) })
    const stays = push.bubbleEndsAt - Date.now()
    if (stays <= 0) return // the bubble has ended: the goods are only in the bag
    clearTimeout(this.bursting)
    this.setData({ bubble: { ...card, endsAt: push.bubbleEndsAt } })
    this.bursting = setTimeout(() => this.hideBubble(), stays)
  },

  hideBubble () {
    clearTimeout(this.bursting)
    this.setData({ bubble: null })
  },

  openBag () {
    this.setData({ bagOpen: true })
  },

  closeBag () {
    this.setData({ bagOpen: false })
  },

  /** Goods with one SKU go straight to the confirmation; others to their page, to choose. The order names the push. */
  async buy ({ currentTarget }) {
    const { id, push } = currentTarget.dataset
    if (this.opening) return
    this.opening = true
    try {
      const goods = await ask('getGoods', { goodsId: id })
      const about = { goodsId: id, pushId: push, share: this.share }
      const only = goods.skus.length === 1 ? goods.skus[0].skuId : ''
      wx.navigateTo({ url: only ? routes.confirm({ ...about, skuId: only }) : routes.goods(about) })
    } catch (error) {
      sorry(error)
    }
    this.opening = false
  },

  // --- the channel's video, and the replay ---------------------------------------------------------

  /** The live of the shop's channel, in WeChat's own window. */
  watchChannel () {
    const { finderUserName } = this.data.video
    wx.getChannelsLiveInfo({
      finderUserName,
      success: ({ feedId, nonceId }) => wx.openChannelsLive({ finderUserName, feedId, nonceId }),
      fail: () => wx.showToast({ title: '视频号暂未开播', icon: 'none' })
    })
  },

  async loadMarks () {
    try {
      const pushes = []
      let cursor
      for (let page = 0; page < MOST_PAGES && cursor !== null; page++) {
        const found = await ask('listGoodsPush', { liveId: this.data.live.liveId, ...(cursor ? { cursor } : {}) })
        pushes.push(...found.items)
        cursor = found.cursor
      }
      const marks = markers(pushes, this.data.live.startAt)
      const goods = await this.namesOf(marks)
      this.setData({ marks: marks.filter(({ goodsId }) => goods[goodsId]).map((mark) => ({ ...mark, ...goods[mark.goodsId], pushId: mark.pushId })) })
    } catch (error) {
      this.setData({ marks: [] })
    }
  },

  /** The goods of the marks; those that are off the shelf are left out. */
  async namesOf (marks) {
    const ids = [...new Set(marks.map(({ goodsId }) => goodsId))]
    const found = await Promise.all(ids.map((goodsId) => ask('getGoods', { goodsId }).catch(() => null)))
    return Object.fromEntries(found.filter(Boolean).map((goods) => [goods.goodsId, cardOf(goods, '')]))
  },

  seek ({ currentTarget }) {
    const { seconds } = currentTarget.dataset
    if (this.data.video.kind !== 'replay') return
    wx.createVideoContext('replay').seek(seconds)
  },

  toLives () {
    wx.redirectTo({ url: routes.lives() })
  },

  onShareAppMessage () {
    const { live, bag } = this.data
    const about = { liveId: live ? live.liveId : this.query.liveId }
    const card = { title: live && live.title ? live.title : '来直播间逛逛', path: routes.live(about), imageUrl: bag.length ? bag[0].cover : '' }
    const named = ask('createShare', { ...about, channel: 'live' })
    return { ...card, promise: named.then(({ code }) => ({ ...card, path: routes.live({ ...about, share: code }) }), () => card) }
  }
})

function cardOf ({ goodsId, title, cover, price, stock }, pushId) {
  return { goodsId, pushId, title, cover, stock, yuan: yuan(price) }
}

/** How the shop shows this room's video: config.js says so by room, or for all rooms as `default`. */
function videoOf (liveId, state) {
  const rooms = config.video || {}
  const { finderUserName, playerUrl, replayUrl } = rooms[liveId] || rooms.default || {}
  if (state === 'ended') return replayUrl ? { kind: 'replay', url: replayUrl } : { kind: 'none' }
  if (playerUrl && state === 'live') return { kind: 'player', url: playerUrl }
  return finderUserName ? { kind: 'channel', finderUserName } : { kind: 'none' }
}

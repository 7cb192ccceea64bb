const { ask } = require('../../../utils/ask')
const { sorry } = require('../../../utils/toast')
const tuan = require('../../../lib/tuan/index')
const config = require('../../../config')
const routes = require('../../../utils/routes')
const { yuan, many } = require('../../../utils/texts')
const { decoded } = require('../../../utils/query')
const { codeOf } = require('../../../utils/landing')
const { stateOf, markers, bagWith } = require('../../../utils/live')

const MOST_PAGES = 4 // of the timeline: 200 pushes
const NUMBERS_MS = 15000
const LATE_MS = 5000 // a socket that opens later may have missed something
const LIKES_MS = 2000 // likes are sent together
const MOST_LIKES = 50 // in one message

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
    late: false,
    video: { kind: 'none' }, // none, channel, player, replay
    online: false,
    viewers: '',
    likes: '',
    bubble: null,
    bag: [],
    marks: [],
    bagOpen: false
  },

  async onLoad (query) {
    this.query = decoded(query)
    this.share = codeOf(this.query)
    await this.load()
  },

  onShow () {
    this.left = false
    if (this.data.page !== 'ready' || this.data.state === 'ended') return
    this.enter()
    return this.look()
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
      if (!liveId) return
      this.see(await ask('getLive', { liveId }))
    } catch (error) {
      this.setData({ page: error.code === 'NOT_FOUND' || error.code === 'SHARE_NOT_FOUND' ? 'gone' : 'error', error })
    }
  },

  see (live, leftAt) {
    this.ahead = live.now - Date.now() // the phone's clock may be wrong
    this.turn(stateOf(live), live)
    this.count(live)
    if (live.title) wx.setNavigationBarTitle({ title: live.title })
    if (live.onShow) this.catchUp(live.onShow, leftAt)
  },

  /**
   * The room says once that it begins or ends: what it said while the page did not listen, the page looks up. What the
   * room says meanwhile is newer than the answer. A failure leaves the page as it is.
   */
  async look () {
    const mine = this.looking = {}
    const { leftAt } = this
    const live = await ask('getLive', { liveId: this.data.live.liveId }).catch(() => null)
    if (live && this.looking === mine && !this.left) this.see(live, leftAt)
  },

  /**
   * A push that was missed is shown. One that is known is not shown again, as the viewer may have closed its bubble; but
   * what is left of it is news, unless the room has told that since `leftAt`.
   */
  catchUp (push, leftAt) {
    const { pushId, at } = this.pushed || {}
    if (!pushId || (push.pushId !== pushId && push.at >= at)) this.show(push)
    else if (this.leftAt === leftAt) this.setLeft(push)
  },

  /** The room's id. A code of something else leads there. */
  async find () {
    const { liveId } = this.query
    if (!this.share) return liveId || config.liveId
    const named = ask('resolveShare', { code: this.share })
    if (liveId) {
      named.catch(() => {}) // the visit is counted for the friend; a failure does not concern the visitor
      return liveId
    }
    const { kind, target } = await named
    if (kind === 'live') return target
    wx.redirectTo({ url: routes.ofShare(kind, target, this.share) })
  },

  now () {
    return Date.now() + this.ahead
  },

  // --- the room's messages -------------------------------------------------------------------------

  /** Watch the room while the page is in front. */
  enter () {
    if (this.room || this.left || this.data.state === 'ended') return
    const { liveId } = this.data.live
    tuan.track('live_enter', { liveId })
    this.entered = Date.now()
    this.room = tuan.room(liveId)
    this.room.onPush((push) => this.show(push))
    this.room.onMessage((message) => this.receive(message))
    let again = false
    this.room.onState((state) => {
      this.setData({ online: state === 'open' })
      if (state === 'open' && (again || Date.now() - this.entered > LATE_MS)) this.look()
      again = true
    })
    this.counting = setInterval(() => this.room.send({ action: 'numbers' }), NUMBERS_MS)
    this.thanking = setInterval(() => this.sendLikes(), LIKES_MS)
  },

  leave () {
    this.left = true
    this.close()
    this.hideBubble()
  },

  close () {
    clearInterval(this.counting)
    clearInterval(this.thanking)
    if (!this.room) return
    this.room.close()
    this.room = null
    tuan.track('live_leave', { liveId: this.data.live.liveId, seconds: Math.round((Date.now() - this.entered) / 1000) })
  },

  receive (message) {
    if (message.type === 'stock') this.showLeft(message)
    else if (message.type === 'numbers') this.count(message)
    else if (message.type === 'room') {
      this.looking = null
      this.turn(stateOf(message))
    }
  },

  /** The live begins, or is over. */
  turn (state, live = this.data.live) {
    this.setData({ page: 'ready', live, state, late: state === 'soon' && live.startAt <= this.now(), video: videoOf(live.liveId, state) })
    if (state !== 'ended') return this.enter()
    this.close()
    this.hideBubble()
    return this.loadMarks()
  },

  comes () {
    this.setData({ late: true })
  },

  count ({ viewers, likes }) {
    this.setData({ viewers: viewers ? many(viewers) : '', likes: likes ? many(likes) : '' })
  },

  show (push) {
    if (push.now) this.ahead = push.now - Date.now()
    this.pushed = push
    const card = { ...cardOf(push.goods), pushId: push.pushId, left: push.left }
    this.setData({ bag: bagWith(this.data.bag, card) })
    const stays = push.bubbleEndsAt - this.now()
    if (stays <= 0 || this.data.state === 'ended') return // the bubble has ended: the goods are only in the bag
    clearTimeout(this.bursting)
    tuan.track('goods_impression', { goodsId: card.goodsId, liveId: this.data.live.liveId, pushId: push.pushId })
    this.setData({ bubble: { ...card, endsAt: Date.now() + stays } })
    this.bursting = setTimeout(() => this.hideBubble(), stays)
  },

  /** Of two messages the later one counts, in whatever order they come. */
  showLeft ({ pushId, left, at }) {
    if (this.leftAt && at < this.leftAt) return
    this.leftAt = at
    this.setLeft({ pushId, left })
  },

  setLeft ({ pushId, left }) {
    const { bubble, bag } = this.data
    if (bubble && bubble.pushId === pushId) this.setData({ 'bubble.left': left })
    this.setData({ bag: bag.map((card) => (card.pushId === pushId ? { ...card, left } : card)) })
  },

  hideBubble () {
    clearTimeout(this.bursting)
    this.setData({ bubble: null })
  },

  // --- what the viewer does ------------------------------------------------------------------------

  like () {
    this.liked = Math.min(MOST_LIKES, (this.liked || 0) + 1)
    if (wx.vibrateShort) wx.vibrateShort({ type: 'light' })
  },

  sendLikes () {
    if (!this.liked) return
    this.room.send({ action: 'like', n: this.liked })
    this.liked = 0
  },

  openBag () {
    this.setData({ bagOpen: true })
  },

  closeBag () {
    this.setData({ bagOpen: false })
  },

  /** A tap on the sheet does not close it. */
  keep () {},

  /** Goods with one SKU go straight to the confirmation; others to their page, to choose. The order names the push. */
  async buy ({ currentTarget }) {
    const { id, push } = currentTarget.dataset
    if (this.opening) return
    this.opening = true
    if (this.room) this.room.send({ action: 'click', pushId: push })
    tuan.track('goods_click', { goodsId: id, liveId: this.data.live.liveId, pushId: push })
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
      const goods = await goodsOf(marks)
      this.setData({ marks: marks.filter(({ goodsId }) => goods[goodsId]).map((mark) => ({ ...goods[mark.goodsId], ...mark })) })
    } catch (error) {
      this.setData({ marks: [] })
    }
  },

  seek ({ currentTarget }) {
    if (this.data.video.kind === 'replay') wx.createVideoContext('replay').seek(currentTarget.dataset.seconds)
  },

  toLives () {
    wx.switchTab({ url: routes.lives() })
  },

  onShareAppMessage () {
    const { live, bag } = this.data
    tuan.track('share', { kind: 'live' })
    const about = { liveId: live ? live.liveId : this.query.liveId }
    const card = { title: live && live.title ? live.title : '来直播间逛逛', path: routes.live(about), imageUrl: bag.length ? bag[0].cover : '' }
    const named = ask('createShare', { ...about, channel: 'live' })
    return { ...card, promise: named.then(({ code }) => ({ ...card, path: routes.live({ ...about, share: code }) }), () => card) }
  }
})

function cardOf ({ goodsId, title, cover, price }) {
  return { goodsId, title, cover, yuan: yuan(price) }
}

/** The goods of the marks by id; those that are off the shelf are left out. */
async function goodsOf (marks) {
  const ids = [...new Set(marks.map(({ goodsId }) => goodsId))]
  const found = await Promise.all(ids.map((goodsId) => ask('getGoods', { goodsId }).catch(() => null)))
  return Object.fromEntries(found.filter(Boolean).map((goods) => [goods.goodsId, cardOf(goods)]))
}

/** How the shop shows this room's video: config.js says so by room, or for all rooms as `default`. */
function videoOf (liveId, state) {
  const rooms = config.video || {}
  const { finderUserName, playerUrl, replayUrl } = rooms[liveId] || rooms.default || {}
  if (state === 'ended') return replayUrl ? { kind: 'replay', url: replayUrl } : { kind: 'none' }
  if (playerUrl && state === 'live') return { kind: 'player', url: playerUrl }
  return finderUserName ? { kind: 'channel', finderUserName } : { kind: 'none' }
}

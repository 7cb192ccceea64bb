const { ask } = require('../../utils/ask')
const { sorry } = require('../../utils/toast')
const tuan = require('../../lib/tuan/index')
const routes = require('../../utils/routes')
const { yuan } = require('../../utils/texts')
const { decoded } = require('../../utils/query')
const { codeOf } = require('../../utils/landing')
const { stateOf, seatsOf, missing } = require('../../utils/group')
const { CARD, drawCard } = require('../../utils/poster')
const { pictureOf } = require('../../utils/canvas')

const LOOK_AGAIN_MS = 15000 // while the page is open: friends join meanwhile
const OTHERS = ['failed', 'over', 'full', 'expired'] // the visitor needs another group

/** A group, as its members share it. It is a visitor's first page, so it works without a session. */
Page({
  data: {
    page: 'loading', // loading, ready, error, gone
    error: null,
    group: null,
    goods: null,
    state: '',
    seats: [],
    missing: 0,
    fen: 0,
    price: '',
    single: 0,
    saved: '',
    tiers: [],
    skuId: '',
    others: [],
    invited: false,
    busy: false
  },

  async onLoad (query) {
    this.query = decoded(query)
    this.share = codeOf(this.query)
    this.setData({ invited: Boolean(this.share) })
    await this.load()
  },

  onShow () {
    if (this.data.page === 'ready') this.refresh()
    this.looking = setInterval(() => this.refresh(), LOOK_AGAIN_MS)
  },

  onHide () {
    clearInterval(this.looking)
  },

  onUnload () {
    clearInterval(this.looking)
  },

  async onPullDownRefresh () {
    await this.load()
    wx.stopPullDownRefresh()
  },

  async load () {
    try {
      const groupId = await this.find()
      if (!groupId) return
      const group = await ask('getGroup', { groupId })
      const goods = await ask('getGoods', { goodsId: group.goodsId }).catch(goneGoods)
      this.setData({ goods, skuId: goods && goods.skus.length === 1 ? goods.skus[0].skuId : '' })
      this.show(group)
      this.setData({ page: 'ready' })
      tuan.track('page_view', this.share ? { page: 'group', shareCode: this.share } : { page: 'group' })
      this.drawShare()
    } catch (error) {
      this.setData({ page: error.code === 'NOT_FOUND' || error.code === 'SHARE_NOT_FOUND' ? 'gone' : 'error', error })
    }
  },

  /** The group's id. A code of something else leads there. */
  async find () {
    const { groupId } = this.query
    if (groupId) {
      // That the share was opened is counted for the friend who sent it; a failure does not concern the visitor.
      if (this.share) ask('resolveShare', { code: this.share }).catch(() => {})
      return groupId
    }
    const { kind, target } = await ask('resolveShare', { code: this.share })
    if (kind === 'group') return target
    wx.redirectTo({ url: routes.ofShare(kind, target, this.share) })
  },

  async refresh () {
    const { group, busy } = this.data
    if (!group || busy) return
    try {
      this.show(await ask('getGroup', { groupId: group.groupId }))
    } catch (error) {
      // The page shows what it knows; the next look may succeed.
    }
  },

  show (group) {
    const state = stateOf(group, Date.now())
    const before = this.data.state
    this.setData({ group, state, seats: seatsOf(group), missing: missing(group), ...this.prices(group) })
    if (OTHERS.includes(state) && state !== before) this.loadOthers(group)
    if (state === 'success' && before && before !== 'success') wx.vibrateShort({ type: 'light' })
  },

  prices (group) {
    const { goods, skuId } = this.data
    const terms = goods && goods.group
    const own = terms && terms.skus && terms.skus.find((sku) => sku.skuId === skuId)
    const seat = own ? own.price : group.price
    const sku = goods && (goods.skus.find((one) => one.skuId === skuId) || goods)
    return {
      fen: seat,
      price: yuan(seat),
      single: sku && sku.price > seat ? sku.price : 0,
      saved: sku && sku.price > seat ? yuan(sku.price - seat) : '',
      tiers: (group.tiers || []).map(({ size, price }) => ({ size, price: yuan(price), reached: group.members.length >= size }))
    }
  },

  async loadOthers ({ goodsId, groupId }) {
    try {
      const { items } = await ask('listOpenGroups', { goodsId })
      const others = items.filter((one) => one.groupId !== groupId && !one.members.some((member) => member.isMe))
      this.setData({ others: others.slice(0, 3).map((one) => ({ groupId: one.groupId, expiresAt: one.expiresAt, missing: missing(one), seats: seatsOf(one).slice(0, 3) })) })
    } catch (error) {
      this.setData({ others: [] })
    }
  },

  // --- what the visitor can do ---------------------------------------------------------------------

  choose ({ currentTarget }) {
    this.setData({ skuId: currentTarget.dataset.id })
    this.setData(this.prices(this.data.group))
  },

  join () {
    return this.take('joinGroup', { groupId: this.data.group.groupId })
  },

  open () {
    return this.take('createGroup', { goodsId: this.data.goods.goodsId })
  },

  /** A seat that costs nothing is taken here; one with a price on the page that confirms orders. */
  async take (name, about) {
    const { goods, group, skuId, busy } = this.data
    if (busy) return
    if (goods && !skuId) return wx.showToast({ title: '请先选择规格', icon: 'none' })
    if (group.price > 0) {
      return wx.navigateTo({ url: routes.confirm({ goodsId: group.goodsId, skuId, groupId: about.groupId, open: about.groupId ? '' : 'group', share: this.share }) })
    }
    await this.work(async () => {
      await tuan.allowNotices(['groupSuccess', 'groupFailed'])
      const joined = await ask(name, { ...about, ...(skuId ? { skuId } : {}), ...(this.share ? { shareCode: this.share } : {}) })
      if (joined.groupId !== group.groupId) return wx.redirectTo({ url: routes.group({ groupId: joined.groupId }) })
      this.show(joined)
      wx.showToast({ title: joined.status === 'SUCCESS' ? '拼团成功' : '参团成功', icon: 'success' })
      this.drawShare()
    })
  },

  pay () {
    return this.work(async () => {
      await tuan.allowNotices(['groupSuccess', 'groupFailed', 'orderShipped'])
      const placed = await ask('payOrder', { orderId: this.data.group.mine.orderId })
      await tuan.pay(placed)
      this.show(await ask('getGroup', { groupId: this.data.group.groupId }))
    })
  },

  leave () {
    const paid = this.data.group.price > 0
    wx.showModal({
      title: '退出拼团',
      content: paid ? '退出后名额让给其他人，已付款项原路退回。' : '退出后名额让给其他人。',
      confirmText: '退出',
      success: ({ confirm }) => { if (confirm) this.giveUp() }
    })
  },

  giveUp () {
    return this.work(async () => {
      this.show(await ask('leaveGroup', { groupId: this.data.group.groupId }))
      wx.showToast({ title: '已退出拼团', icon: 'none' })
    })
  },

  /** One thing at a time. A refusal often means that the group has changed: look at it again. */
  async work (task) {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await task()
      this.setData({ busy: false })
    } catch (error) {
      this.setData({ busy: false })
      sorry(error)
      await this.refresh()
    }
  },

  timeOver () {
    this.refresh()
  },

  toGoods () {
    if (this.data.goods) wx.navigateTo({ url: routes.goods({ goodsId: this.data.goods.goodsId, share: this.share }) })
  },

  toOrder () {
    wx.navigateTo({ url: routes.order({ orderId: this.data.group.mine.orderId }) })
  },

  toOther ({ currentTarget }) {
    wx.redirectTo({ url: routes.group({ groupId: currentTarget.dataset.id }) })
  },

  toPoster () {
    wx.navigateTo({ url: routes.poster({ groupId: this.data.group.groupId }) })
  },

  toHome () {
    wx.switchTab({ url: routes.home() })
  },

  // --- the share card ------------------------------------------------------------------------------

  /** WeChat takes the card's picture at the moment of sharing, so it is drawn before. */
  async drawShare () {
    const { group, goods, price } = this.data
    const facts = { price, line: `${group.size} 人团，还差 ${missing(group)} 人`, call: '去参团' }
    const cover = goods ? goods.cover : ''
    try {
      this.card = await pictureOf(this, 'card', CARD, [cover], (ctx, [image]) => drawCard(ctx, { ...facts, cover: image }))
    } catch (error) {
      this.card = '' // the goods' own picture is shown
    }
  },

  onShareAppMessage () {
    const { group, goods, missing: left } = this.data
    const card = {
      title: group && group.status === 'OPEN' ? `还差 ${left} 人成团：${group.title}` : group ? group.title : '快来一起拼团',
      path: routes.group(group ? { groupId: group.groupId } : {}),
      imageUrl: this.card || (goods ? goods.cover : '')
    }
    if (!group) return card
    tuan.track('share', { kind: 'group', groupId: group.groupId, goodsId: group.goodsId })
    // WeChat waits 3 s for the promise, then it takes the card without the share's code.
    const named = ask('createShare', { groupId: group.groupId, channel: 'card' })
    return { ...card, promise: named.then(({ code }) => ({ ...card, path: routes.group({ groupId: group.groupId, share: code }) }), () => card) }
  }
})

/** Goods that are off the shelf leave their group as it is. */
function goneGoods (error) {
  if (error.code === 'GOODS_NOT_FOUND') return null
  throw error
}

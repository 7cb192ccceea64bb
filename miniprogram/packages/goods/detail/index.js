const tuan = require('../../../lib/tuan/index')
const { ask } = require('../../../utils/ask')
const covers = require('../../../utils/covers')
const { codeOf } = require('../../../utils/landing')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')
const { yuan, many, soon, choice } = require('../../../utils/texts')
const toast = require('../../../utils/toast')
const { groupIsOn, saleOf, range } = require('../lib/offers')
const { firstChoice, skuOf, chosenOf, optionsOf } = require('../lib/matrix')

const DELIVERY = { express: '快递发货', pickup: '到店自提', virtual: '虚拟商品，无需物流' }
const GONE = ['GOODS_NOT_FOUND', 'NOT_FOUND']

/** Goods: pictures, prices, options, a flash sale, groups that can be joined; bought alone or in a group. */
Page({
  data: {
    state: 'loading', // loading, ready, empty (gone), error
    text: '',
    goods: null,
    low: 0,
    high: 0,
    lowYuan: '',
    sold: '',
    delivery: '',
    options: '',
    chosen: {}, // option → value
    chosenText: '',
    soldOut: false,
    sale: null,
    group: null, // the campaign, while groups can be opened
    groups: [],
    all: false,
    sheet: '', // '', or what the buyer is doing: single, open, sale
    path: '', // of the card that customer service gets
    busy: false
  },

  onLoad (query) {
    this.query = decoded(query)
    this.share = codeOf(this.query)
    if (this.share) ask('resolveShare', { code: this.share }).catch(() => {}) // counts the visit for the friend
    return this.load()
  },

  async onPullDownRefresh () {
    await this.load()
    wx.stopPullDownRefresh()
  },

  async load () {
    if (this.data.state === 'error') this.setData({ state: 'loading' })
    try {
      // Sales are an extra: without them the goods are shown all the same.
      const sales = ask('listSales').then(({ items }) => items, () => [])
      const goodsId = this.query.goodsId || await this.goodsOfSale(sales)
      if (!goodsId) return this.setData({ state: 'empty', text: '活动已结束' })
      const goods = await ask('getGoods', { goodsId })
      this.show(goods, await sales)
      if (!this.viewed) tuan.track('page_view', { page: 'goods', ...this.origin() })
      this.viewed = true
      await this.loadGroups()
    } catch (error) {
      if (GONE.includes(error.code)) this.setData({ state: 'empty', text: '商品已下架' })
      else if (this.data.goods) toast.sorry(error)
      else this.setData({ state: 'error', text: toast.reason(error) })
    }
  },

  /** The notice of a flash sale names the sale alone. */
  async goodsOfSale (sales) {
    const { saleId } = this.query
    const found = (await sales).find((sale) => sale.saleId === saleId)
    return found && found.goodsId
  },

  show (goods, sales) {
    const now = Date.now()
    const { low, high } = range(goods.skus)
    const sale = saleOf(sales, { goodsId: goods.goodsId, saleId: this.query.saleId }, now)
    const group = groupIsOn(goods, now) ? goods.group : null
    const chosen = this.data.goods ? this.data.chosen : firstChoice(goods)
    covers.keep(goods)
    this.setData({
      state: 'ready',
      goods,
      low,
      high,
      lowYuan: yuan(low),
      sold: many(goods.sold),
      delivery: delivery(goods),
      options: optionsOf(goods).map(({ name }) => name).join('、'),
      soldOut: goods.skus.every(({ remaining }) => remaining <= 0),
      sale: sale && this.saleView(sale, goods, now),
      group: group && { ...group, yuan: yuan(group.price), saved: low > group.price ? yuan(low - group.price) : '' },
      path: routes.goods({ goodsId: goods.goodsId })
    })
    this.choose({ detail: { chosen } })
  },

  saleView (sale, goods, now) {
    const sku = goods.skus.find(({ skuId }) => skuId === sale.skuId) || goods
    const before = this.data.sale && this.data.sale.saleId === sale.saleId && this.data.sale.reminded
    return { ...sale, on: sale.startAt <= now, begins: soon(sale.startAt, now), yuan: yuan(sale.price), was: yuan(sku.price), reminded: Boolean(before) }
  },

  /** Groups that can be joined. They are an extra: a failure leaves the page as it is. */
  async loadGroups () {
    const { goods, group } = this.data
    if (!group) return this.setData({ groups: [] })
    try {
      const { items } = await ask('listOpenGroups', { goodsId: goods.goodsId })
      const now = Date.now()
      const open = items.filter(({ expiresAt, members }) => expiresAt > now && !members.some(({ isMe }) => isMe))
      this.setData({ groups: open.map(({ groupId, expiresAt, size, members }) => ({ groupId, expiresAt, missing: size - members.length })) })
    } catch (error) {
      this.setData({ groups: [] })
    }
  },

  // --- buying --------------------------------------------------------------------------------------

  buy ({ currentTarget }) {
    const { mode } = currentTarget.dataset
    const { goods, sale } = this.data
    if (mode === 'sale') {
      const sku = goods.skus.find(({ skuId }) => skuId === sale.skuId)
      if (sku) this.choose({ detail: { chosen: chosenOf(goods, sku) } })
    }
    this.setData({ sheet: mode })
  },

  choose ({ detail }) {
    const { goods } = this.data
    const sku = skuOf(goods, detail.chosen)
    this.setData({ chosen: detail.chosen, chosenText: sku && goods.skus.length > 1 ? choice(sku.options) || sku.title : '' })
  },

  closeSheet () {
    this.setData({ sheet: '' })
  },

  /** The buyer has chosen: on to the page that confirms the order. */
  order ({ detail: { skuId, quantity } }) {
    const { goods, sheet, sale, group } = this.data
    const free = sheet === 'open' && group.price === 0 && !group.skus
    if (free) return this.openFree(skuId)
    this.setData({ sheet: '' })
    wx.navigateTo({
      url: routes.confirm({
        goodsId: goods.goodsId,
        skuId,
        quantity: sheet === 'open' ? '' : quantity,
        saleId: sheet === 'sale' ? sale.saleId : '',
        open: sheet === 'open' ? 'group' : '',
        share: this.share,
        pushId: this.query.pushId
      })
    })
  },

  /** A seat that costs nothing needs no order. WeChat asks for consent only right after the tap. */
  async openFree (skuId) {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await tuan.allowNotices(['groupSuccess', 'groupFailed'])
      const group = await ask('createGroup', { goodsId: this.data.goods.goodsId, skuId, ...(this.share ? { shareCode: this.share } : {}) })
      this.setData({ sheet: '' })
      wx.navigateTo({ url: routes.group({ groupId: group.groupId }) })
    } catch (error) {
      toast.sorry(error)
    }
    this.setData({ busy: false })
  },

  join ({ currentTarget }) {
    wx.navigateTo({ url: routes.group({ groupId: currentTarget.dataset.id }) })
  },

  async remind () {
    const { sale, busy } = this.data
    if (busy) return
    this.setData({ busy: true })
    try {
      if (!sale.reminded) await tuan.allowNotices(['saleBegins'])
      const { on } = await ask('remindSale', { saleId: sale.saleId, on: !sale.reminded })
      this.setData({ 'sale.reminded': on })
      toast.done(on ? '开抢时提醒您' : '已取消提醒')
    } catch (error) {
      toast.sorry(error)
      if (error.code === 'SALE_BEGUN') await this.load()
    }
    this.setData({ busy: false })
  },

  // --- around it -----------------------------------------------------------------------------------

  showAll () {
    this.setData({ all: !this.data.all })
  },

  preview ({ currentTarget }) {
    wx.previewImage({ urls: this.data.goods.images, current: currentTarget.dataset.url })
  },

  toPoster () {
    wx.navigateTo({ url: routes.poster({ goodsId: this.data.goods.goodsId }) })
  },

  toHome () {
    wx.switchTab({ url: routes.home() })
  },

  /** What has led to this page, as events name it. */
  origin () {
    const { pushId } = this.query
    return { ...(this.share ? { shareCode: this.share } : {}), ...(pushId ? { pushId } : {}) }
  },

  onShareAppMessage () {
    const { goods, group } = this.data
    if (!goods) return { title: '好物一起拼', path: routes.home() }
    const { goodsId } = goods
    tuan.track('share', { kind: 'goods', goodsId })
    const price = group && group.price > 0 ? `¥${group.yuan} 一起拼：` : ''
    const card = { title: `${price}${goods.title}`, path: routes.goods({ goodsId }), imageUrl: goods.cover }
    // WeChat waits 3 s for the promise, then it takes the card without the share's code.
    const named = ask('createShare', { goodsId, channel: 'card' })
    return { ...card, promise: named.then(({ code }) => ({ ...card, path: routes.goods({ goodsId, share: code }) }), () => card) }
  }
})

function delivery (goods) {
  if (goods.delivery !== 'express') return DELIVERY[goods.delivery]
  return `${DELIVERY.express}，${goods.freightId ? '运费下单时计算' : '免运费'}`
}

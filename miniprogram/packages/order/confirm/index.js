const tuan = require('../../../lib/tuan/index')
const { ask } = require('../../../utils/ask')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')
const { yuanFull, yuan, choice, addressLine } = require('../../../utils/texts')
const toast = require('../../../utils/toast')
const { fromWeChat } = require('../../../utils/wechat-address')
const { TROUBLE } = require('../lib/words')
const { pay, ORDER_NOTICES, GROUP_NOTICES } = require('../lib/acting')

const MOST = 999 // units of one SKU in an order
const TOO_MANY = ['POINTS_LIMIT', 'NOT_ENOUGH_POINTS']

/**
 * Confirms an order before it is placed. `goodsId`, `skuId` and `quantity` say what is bought; `saleId` in
 * which flash sale; `groupId` which group is joined, or `open=group` that one is opened; `share` and
 * `pushId` what has led to it.
 */
Page({
  data: {
    state: 'loading', // loading, ready, empty (gone), error
    text: '',
    goods: null,
    skuText: '',
    kind: '', // 拼团, 秒杀 or nothing
    unit: 0, // fen per unit
    quantity: 1,
    most: 1,
    countable: false, // the quantity can be changed here
    delivery: '',
    needsAddress: false,
    address: null,
    remark: '',
    quote: null,
    quoting: false,
    usePoints: false,
    discountText: '',
    trouble: '', // why the goods cannot be ordered
    changed: '', // that the total has changed
    rows: [],
    total: 0,
    freightNote: '',
    busy: false
  },

  onLoad (query) {
    this.query = decoded(query)
    this.setData({ quantity: Math.max(1, Number(this.query.quantity) || 1) })
    tuan.track('page_view', { page: 'confirm' })
    return this.load()
  },

  async load () {
    this.setData({ state: 'loading' })
    try {
      const [goods, addresses] = await Promise.all([
        ask('getGoods', { goodsId: this.query.goodsId }),
        ask('listAddresses').then(({ items }) => items)
      ])
      const sku = this.skuOf(goods)
      if (!sku) return this.setData({ state: 'empty', text: '该规格已下架' })
      this.sku = sku
      this.setData({ goods, delivery: goods.delivery, skuText: skuText(goods, sku), kind: this.kind(), ...this.counting(sku) })
      this.choose(addresses[0] || null)
      await this.look()
      this.setData({ state: 'ready' })
    } catch (error) {
      if (error.code === 'GOODS_NOT_FOUND') this.setData({ state: 'empty', text: '商品已下架' })
      else this.setData({ state: 'error', text: toast.reason(error) })
    }
  },

  skuOf (goods) {
    const { skuId } = this.query
    return skuId ? goods.skus.find((sku) => sku.skuId === skuId) : goods.skus[0]
  },

  /** A seat in a group is always one unit. */
  isGroup () {
    return Boolean(this.query.groupId || this.query.open)
  },

  kind () {
    if (this.query.saleId) return '限时秒杀'
    if (this.query.groupId) return '参团'
    return this.query.open ? '开团' : ''
  },

  counting (sku) {
    const most = this.isGroup() ? 1 : Math.max(1, Math.min(sku.remaining, MOST))
    return { most, countable: !this.isGroup(), quantity: this.isGroup() ? 1 : this.data.quantity }
  },

  // --- the price -----------------------------------------------------------------------------------

  /** What the order costs now. The shop computes it; a group has its own price, and is only asked for the rest. */
  async look () {
    const turn = this.turn = (this.turn || 0) + 1
    const { quantity, address } = this.data
    this.setData({ quoting: true })
    const data = { items: [{ skuId: this.sku.skuId, quantity }] }
    if (address) data.addressId = address.addressId
    if (this.query.saleId) data.saleId = this.query.saleId
    try {
      const found = await this.priced(data)
      if (turn === this.turn) this.show(found)
      return found
    } finally {
      if (turn === this.turn) this.setData({ quoting: false })
    }
  },

  /**
   * The price, with the most points if the buyer uses them. How many that are depends on the price: if the last price's
   * are too many now, or not the most, it is asked for again. At most three times: then the price that is known counts.
   */
  async priced (data) {
    const { usePoints, quote } = this.data
    const points = usePoints && quote ? quote.pointsUsable : 0
    const first = await quoted(data, points)
    const found = first || await quoted(data, 0)
    if (!usePoints || found.pointsUsable <= (first ? points : 0)) return found
    return await quoted(data, found.pointsUsable) || found
  },

  show (quote) {
    const { goods } = this.data
    const [line] = quote.lines
    const group = this.isGroup()
    const unit = group ? seatPrice(goods, this.sku) : line.price
    const freightNote = group && quote.freight ? '运费以付款时显示的金额为准' : ''
    this.setData({
      quote: group ? null : quote, // points and quantities are not for seats
      needsAddress: quote.needsAddress,
      unit,
      trouble: group && line.trouble !== 'NOT_DELIVERED' ? '' : TROUBLE[line.trouble] || '',
      discountText: yuan(quote.discount),
      total: group ? unit : quote.total,
      freightNote,
      rows: group ? groupRows(unit, quote) : orderRows(quote)
    })
  },

  async again () {
    try {
      await this.look()
    } catch (error) {
      toast.sorry(error)
    }
  },

  less () { return this.count(this.data.quantity - 1) },
  more () { return this.count(this.data.quantity + 1) },

  count (quantity) {
    if (quantity < 1 || quantity > this.data.most || this.data.busy) return
    this.setData({ quantity, changed: '' })
    return this.again()
  },

  togglePoints ({ detail }) {
    this.setData({ usePoints: detail.value, changed: '' })
    return this.again()
  },

  write ({ detail }) {
    this.setData({ remark: detail.value })
  },

  // --- the address ---------------------------------------------------------------------------------

  choose (address) {
    this.setData({ address: address && { ...address, line: addressLine(address) } })
  },

  chooseAddress () {
    wx.navigateTo({
      url: routes.addresses({ choose: 1 }),
      events: {
        chosen: (address) => {
          this.choose(address)
          return this.again()
        }
      }
    })
  },

  async fromWeChat () {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      const address = await fromWeChat()
      if (address) {
        this.choose(address)
        await this.look()
      }
    } catch (error) {
      toast.sorry(error)
    }
    this.setData({ busy: false })
  },

  // --- the order -----------------------------------------------------------------------------------

  /** WeChat asks for consent only right after the tap, so that comes before the order. */
  async submit () {
    const { busy, needsAddress, address } = this.data
    if (busy) return
    if (needsAddress && !address) return toast.say('请选择收货地址')
    this.setData({ busy: true, changed: '' })
    try {
      await tuan.allowNotices(this.isGroup() ? GROUP_NOTICES : ORDER_NOTICES)
      const placed = await this.place()
      await this.payFor(placed)
    } catch (error) {
      await this.refused(error)
    }
    this.setData({ busy: false })
  },

  place () {
    const { groupId, open, saleId, share, pushId } = this.query
    const { goods, quantity, quote, address, remark } = this.data
    const about = {
      ...(address ? { addressId: address.addressId } : {}),
      ...(remark.trim() ? { remark: remark.trim() } : {}),
      ...(share ? { shareCode: share } : {})
    }
    const { skuId } = this.sku
    if (groupId) return ask('joinGroup', { groupId, skuId, ...about })
    if (open) return ask('createGroup', { goodsId: goods.goodsId, skuId, ...about })
    return ask('placeOrder', {
      items: [{ skuId, quantity }],
      expectTotal: quote.total,
      ...(quote.points ? { points: quote.points } : {}),
      ...(saleId ? { saleId } : {}),
      ...(pushId ? { pushId } : {}),
      ...about
    })
  },

  /** The order is placed: whatever becomes of the payment, the user leaves this page. */
  async payFor (placed) {
    const { orderId, groupId } = placed
    if (!orderId) return wx.redirectTo({ url: routes.group({ groupId }) }) // a seat that costs nothing
    try {
      const ended = await pay(placed)
      wx.redirectTo({ url: ended === 'paid' ? routes.result({ orderId }) : routes.order({ orderId }) })
    } catch (error) {
      toast.sorry(error)
      wx.redirectTo({ url: routes.order({ orderId }) })
    }
  },

  async refused (error) {
    if (error.code !== 'TOTAL_CHANGED') {
      toast.sorry(error)
      return this.look().catch(() => {}) // what has changed shows
    }
    const before = this.data.total
    try {
      await this.look()
      this.setData({ changed: `订单金额由 ¥${yuanFull(before)} 变为 ¥${yuanFull(this.data.total)}，请确认后再提交` })
      wx.pageScrollTo({ scrollTop: 0 })
    } catch (failure) {
      toast.sorry(failure)
    }
  },

  back () {
    wx.navigateBack()
  }
})

/** The price with these points; null if they are too many. */
async function quoted (data, points) {
  try {
    return await ask('quoteOrder', points ? { ...data, points } : data)
  } catch (error) {
    if (points && TOO_MANY.includes(error.code)) return null
    throw error
  }
}

function skuText (goods, sku) {
  if (goods.skus.length === 1) return goods.unit || ''
  return choice(sku.options) || sku.title
}

function seatPrice ({ group, price }, sku) {
  if (!group) return price
  const own = (group.skus || []).find(({ skuId }) => skuId === sku.skuId)
  return own ? own.price : group.price
}

function orderRows ({ goodsTotal, discount, freight, delivery }) {
  return [
    ['商品金额', `¥${yuanFull(goodsTotal)}`],
    ...(delivery === 'express' ? [['运费', freight ? `¥${yuanFull(freight)}` : '免运费']] : []),
    ...(discount ? [['积分抵扣', `-¥${yuanFull(discount)}`]] : [])
  ]
}

function groupRows (unit, { freight, delivery }) {
  return [['拼团价', `¥${yuanFull(unit)}`], ...(delivery === 'express' && !freight ? [['运费', '免运费']] : [])]
}

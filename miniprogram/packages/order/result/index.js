const tuan = require('../../../lib/tuan/index')
const { ask } = require('../../../utils/ask')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')
const { yuanFull } = require('../../../utils/texts')
const toast = require('../../../utils/toast')

const LOOKS = 5 // while WeChat's notice of the payment is on its way
const BETWEEN_MS = 2000

const SAID = {
  paid: ['支付成功', '商家正在为您备货'],
  waiting: ['正在确认支付结果', '通常只需几秒，请稍候'],
  lost: ['订单已关闭', '如已扣款，款项将原路退回']
}

/** What became of a payment, and, in a group, how many friends are missing. */
Page({
  data: { state: 'loading', text: '', outcome: '', title: '', hint: '', total: '', group: null, busy: false },

  onLoad (query) {
    this.orderId = decoded(query).orderId
    tuan.track('page_view', { page: 'result' })
    return this.load()
  },

  onUnload () {
    clearTimeout(this.next)
  },

  async load () {
    this.setData({ state: 'loading' })
    try {
      this.show(await ask('getOrder', { orderId: this.orderId }))
      this.setData({ state: 'ready' })
      await this.loadGroup()
      if (this.data.outcome === 'waiting') this.later(LOOKS)
    } catch (error) {
      this.setData({ state: 'error', text: toast.reason(error) })
    }
  },

  show (order) {
    const outcome = outcomeOf(order.status)
    const [title, hint] = SAID[outcome]
    this.order = order
    this.setData({ outcome, title, hint: order.groupId && outcome === 'paid' ? '成团后商家将为您发货' : hint, total: yuanFull(order.total) })
  },

  later (left) {
    if (!left) return
    this.next = setTimeout(async () => {
      await this.read().catch(() => {}) // the next look may succeed
      if (this.data.outcome === 'waiting') this.later(left - 1)
    }, BETWEEN_MS)
  },

  async read () {
    this.show(await ask('getOrder', { orderId: this.orderId }))
    await this.loadGroup()
  },

  async look () {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await this.read()
      if (this.data.outcome === 'waiting') toast.say('还没有收到付款，如已付款请稍后再看')
    } catch (error) {
      toast.sorry(error)
    }
    this.setData({ busy: false })
  },

  /** The group is an extra: without it the payment's result is shown all the same. */
  async loadGroup () {
    if (!this.order.groupId || this.data.outcome !== 'paid') return
    try {
      const { status, size, members, expiresAt, title } = await ask('getGroup', { groupId: this.order.groupId })
      const joined = members.length
      this.setData({ group: { status, size, joined, title, expiresAt, missing: size - joined, percent: Math.round(joined / size * 100) } })
    } catch (error) {
      this.setData({ group: null })
    }
  },

  toGroup () {
    wx.navigateTo({ url: routes.group({ groupId: this.order.groupId }) })
  },

  toOrder () {
    wx.redirectTo({ url: routes.order({ orderId: this.orderId }) })
  },

  toHome () {
    wx.switchTab({ url: routes.home() })
  },

  onShareAppMessage () {
    const { group } = this.data
    if (!group) return { title: '好物一起拼', path: routes.home() }
    const { groupId } = this.order
    tuan.track('share', { kind: 'group', groupId, goodsId: this.order.items[0].goodsId })
    const card = { title: group.status === 'OPEN' ? `还差 ${group.missing} 人成团：${group.title}` : group.title, path: routes.group({ groupId }) }
    const named = ask('createShare', { groupId, channel: 'card' })
    return { ...card, promise: named.then(({ code }) => ({ ...card, path: routes.group({ groupId, share: code }) }), () => card) }
  }
})

function outcomeOf (status) {
  if (status === 'PENDING') return 'waiting'
  return ['CLOSED', 'REFUNDING', 'REFUNDED'].includes(status) ? 'lost' : 'paid'
}

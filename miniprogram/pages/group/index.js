const cloud = require('../../lib/cloud')
const config = require('../../config')
const { yuan, countdown, sorry, decoded } = require('../../lib/show')

/** Goods to open a group on (`goodsId`), or a friend's group to join (`groupId`). */
Page({
  data: { goods: null, group: null, mine: false, left: '', busy: false },

  async onLoad (query) {
    const { groupId, goodsId, share } = decoded(query)
    // That the share was opened is counted for the friend who sent it; a failure does not concern the user.
    if (share) this.ask('resolveShare', { code: share }).catch(() => {})
    try {
      if (groupId) await this.show(await this.ask('getGroup', { groupId }))
      const id = goodsId || (this.data.group && this.data.group.goodsId)
      const goods = await this.ask('getGoods', { goodsId: id })
      this.setData({ goods: { ...goods, yuan: yuan(goods.price), groupYuan: goods.group ? yuan(goods.group.price) : '' } })
    } catch (error) {
      sorry(error)
    }
  },

  onUnload () {
    clearInterval(this.ticking)
  },

  async onPullDownRefresh () {
    const { group } = this.data
    if (group) await this.ask('getGroup', { groupId: group.groupId }).then((now) => this.show(now), sorry)
    wx.stopPullDownRefresh()
  },

  open () {
    return this.take('createGroup', { goodsId: this.data.goods.goodsId })
  },

  join () {
    return this.take('joinGroup', { groupId: this.data.group.groupId })
  },

  /** Ask for consent first: WeChat allows the question only after a tap. */
  async take (name, data) {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await this.consent()
      await this.show(await this.ask(name, data))
    } catch (error) {
      sorry(error)
    }
    this.setData({ busy: false })
  },

  async consent () {
    const tmplIds = Object.values(config.templates)
    if (!tmplIds.length) return
    const results = await new Promise((resolve) => {
      wx.requestSubscribeMessage({ tmplIds, success: resolve, fail: () => resolve(null) })
    })
    if (results) await this.ask('allowNotice', { results, templateIds: tmplIds })
  },

  async ask (name, data) {
    const { result } = await cloud.callFunction({ name, data })
    return result
  },

  show (group) {
    this.setData({ group, mine: group.members.some((member) => member.isMe) })
    clearInterval(this.ticking)
    this.tick()
    if (group.status === 'OPEN') this.ticking = setInterval(() => this.tick(), 1000)
  },

  tick () {
    const { group } = this.data
    this.setData({ left: countdown(group.expiresAt - Date.now()) })
    if (group.expiresAt <= Date.now()) clearInterval(this.ticking)
  },

  onShareAppMessage () {
    const { goods, group } = this.data
    const query = group ? `groupId=${group.groupId}` : `goodsId=${goods.goodsId}`
    const card = { title: goods ? goods.title : '快来和我一起拼团', path: `/pages/group/index?${query}`, imageUrl: goods ? goods.cover : '' }
    // WeChat waits for the promise for up to 3 s, then it takes the card without the share's code.
    const named = this.ask('createShare', group ? { groupId: group.groupId } : { goodsId: goods.goodsId })
    return { ...card, promise: named.then(({ code }) => ({ ...card, path: `${card.path}&share=${code}` }), () => card) }
  }
})

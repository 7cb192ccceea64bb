const cloud = require('../../lib/cloud')
const config = require('../../config')
const { yuan, sorry, decoded } = require('../../lib/show')

/**
 * A live room: goods that the host pushes appear as a bubble and stay in the bag below it.
 * The video needs `<live-player>`, which WeChat allows only for some categories of shops.
 */
Page({
  data: { liveId: '', online: false, bubble: null, bag: [] },

  onLoad (query) {
    this.setData({ liveId: decoded(query).liveId || config.liveId })
  },

  /** A tab page stays loaded when the user leaves it: close its socket until it is shown again. */
  onShow () {
    this.live = cloud.watchLive({
      liveId: this.data.liveId,
      onPush: (push) => this.show(push),
      onState: (state) => this.setData({ online: state === 'open' })
    })
  },

  onHide () {
    this.leave()
  },

  onUnload () {
    this.leave()
  },

  leave () {
    if (this.live) this.live.close()
    this.live = null
    this.hideBubble()
  },

  show (push) {
    const shown = { ...push.goods, pushId: push.pushId, yuan: yuan(push.goods.price) }
    const others = this.data.bag.filter(({ goodsId }) => goodsId !== shown.goodsId)
    this.setData({ bag: [shown, ...others] })
    const stays = push.bubbleEndsAt - Date.now()
    if (stays <= 0) return // the bubble has ended: the goods are only in the bag
    clearTimeout(this.bursting)
    this.setData({ bubble: shown })
    this.bursting = setTimeout(() => this.hideBubble(), stays)
  },

  hideBubble () {
    clearTimeout(this.bursting)
    this.setData({ bubble: null })
  },

  open ({ currentTarget }) {
    const { id, push } = currentTarget.dataset
    wx.navigateTo({ url: `/pages/group/index?goodsId=${id}&pushId=${push}` })
  },

  /** For hosts: push these goods again in ten seconds. Other users get FORBIDDEN. */
  async pushAgain ({ currentTarget }) {
    const data = { liveId: this.data.liveId, goodsId: currentTarget.dataset.id, timestamp: Date.now() + 10000 }
    try {
      await cloud.callFunction({ name: 'scheduleGoodsPush', data })
      wx.showToast({ title: '10 秒后推送' })
    } catch (error) {
      sorry(error)
    }
  }
})

const { ask } = require('../../../utils/ask')
const routes = require('../../../utils/routes')
const { stateOf, seatsOf, missing } = require('../../../utils/group')

const WORDS = { invite: '拼团中', pay: '待付款', expired: '确认中', success: '拼团成功', failed: '未成团' }

/** The latest groups of the user, open ones and ended ones. */
Page({
  data: { page: 'loading', error: null, items: [] },

  onShow () {
    return this.load()
  },

  async onPullDownRefresh () {
    await this.load()
    wx.stopPullDownRefresh()
  },

  async load () {
    try {
      const { items } = await ask('listMyGroups')
      const now = Date.now()
      this.setData({ items: items.map((group) => rowOf(group, now)), page: items.length ? 'ready' : 'empty' })
    } catch (error) {
      if (this.data.page !== 'ready') this.setData({ page: 'error', error })
    }
  },

  open ({ currentTarget }) {
    wx.navigateTo({ url: routes.group({ groupId: currentTarget.dataset.id }) })
  },

  toHome () {
    wx.switchTab({ url: routes.home() })
  }
})

function rowOf (group, now) {
  const state = stateOf(group, now)
  return {
    groupId: group.groupId,
    title: group.title,
    price: group.price,
    size: group.size,
    state,
    text: WORDS[state] || '拼团中',
    missing: missing(group),
    expiresAt: group.expiresAt,
    seats: seatsOf(group).slice(0, 6)
  }
}

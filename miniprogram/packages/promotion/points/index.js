const cloud = require('../../../lib/cloud')
const { sorry } = require('../../../lib/show')

/** Points: the balance and the daily check-in. */
Page({
  data: { score: null, streak: 0, busy: false },

  onShow () {
    return this.refresh()
  },

  async onPullDownRefresh () {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh () {
    try {
      const { result } = await cloud.callFunction({ name: 'getScore' })
      this.setData({ score: result.score, streak: result.streak || 0 })
    } catch (error) {
      sorry(error)
    }
  },

  async checkIn () {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      const data = { action: 'daily_checkin' }
      const { result } = await cloud.callFunction({ name: 'updateScore', data })
      wx.showToast({ title: `+${result.earned} 积分`, icon: 'success' })
      await this.refresh()
    } catch (error) {
      if (error.errCode === 'ALREADY_COUNTED') wx.showToast({ title: '今日已签到', icon: 'none' })
      else sorry(error)
    }
    this.setData({ busy: false })
  }
})

const { ask } = require('../../../utils/ask')
const { sorry, say } = require('../../../utils/toast')
const routes = require('../../../utils/routes')

const LOOK_AGAIN_MS = 3000
const WORD = '注销' // what the user writes to erase the data

/** What the shop knows of the user: take it along, or have it erased. */
Page({
  data: { state: '', done: 0, total: 0, url: '', erasing: false, doneBy: '' },

  onUnload () {
    this.left = true
    clearTimeout(this.waiting)
  },

  // --- take it along -------------------------------------------------------------------------------

  async take () {
    if (this.data.state === 'RUNNING') return
    this.setData({ state: 'RUNNING', done: 0, total: 0, url: '' })
    await this.look()
  },

  async look () {
    try {
      const { state, done, total, url } = await ask('exportMyData')
      if (this.left) return
      this.setData({ state, done, total, url: url || '' })
      if (state === 'RUNNING') this.waiting = setTimeout(() => this.look(), LOOK_AGAIN_MS)
    } catch (error) {
      if (this.left) return
      this.setData({ state: '' })
      sorry(error)
    }
  },

  /** The file goes to a chat of the user, such as 文件传输助手. */
  send () {
    wx.showLoading({ title: '下载中' })
    wx.downloadFile({
      url: this.data.url,
      success: ({ statusCode, tempFilePath }) => {
        wx.hideLoading()
        if (statusCode !== 200) return this.expired()
        wx.shareFileMessage({ filePath: tempFilePath, fileName: '我的个人信息.json' })
      },
      fail: () => {
        wx.hideLoading()
        say('下载失败，请检查网络后重试')
      }
    })
  },

  copy () {
    wx.setClipboardData({ data: this.data.url })
  },

  /** The link works for five minutes. */
  expired () {
    this.setData({ state: '', url: '' })
    say('链接已失效，请重新导出')
  },

  // --- erase ---------------------------------------------------------------------------------------

  /** First whether it can be done and what goes; then the user writes a word, because it is for good. */
  async erase () {
    if (this.data.erasing) return
    this.setData({ erasing: true })
    try {
      const { points } = await ask('eraseMe', { preview: true })
      if (await confirmed(points)) await this.eraseNow()
    } catch (error) {
      sorry(error)
    }
    this.setData({ erasing: false })
  },

  async eraseNow () {
    await ask('eraseMe', {})
    wx.clearStorageSync()
    wx.showModal({
      title: '注销申请已提交',
      content: '您的个人信息将在半小时内删除完毕，在此期间无法登录。',
      showCancel: false,
      confirmText: '知道了',
      complete: () => wx.reLaunch({ url: routes.home() })
    })
  },

  privacy () {
    wx.openPrivacyContract({})
  },

  settings () {
    wx.openSetting({})
  }
})

function confirmed (points) {
  const lost = points > 0 ? `您的 ${points} 积分将一并清除。` : ''
  return new Promise((resolve) => {
    wx.showModal({
      title: '注销后无法恢复',
      content: '',
      placeholderText: `${lost}请输入“${WORD}”确认`,
      editable: true,
      confirmText: '确认注销',
      confirmColor: '#d9281f',
      success: ({ confirm, content }) => {
        if (confirm && content.trim() !== WORD) say(`请输入“${WORD}”后再确认`)
        resolve(confirm && content.trim() === WORD)
      },
      fail: () => resolve(false)
    })
  })
}

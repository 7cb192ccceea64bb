const config = require('../../../config')
const { ask } = require('../../../utils/ask')
const routes = require('../../../utils/routes')
const { yuan } = require('../../../utils/texts')
const { POSTER, drawPoster } = require('../../../utils/poster')
const { decoded } = require('../../../utils/query')
const { missing } = require('../../../utils/group')
const { pictureOf } = require('../../../utils/canvas')
const { qr } = require('../lib/qr')

/** The poster of a group (`groupId`) or of goods (`goodsId`), with a code that leads there. */
Page({
  data: { page: 'loading', error: null, picture: '', busy: false },

  async onLoad (query) {
    const { groupId, goodsId } = decoded(query)
    this.about = groupId ? { groupId } : { goodsId }
    await this.load()
  },

  async load () {
    this.setData({ page: 'loading' })
    try {
      const [facts, share] = await Promise.all([this.facts(), ask('createShare', { ...this.about, channel: 'poster' })])
      this.share = share
      this.title = facts.title
      const picture = await pictureOf(this, 'poster', POSTER, [facts.cover, await this.codeOf(share)], (ctx, [cover, code]) => {
        const rows = config.codeLink ? qr(config.codeLink + share.code) : null
        drawPoster(ctx, { ...facts, cover, code: rows || code, call: '微信扫码查看', shop: config.shopName })
      })
      this.setData({ picture, page: 'ready' })
    } catch (error) {
      this.setData({ page: 'error', error })
    }
  },

  /** WeChat's code of the share, as a URL; '' if the shop has a link of its own, or if WeChat draws none. */
  async codeOf ({ code }) {
    if (config.codeLink) return ''
    const page = routes.group().slice(1) // it leads on to what the code is about
    const drawn = await ask('getShareCode', { code, page }).catch(() => null)
    return drawn ? `data:${drawn.contentType};base64,${drawn.picture}` : ''
  },

  async facts () {
    const group = this.about.groupId ? await ask('getGroup', this.about) : null
    const goods = await ask('getGoods', { goodsId: group ? group.goodsId : this.about.goodsId })
    const { title, cover, price } = goods
    if (!group) return { title, cover, price: yuan(price), was: goods.linePrice ? `原价 ¥${yuan(goods.linePrice)}` : '', line: '好物推荐' }
    const was = price > group.price ? `单买 ¥${yuan(price)}` : ''
    return { title, cover, price: yuan(group.price), was, line: `${group.size} 人团，还差 ${missing(group)} 人` }
  },

  /** WeChat's own menu: send to a friend, keep, or add to favourites. */
  menu () {
    wx.showShareImageMenu({ path: this.data.picture })
  },

  async save () {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await wx.saveImageToPhotosAlbum({ filePath: this.data.picture })
      wx.showToast({ title: '已保存到相册', icon: 'success' })
    } catch ({ errMsg = '' }) {
      if (/auth deny|authorize|auth denied/.test(errMsg)) this.askForAlbum()
      else if (!/cancel|privacy/.test(errMsg)) wx.showToast({ title: '保存失败，请重试', icon: 'none' })
    }
    this.setData({ busy: false })
  },

  /** WeChat does not ask a second time: only its settings page can allow the album. */
  askForAlbum () {
    wx.showModal({
      title: '需要相册权限',
      content: '请在设置中允许保存到相册，然后重试。',
      confirmText: '去设置',
      success: ({ confirm }) => { if (confirm) wx.openSetting() }
    })
  },

  onShareAppMessage () {
    const code = this.share ? { share: this.share.code } : {}
    const path = this.about.groupId ? routes.group({ ...this.about, ...code }) : routes.goods({ ...this.about, ...code })
    return { title: this.title || '快来一起拼团', path, imageUrl: this.data.picture }
  }
})

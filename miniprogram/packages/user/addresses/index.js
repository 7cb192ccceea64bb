const { ask } = require('../../../utils/ask')
const { decoded } = require('../../../utils/query')
const routes = require('../../../utils/routes')
const { addressLine } = require('../../../utils/texts')
const toast = require('../../../utils/toast')
const { fromWeChat } = require('../../../utils/wechat-address')

/** The address book. With `choose=1` a tap chooses an address for an order: the page before is told `chosen`. */
Page({
  data: { state: 'loading', text: '', choosing: false, addresses: [], busy: false },

  onLoad (query) {
    this.setData({ choosing: Boolean(decoded(query).choose) })
  },

  /** Also after an address was edited. */
  onShow () {
    return this.load()
  },

  async load () {
    if (!this.data.addresses.length) this.setData({ state: 'loading' })
    try {
      const { items } = await ask('listAddresses')
      this.setData({ addresses: items.map((address) => ({ ...address, line: addressLine(address) })), state: items.length ? 'ready' : 'empty', text: '' })
    } catch (error) {
      if (this.data.addresses.length) toast.sorry(error)
      else this.setData({ state: 'error', text: toast.reason(error) })
    }
  },

  choose ({ currentTarget }) {
    if (!this.data.choosing) return
    this.give(this.data.addresses[currentTarget.dataset.at])
  },

  give (address) {
    this.getOpenerEventChannel().emit('chosen', address)
    wx.navigateBack()
  },

  add () {
    wx.navigateTo({ url: routes.address() })
  },

  edit ({ currentTarget }) {
    wx.navigateTo({ url: routes.address({ addressId: currentTarget.dataset.id }) })
  },

  fromWeChat () {
    return this.work(async () => {
      const address = await fromWeChat()
      if (address && this.data.choosing) this.give(address)
    })
  },

  makeDefault ({ currentTarget }) {
    const { line, ...address } = this.data.addresses[currentTarget.dataset.at]
    return this.work(() => ask('saveAddress', { ...address, isDefault: true }))
  },

  remove ({ currentTarget }) {
    return this.work(async () => {
      if (await toast.ask('已下的订单不受影响', '删除', '删除该地址？')) await ask('deleteAddress', { addressId: currentTarget.dataset.id })
    })
  },

  async work (task) {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await task()
      await this.load()
    } catch (error) {
      toast.sorry(error)
    }
    this.setData({ busy: false })
  }
})

const { ask } = require('../../../utils/ask')
const { decoded } = require('../../../utils/query')
const toast = require('../../../utils/toast')

const EMPTY = { userName: '', telNumber: '', provinceName: '', cityName: '', countyName: '', detailInfo: '', isDefault: false }
const PHONE = /^[+\d][\d\s*-]{5,31}$/

/** A new address, or one of the book (`addressId`). */
Page({
  data: { state: 'loading', text: '', address: EMPTY, region: [], regionText: '', wrong: '', busy: false },

  onLoad (query) {
    this.addressId = decoded(query).addressId
    if (!this.addressId) wx.setNavigationBarTitle({ title: '新建地址' })
    return this.load()
  },

  async load () {
    this.setData({ state: 'loading' })
    if (!this.addressId) return this.show(EMPTY)
    try {
      const { items } = await ask('listAddresses')
      const address = items.find(({ addressId }) => addressId === this.addressId)
      if (address) this.show(address)
      else this.setData({ state: 'error', text: '该收货地址不存在' })
    } catch (error) {
      this.setData({ state: 'error', text: toast.reason(error) })
    }
  },

  show (address) {
    const { provinceName, cityName, countyName } = address
    const region = provinceName ? [provinceName, cityName, countyName] : []
    this.setData({ state: 'ready', address, region, regionText: region.filter(Boolean).join(' ') })
  },

  write ({ currentTarget, detail }) {
    this.setData({ [`address.${currentTarget.dataset.name}`]: detail.value, wrong: '' })
  },

  toggle ({ detail }) {
    this.setData({ 'address.isDefault': detail.value })
  },

  /** The area's code and the street of the old region go with it. */
  chooseRegion ({ detail }) {
    const [provinceName, cityName, countyName] = detail.value
    const { nationalCode, streetName, postalCode, detailInfoNew, ...address } = this.data.address
    const code = (detail.code || []).filter(Boolean).pop()
    this.show({ ...address, provinceName, cityName, countyName, ...(code ? { nationalCode: code } : {}) })
    this.setData({ wrong: '' })
  },

  async save () {
    if (this.data.busy) return
    const address = tidy(this.data.address)
    const wrong = wrongIn(address)
    this.setData({ wrong })
    if (wrong) return
    this.setData({ busy: true })
    try {
      await ask('saveAddress', address)
      wx.navigateBack()
    } catch (error) {
      toast.sorry(error)
    }
    this.setData({ busy: false })
  }
})

function tidy (address) {
  const { userName, telNumber, detailInfo } = address
  return { ...address, userName: userName.trim(), telNumber: telNumber.trim(), detailInfo: detailInfo.trim() }
}

/** What the user still has to write, or ''. */
function wrongIn ({ userName, telNumber, provinceName, detailInfo }) {
  if (!userName) return '请填写收货人姓名'
  if (!PHONE.test(telNumber)) return '请填写正确的手机号'
  if (!provinceName) return '请选择所在地区'
  return detailInfo ? '' : '请填写详细地址'
}

/** The address book. */

const { book, numbered } = require('../_tuan/addresses')
const { failure } = require('../_tuan/client')

/** One address, by the number that the list gave it. */
async function fetchDeliveryAddress (id = 0) {
  const found = await numbered(id)
  if (!found) throw failure('ADDRESS_NOT_FOUND', '该收货地址不存在，请重新选择')
  return found
}

/** All addresses, the default first. The shop keeps 20 at most, so `len` is not needed. */
async function fetchDeliveryAddressList (len = 10) {
  return (await book()).map((address) => ({
    ...address,
    phoneNumber: address.phone,
    address: `${address.provinceName}${address.cityName}${address.districtName}${address.detailAddress}`,
    tag: address.addressTag
  }))
}

module.exports = { fetchDeliveryAddress, fetchDeliveryAddressList }

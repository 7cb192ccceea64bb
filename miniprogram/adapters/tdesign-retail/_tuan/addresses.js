/**
 * The address book. The template's pages know addresses by a number, Tuan by a text: an address has
 * its place in `known` as `id` and `addressId`, and Tuan's id as `tuanId`.
 */

const { ask } = require('./client')

let known = []

/** An address of Tuan as the template has it. */
function addressOf (saved, id) {
  const code = saved.nationalCode || ''
  const part = (digits) => code ? code.slice(0, digits).padEnd(6, '0') : ''
  return {
    saasId: '',
    uid: '',
    authToken: null,
    id,
    addressId: id,
    tuanId: saved.addressId,
    phone: saved.telNumber,
    name: saved.userName,
    countryName: '中国',
    countryCode: 'chn',
    provinceName: saved.provinceName,
    provinceCode: part(2),
    cityName: saved.cityName,
    cityCode: part(4),
    districtName: saved.countyName,
    districtCode: code,
    detailAddress: saved.detailInfo,
    isDefault: saved.isDefault ? 1 : 0,
    addressTag: '',
    latitude: '',
    longitude: '',
    storeId: null
  }
}

/** The whole book. It gives its addresses their numbers. */
async function book () {
  const { items } = await ask('listAddresses')
  known = items.map(({ addressId }) => addressId)
  return items.map((saved, index) => addressOf(saved, `${index}`))
}

/** The address of that number; undefined if it is gone. */
async function numbered (id) {
  const tuanId = known[id]
  const { items } = await ask('listAddresses')
  const saved = tuanId === undefined ? items[id] : items.find(({ addressId }) => addressId === tuanId)
  return saved && addressOf(saved, `${id}`)
}

/** Tuan's id of an address that a page has; null if the book does not have it. */
const tuanIdOf = ({ tuanId, addressId }) => tuanId || known[addressId] || null

/** Save an address of a page. Gives it back with its ids; without `addressId` if it is new. */
async function save (address) {
  const before = tuanIdOf(address)
  const { addressId } = await ask('saveAddress', {
    ...(before ? { addressId: before } : {}),
    userName: address.name,
    telNumber: address.phone,
    provinceName: address.provinceName,
    cityName: address.cityName || '',
    countyName: address.districtName || '',
    detailInfo: address.detailAddress,
    ...(address.districtCode ? { nationalCode: `${address.districtCode}` } : {}),
    isDefault: Number(address.isDefault) === 1
  })
  if (!before) known.push(addressId)
  return { ...address, tuanId: addressId, isDefault: Number(address.isDefault) === 1 ? 1 : 0 }
}

/**
 * Where an order goes: what the page has chosen, which is saved first if the book does not have it;
 * else the default address, or the first one; null if there is none. An address without its parts
 * cannot be used: the list page makes one from `wx.chooseAddress`.
 */
async function chosen (address) {
  if (!address) return (await book())[0] || null
  if (tuanIdOf(address)) return { ...address, tuanId: tuanIdOf(address) }
  if (!address.provinceName || !address.detailAddress) return null
  const saved = await save(address)
  const id = `${known.indexOf(saved.tuanId)}`
  return { ...saved, id, addressId: id }
}

module.exports = { book, chosen, numbered, save, tuanIdOf }

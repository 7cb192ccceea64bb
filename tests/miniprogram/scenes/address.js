/** The states of the form of an address. */

const { address } = require('../support/shop')
const { refusal } = require('../support/page')

const edit = { addressId: 'address-1' }

module.exports = {
  page: 'packages/user/address/index',
  states: {
    new: {},
    edit: { query: edit, cloud: { listAddresses: { items: [{ ...address, telNumber: '13812345678' }] } }, dark: true, large: true },
    wrong: { then: (page) => page.tap('.button', '保存') },
    error: { query: edit, cloud: { listAddresses: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

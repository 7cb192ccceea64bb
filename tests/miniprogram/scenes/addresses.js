/** The states of the address book. */

const { address } = require('../support/shop')
const { refusal } = require('../support/page')

const other = { ...address, addressId: 'address-2', userName: '欧阳娜娜·买买提江', telNumber: '020-81167888', provinceName: '北京市', cityName: '北京市', countyName: '朝阳区', detailInfo: '望京街道阜通东大街 6 号院方恒国际中心 B 座 2107 室', isDefault: false }

module.exports = {
  page: 'packages/user/addresses/index',
  states: {
    full: { cloud: { listAddresses: { items: [address, other] } }, dark: true, large: true },
    choose: { query: { choose: '1' }, cloud: { listAddresses: { items: [address, other] } } },
    empty: { cloud: { listAddresses: { items: [] } } },
    error: { cloud: { listAddresses: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

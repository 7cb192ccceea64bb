/** The states of the search. */

const { card } = require('../support/shop')
const { refusal } = require('../support/page')

const seen = async (page) => {
  page.instance.setData({ history: ['蓝莓', '纯棉 T 恤', '东北五常大米 10 斤装'] })
}

module.exports = {
  page: 'packages/goods/search/index',
  states: {
    start: { then: seen },
    found: { query: { text: '苹果' }, cloud: { searchGoods: { items: [card(2), card(8)], cursor: null } }, dark: true, large: true },
    none: { query: { text: '榴莲' }, cloud: { searchGoods: { items: [], cursor: null } } },
    error: { query: { text: '苹果' }, cloud: { searchGoods: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

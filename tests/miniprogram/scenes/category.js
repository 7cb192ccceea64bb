/** The states of the categories. */

const { cards } = require('../support/shop')
const { refusal } = require('../support/page')

module.exports = {
  page: 'pages/category/index',
  states: {
    full: { cloud: { listGoods: { items: cards(5), cursor: 'next' } }, dark: true, large: true },
    loading: { cloud: { listGoods: () => new Promise(() => {}) } },
    empty: { cloud: { listGoods: { items: [], cursor: null } } },
    error: { cloud: { listGoods: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

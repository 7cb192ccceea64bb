/** The states of the home page. */

const { NOW, HOUR, cards, sale } = require('../support/shop')
const { refusal } = require('../support/page')

const page = 'pages/home/index'
const never = () => new Promise(() => {})
const sales = { items: [sale(), sale({ saleId: 'sale-2', goodsId: 'goods-8', title: '赣南脐橙 10 斤', price: 2990, startAt: NOW + 3 * HOUR, endAt: NOW + 5 * HOUR })] }
const first = { items: cards(8), cursor: 'next' }

module.exports = {
  page,
  states: {
    full: { cloud: { listGoods: first, listSales: sales }, dark: true, large: true },
    loading: { cloud: { listGoods: never, listSales: never } },
    empty: { cloud: { listGoods: { items: [], cursor: null }, listSales: { items: [] } } },
    error: { cloud: { listGoods: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') }, listSales: { items: [] } } },
    end: { cloud: { listGoods: { items: cards(3), cursor: null }, listSales: { items: [] } } }
  }
}

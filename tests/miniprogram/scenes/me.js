/** The states of the user's own page. */

const { NOW } = require('../support/shop')
const { refusal } = require('../support/page')

const page = 'pages/me/index'
const order = { orderId: 'order-1', status: 'PAID', items: [{ skuId: 'goods-1', goodsId: 'goods-1', title: '云南蓝莓 125g × 4 盒', price: 5900, quantity: 1 }], total: 5900, freight: 0, delivery: 'express', points: 0, refunded: 0, createdAt: NOW, payBefore: NOW }
const numbers = { PENDING: 1, PAID: 3, SHIPPED: 50 }
const many = ({ status }) => {
  const count = status ? numbers[status] || 0 : 1
  return { items: Array.from({ length: count }, () => order), cursor: status === 'SHIPPED' ? 'next' : null }
}
const fail = () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') }

module.exports = {
  page,
  states: {
    full: { cloud: { listOrders: many, listMyAfterSales: { items: [{ waitsFor: 'buyer' }, { waitsFor: null }], cursor: null }, getScore: { score: 386, debt: 0, expiring: [], streak: 4 } }, dark: true, large: true },
    empty: { cloud: { listOrders: { items: [], cursor: null }, listMyAfterSales: { items: [], cursor: null }, getScore: { score: 0, debt: 0, expiring: [], streak: 0 } } },
    staff: { cloud: { $login: { roles: ['operator'] }, listOrders: many, listMyAfterSales: { items: [], cursor: null }, getScore: { score: 0, debt: 0, expiring: [], streak: 0 } } },
    error: { cloud: { listOrders: fail, listMyAfterSales: fail, getScore: fail } }
  }
}

/** The states of the list of orders. */

const { NOW, DAY, order, goods, shirt } = require('../support/shop')
const { refusal } = require('../support/page')

const shirtItem = { skuId: 'shirt-2', goodsId: 'goods-6', title: '重磅纯棉短袖 T 恤', price: 9200, quantity: 1, options: { 颜色: '白', 尺码: 'L' } }
const items = [
  order(),
  order({ orderId: 'order-2', status: 'SHIPPED', items: [shirtItem, { ...order().items[0], quantity: 1 }], total: 15100, createdAt: NOW - DAY }),
  order({ orderId: 'order-3', status: 'PAID', groupId: 'group-1', total: 4500, items: [{ ...order().items[0], price: 4500, quantity: 1 }], createdAt: NOW - 2 * DAY }),
  order({ orderId: 'order-4', status: 'COMPLETED', refundAsked: '商品破损', createdAt: NOW - 9 * DAY })
]
const getGoods = ({ goodsId }) => goodsId === 'goods-6' ? shirt() : goods(1)

module.exports = {
  page: 'packages/order/list/index',
  items,
  states: {
    full: { cloud: { listOrders: { items, cursor: null }, getGoods }, dark: true, large: true, whole: true },
    empty: { query: { status: 'PENDING' }, cloud: { listOrders: { items: [], cursor: null } } },
    loading: { cloud: { listOrders: () => new Promise(() => {}) } },
    error: { cloud: { listOrders: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

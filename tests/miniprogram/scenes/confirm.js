/** The states of the page that confirms an order. */

const { goods, shirt, address, payment } = require('../support/shop')
const { refusal } = require('../support/page')

const quote = (more = {}, line = {}) => ({
  lines: [{ skuId: 'goods-1', quantity: 2, price: 5900, discount: 0, amount: 11800, ...line }],
  goodsTotal: 11800,
  discount: 0,
  freight: 800,
  total: 12600,
  points: 0,
  pointsUsable: 0,
  delivery: 'express',
  needsAddress: true,
  ...more
})
const priced = ({ points = 0, items: [{ quantity }] }) => {
  const sum = 5900 * quantity
  const discount = points
  return quote({ goodsTotal: sum, discount, points, pointsUsable: 300, total: sum - discount + 800 }, { quantity, amount: sum, discount })
}
const placed = { orderId: 'order-1', total: 12600, status: 'PENDING', payment, payBefore: 0 }
const book = { items: [address] }
const state = (more = {}) => ({ query: { goodsId: 'goods-1', skuId: 'goods-1', quantity: '2', ...more.query }, cloud: { getGoods: goods(1, { freightId: 'f' }), listAddresses: book, quoteOrder: priced, placeOrder: placed, ...more.cloud }, ...(more.then ? { then: more.then } : {}), ...more.look })

module.exports = {
  page: 'packages/order/confirm/index',
  quote,
  states: {
    full: state({ look: { dark: true, large: true, whole: true }, then: async (page) => { await page.emit('switch', 'change', { value: true }) } }),
    'no-address': state({ cloud: { listAddresses: { items: [] } } }),
    group: state({ query: { goodsId: 'goods-6', skuId: 'shirt-2', quantity: '', open: 'group' }, cloud: { getGoods: shirt({ freightId: 'f', group: { size: 3, hours: 24, price: 6900, skus: [{ skuId: 'shirt-2', price: 7100 }] } }), quoteOrder: quote({ goodsTotal: 9200, total: 10000 }, { skuId: 'shirt-2', quantity: 1, price: 9200, amount: 9200 }), createGroup: { groupId: 'group-1', orderId: 'order-2', total: 7900, payment } } }),
    sale: state({ query: { saleId: 'sale-1' }, cloud: { quoteOrder: quote({ goodsTotal: 7800, total: 7800, freight: 0 }, { price: 3900, amount: 7800 }) } }),
    trouble: state({ cloud: { quoteOrder: quote({}, { trouble: 'SOLD_OUT' }) } }),
    changed: state({
      cloud: { placeOrder: () => { throw refusal('TOTAL_CHANGED', '订单金额有变化，请确认后重新提交') } },
      then: async (page) => {
        page.script({ quoteOrder: quote({ goodsTotal: 13800, total: 14600 }, { price: 6900, amount: 13800 }) })
        await page.tap('.submit')
      }
    }),
    loading: state({ cloud: { quoteOrder: () => new Promise(() => {}) } }),
    gone: state({ cloud: { getGoods: () => { throw refusal('GOODS_NOT_FOUND', '商品不存在或已下架') } } }),
    error: state({ cloud: { listAddresses: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } })
  }
}

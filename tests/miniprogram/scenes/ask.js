/** The states of the page that asks for an after-sale. */

const { orderPage, goods, shirt } = require('../support/shop')
const { refusal } = require('../support/page')

const getGoods = ({ goodsId }) => goodsId === 'goods-6' ? shirt() : goods(1)
const two = [
  { skuId: 'shirt-2', goodsId: 'goods-6', title: '重磅纯棉短袖 T 恤', price: 9200, quantity: 1, options: { 颜色: '白', 尺码: 'L' } },
  { skuId: 'goods-1', goodsId: 'goods-1', title: '云南蓝莓 125g × 4 盒', price: 5900, quantity: 3, refunded: 1 }
]
const state = (more, cloud = {}) => ({ query: { orderId: 'order-1' }, cloud: { getOrder: orderPage({ orderId: 'order-1', ...more }), getGoods, askAfterSale: { afterSaleId: 'after-sale-1' }, ...cloud } })

module.exports = {
  page: 'packages/order/ask/index',
  states: {
    return: { ...state({ status: 'SHIPPED', items: two }), then: (page) => page.emit('picker', 'change', { value: 0 }), dark: true, large: true },
    refund: state({ status: 'PAID' }),
    nothing: state({ status: 'COMPLETED', items: [{ ...two[0], refunded: 1 }] }),
    error: state({}, { getOrder: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } })
  }
}

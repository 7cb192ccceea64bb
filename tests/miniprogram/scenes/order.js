/** The states of an order on its own page. */

const { NOW, HOUR, DAY, orderPage, goods, shirt, group } = require('../support/shop')
const { refusal } = require('../support/page')

const getGoods = ({ goodsId }) => goodsId === 'goods-6' ? shirt() : goods(1)
const state = (more, cloud = {}) => ({ query: { orderId: orderPage().orderId }, cloud: { getOrder: orderPage(more), getGoods, ...cloud } })
const happened = (...what) => what.map((each, at) => ({ at: NOW - (what.length - at) * HOUR, what: each, by: 'me', why: '' }))
const parcel = { carrier: 'ZTO', carrierName: '中通快递', trackingNumber: '75300000000001', shippedAt: NOW - HOUR }
const two = [
  { skuId: 'shirt-2', goodsId: 'goods-6', title: '重磅纯棉短袖 T 恤', price: 9200, quantity: 1, options: { 颜色: '白', 尺码: 'L' } },
  { skuId: 'goods-1', goodsId: 'goods-1', title: '云南蓝莓 125g × 4 盒', price: 5900, quantity: 2, discount: 300 }
]
const parcels = [{ ...parcel, lines: [{ skuId: 'shirt-2', quantity: 1 }] }, { ...parcel, carrierName: '顺丰速运', trackingNumber: 'SF1300000000002', lines: [{ skuId: 'goods-1', quantity: 2 }] }]
const members = [1, 2].map((at) => ({ leader: at === 1, joinedAt: NOW, memberId: `m${at}`, isMe: at === 2 }))

module.exports = {
  page: 'packages/order/detail/index',
  happened,
  parcel,
  states: {
    pending: { ...state({ remark: '请放在门口快递柜' }), large: true },
    paid: state({ status: 'PAID', history: happened('PENDING', 'PAID') }),
    group: state({ status: 'PAID', groupId: 'group-1', total: 4500, items: [{ ...two[1], price: 4500, quantity: 1, discount: undefined }], history: happened('PENDING', 'PAID') }, { getGroup: group({ members, seatsLeft: 1 }) }),
    partly: state({ status: 'PAID', items: two, total: 21500, freight: 800, points: 300, parcels: parcels.slice(0, 1), history: happened('PENDING', 'PAID', 'PARCELS') }),
    shipped: { ...state({ status: 'SHIPPED', items: two, total: 21500, freight: 800, points: 300, parcels, shipping: parcels[0], shippedAt: NOW - HOUR, history: happened('PENDING', 'PAID', 'PARCELS', 'SHIPPED') }), dark: true, whole: true },
    completed: state({ status: 'COMPLETED', parcels: [parcel], history: happened('PENDING', 'PAID', 'SHIPPED', 'COMPLETED') }),
    'after-sale': state({ status: 'COMPLETED', parcels: [parcel], refundAsked: '商品破损', afterSales: ['after-sale-1'], history: happened('PENDING', 'PAID', 'SHIPPED', 'COMPLETED', 'AFTER_SALE') }),
    refunded: { ...state({ status: 'REFUNDED', address: undefined, refunded: 11800, items: [{ ...two[1], discount: undefined, refunded: 2 }], refunds: [{ refundNo: 'r1', status: 'SUCCESS', why: 'REQUEST', reason: '不想要了', amount: 11800, at: NOW - HOUR }], history: happened('PENDING', 'PAID', 'ASKED', 'REFUNDING', 'REFUNDED') }), whole: true },
    closed: state({ status: 'CLOSED', address: undefined, createdAt: NOW - DAY, history: happened('PENDING', 'CLOSED') }),
    loading: state({}, { getOrder: () => new Promise(() => {}) }),
    gone: state({}, { getOrder: () => { throw refusal('ORDER_NOT_FOUND', '订单不存在') } }),
    error: state({}, { getOrder: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } })
  }
}

/** What the pages of the template call, as they call it, and the shape that they need back. */

const { shapes } = require('./shapes')

const goods = (quantity = 1) => [{ storeId: '1', spuId: 'goods-demo-1', skuId: 'goods-demo-1', quantity, price: '5900' }]
const rightsItem = [{ rightsQuantity: 1, skuId: 'goods-demo-1', spuId: 'goods-demo-1' }]

/** File, function, arguments, shape. */
const CALLS = [
  ['activity/fetchActivity', 'fetchActivity', [], shapes.activity],
  ['activity/fetchActivityList', 'fetchActivityList', [], [shapes.activity]],
  ['address/fetchAddress', 'fetchDeliveryAddress', [0], shapes.address],
  ['address/fetchAddress', 'fetchDeliveryAddressList', [], [shapes.addressInList]],
  ['cart/cart', 'fetchCartGroupData', [], shapes.cart],
  ['comments/fetchComments', 'fetchComments', [{ pageNum: 1, pageSize: 30, queryParameter: { spuId: '1' } }, { method: 'POST' }], shapes.comments],
  ['comments/fetchCommentsCount', 'fetchCommentsCount', [{ spuId: '1' }, { method: 'POST' }], shapes.counts],
  ['coupon/index', 'fetchCouponList', ['default'], [{}]],
  ['coupon/index', 'fetchCouponDetail', [1], shapes.coupon],
  ['good/comments/fetchCommentDetail', 'getCommentDetail', [{ spuId: '1' }], { commentInfos: [{}], logisticsScore: 'null', serviceScore: 'null' }],
  ['good/fetchCategoryList', 'getCategoryList', [], shapes.categories],
  ['good/fetchGood', 'fetchGood', ['goods-demo-1'], shapes.spu],
  ['good/fetchGoods', 'fetchGoodsList', [0, 20], shapes.homeGoods],
  ['good/fetchGoods', 'fetchGoodsList', [], shapes.homeGoods],
  ['good/fetchGoodsDetailsComments', 'getGoodsDetailsCommentsCount', [], shapes.counts],
  ['good/fetchGoodsDetailsComments', 'getGoodsDetailsCommentList', [], { homePageComments: [{}] }],
  ['good/fetchGoodsList', 'fetchGoodsList', [{ sort: 0, pageNum: 1, pageSize: 30, minPrice: 0 }], shapes.goodsList],
  ['good/fetchSearchHistory', 'getSearchHistory', [], { historyWords: ['string'] }],
  ['good/fetchSearchHistory', 'getSearchPopular', [], { popularWords: ['string'] }],
  ['good/fetchSearchResult', 'getSearchResult', [{ sort: 0, pageNum: 1, pageSize: 30, keyword: '蓝莓', minPrice: 0 }], shapes.searchResult],
  ['home/home', 'fetchHome', [], shapes.home],
  ['order/afterService', 'getRightsList', [{ parameter: { pageNum: 1, pageSize: 10 } }], shapes.rightsList],
  ['order/afterService', 'getRightsDetail', [{ rightsNo: 'after-sale-demo-1' }], shapes.rightsDetail],
  ['order/afterService', 'cancelRights', [{ rightsNo: 'after-sale-demo-1' }], shapes.done],
  ['order/afterService', 'create', [{ rightsNo: 'after-sale-demo-1', logisticsCompanyCode: 'ZTO', logisticsCompanyName: '中通快递', logisticsNo: '1' }], shapes.done],
  ['order/afterService', 'update', [{ rightsNo: 'after-sale-demo-1', logisticsCompanyCode: 'ZTO', logisticsCompanyName: '中通快递', logisticsNo: '2' }], shapes.done],
  ['order/afterService', 'getDeliverCompanyList', [], shapes.carriers],
  ['order/applyService', 'fetchRightsPreview', [{ orderNo: 'order-demo-1', skuId: 'goods-demo-1', spuId: 'goods-demo-1', numOfSku: 1 }], shapes.preview],
  ['order/applyService', 'fetchApplyReasonList', [{ rightsReasonType: 2 }], shapes.reasons],
  ['order/applyService', 'dispatchApplyService', [{ rights: { orderNo: 'order-demo-1', refundRequestAmount: 5900, rightsImageUrls: [], rightsReasonDesc: '不想要了', rightsReasonType: 2, rightsType: null }, rightsItem, refundMemo: undefined }], shapes.applied],
  ['order/orderConfirm', 'fetchSettleDetail', [{ goodsRequestList: goods(), storeInfoList: [{ storeId: '1' }] }], shapes.settle],
  ['order/orderConfirm', 'dispatchCommitPay', [{ goodsRequestList: goods(), totalAmount: '5900', storeInfoList: [{ storeId: '1', remark: '' }], couponList: [] }], shapes.commit],
  ['order/orderDetail', 'fetchOrderDetail', [{ parameter: 'order-demo-1' }], shapes.order],
  ['order/orderDetail', 'fetchBusinessTime', [], shapes.businessTime],
  ['order/orderList', 'fetchOrders', [{ parameter: { pageSize: 5, pageNum: 1 } }], shapes.orders],
  ['order/orderList', 'fetchOrders', [{ parameter: { pageSize: 5, pageNum: 1, orderStatus: 5 } }], shapes.orders],
  ['order/orderList', 'fetchOrdersCount', [], shapes.ordersCount],
  ['order/orderSubmitComment', 'getGoods', [], { goods: [{}], storeComment: { logisticsRate: 'number', servicesRate: 'number' } }],
  ['promotion/detail', 'fetchPromotion', [0], shapes.promotion],
  ['usercenter/fetchPerson', 'fetchPerson', [], shapes.person],
  ['usercenter/fetchUsercenter', 'fetchUserCenter', [], shapes.userCenter]
]

/** Those that answer with nothing, or wait for another page. */
const OTHERS = [
  ['address/edit', 'getAddressPromise'],
  ['address/edit', 'resolveAddress'],
  ['address/edit', 'rejectAddress'],
  ['address/list', 'getAddressPromise'],
  ['address/list', 'resolveAddress'],
  ['address/list', 'rejectAddress'],
  ['order/afterService', 'formatTime'],
  ['order/applyService', 'dispatchConfirmReceived'],
  ['order/orderConfirm', 'dispatchSupplementInvoice']
]

module.exports = { CALLS, OTHERS }

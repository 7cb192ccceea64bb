/** The addresses of all pages that others lead to. */

const { url } = require('./query')

const PAGES = {
  group: '/pages/group/index', // groupId, share
  goods: '/packages/goods/detail/index', // goodsId, saleId, pushId, share
  search: '/packages/goods/search/index',
  confirm: '/packages/order/confirm/index', // goodsId, skuId, quantity; saleId; groupId, or open=group; share, pushId
  result: '/packages/order/result/index', // orderId
  order: '/packages/order/detail/index', // orderId
  orders: '/packages/order/list/index', // status
  afterSales: '/packages/order/after-sales/index',
  afterSale: '/packages/order/after-sale/index', // afterSaleId
  askAfterSale: '/packages/order/ask/index', // orderId
  addresses: '/packages/user/addresses/index', // choose=1: one is chosen for an order
  address: '/packages/user/address/index', // addressId
  groups: '/packages/user/groups/index',
  data: '/packages/user/data/index',
  staff: '/packages/staff/console/index',
  points: '/packages/promotion/points/index',
  poster: '/packages/promotion/poster/index', // groupId or goodsId
  live: '/packages/promotion/room/index' // liveId, share
}

const routes = Object.fromEntries(Object.entries(PAGES).map(([name, path]) => [name, (query) => url(path, query)]))

routes.home = () => '/pages/home/index'
routes.lives = () => '/pages/live/index'

/** Where a share leads: `kind` and `target` of resolveShare. */
routes.ofShare = (kind, target, share) => {
  if (kind === 'page') return target.startsWith('/') ? target : `/${target}`
  return routes[kind]({ [`${kind}Id`]: target, share })
}

module.exports = routes

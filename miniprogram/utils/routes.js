/** The addresses of all pages that others lead to. */

const { url } = require('./query')

const PAGES = {
  group: '/pages/group/index', // groupId, share
  goods: '/packages/goods/detail/index', // goodsId, pushId, share
  confirm: '/packages/order/confirm/index',
  order: '/packages/order/detail/index', // orderId
  orders: '/packages/order/list/index', // status
  afterSales: '/packages/order/after-sales/index',
  addresses: '/packages/user/addresses/index',
  groups: '/packages/user/groups/index',
  data: '/packages/user/data/index',
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

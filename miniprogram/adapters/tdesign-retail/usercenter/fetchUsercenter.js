/** The user's own page: points, counts of orders, how to reach the shop. */

const { user } = require('../_tuan/user')
const { ask, settings } = require('../_tuan/client')
const { all } = require('../_tuan/feed')
const { STATES, COMPLETE, CLOSED } = require('../_tuan/after_sales')
const { fetchOrdersCount } = require('../order/orderList')

const TO_COMMENT = 60
const AFTER_SALES = 0

async function fetchUserCenter () {
  const [{ score }, counts, afterSales] = await Promise.all([ask('getScore'), fetchOrdersCount(), all('listMyAfterSales')])
  const underWay = afterSales.filter(({ status }) => ![COMPLETE, CLOSED].includes(STATES[status]))
  return {
    userInfo: user(),
    countsData: [
      { num: score, name: '积分', type: 'point' },
      { num: 0, name: '优惠券', type: 'coupon' }
    ],
    orderTagInfos: [
      ...counts.data.slice(0, 3),
      { tabType: TO_COMMENT, orderNum: 0 },
      { tabType: AFTER_SALES, orderNum: underWay.length }
    ],
    customerServiceInfo: { servicePhone: settings.servicePhone, serviceTimeDuration: settings.serviceTime }
  }
}

module.exports = { fetchUserCenter }

/** One order, and when the shop can be reached. */

const { answer, ask, settings } = require('../_tuan/client')
const { orderOf } = require('../_tuan/orders')

async function fetchOrderDetail (params) {
  return answer(await orderOf(await ask('getOrder', { orderId: params.parameter })))
}

async function fetchBusinessTime (params) {
  const { servicePhone, serviceTime } = settings
  return answer({ businessTime: serviceTime ? [serviceTime] : [], telphone: servicePhone, saasId: '' })
}

module.exports = { fetchBusinessTime, fetchOrderDetail }

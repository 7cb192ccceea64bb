/** The states of the result of a payment. */

const { order, orderPage, group } = require('../support/shop')
const { refusal } = require('../support/page')

const state = (more, cloud = {}) => ({ query: { orderId: order().orderId }, cloud: { getOrder: orderPage(more), ...cloud } })
const inGroup = { status: 'PAID', groupId: 'group-1', total: 4500 }
const friends = (count) => Array.from({ length: count }, (_, at) => ({ leader: at === 0, joinedAt: 0, memberId: `m${at}`, isMe: at === 1 }))

module.exports = {
  page: 'packages/order/result/index',
  states: {
    paid: { ...state({ status: 'PAID' }), large: true },
    group: { ...state(inGroup, { getGroup: group({ members: friends(2), seatsLeft: 1 }) }), dark: true },
    success: state(inGroup, { getGroup: group({ members: friends(3), seatsLeft: 0, status: 'SUCCESS' }) }),
    waiting: state({}),
    lost: state({ status: 'CLOSED' }),
    error: state({}, { getOrder: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } })
  }
}

/** The states of the list of the user's groups. */

const { HOUR, NOW } = require('../support/shop')
const { refusal } = require('../support/page')
const { groupOf, people: { lead, other, me } } = require('./group')

const page = 'packages/user/groups/index'
const items = [
  groupOf({ members: [lead, me], seatsLeft: 1, mine: { state: 'PAID', orderId: 'order-1' } }),
  groupOf({ groupId: 'group-2', seatsLeft: 1, mine: { state: 'HELD', orderId: 'order-2', payBefore: NOW + HOUR } }),
  groupOf({ groupId: 'group-3', status: 'SUCCESS', members: [lead, other, me], seatsLeft: 0, price: 0 }),
  groupOf({ groupId: 'group-4', status: 'FAILED', members: [lead, me], seatsLeft: 1 })
]

module.exports = {
  page,
  states: {
    full: { cloud: { listMyGroups: { items } }, dark: true, large: true },
    loading: { cloud: { listMyGroups: () => new Promise(() => {}) } },
    empty: { cloud: { listMyGroups: { items: [] } } },
    error: { cloud: { listMyGroups: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

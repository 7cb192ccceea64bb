/** The states of the group page. */

const { NOW, HOUR, MINUTE, card } = require('../support/shop')
const { refusal } = require('../support/page')

const page = 'pages/group/index'
const never = () => new Promise(() => {})
const sku = (skuId, title, price, remaining = 9) => ({ skuId, title, price, stock: 9, options: {}, weight: 0, remaining, sold: 0 })
const goods = { ...card(1), skus: [sku('goods-1', '云南蓝莓', 5900)], options: [], images: [], detailImages: [], description: '', delivery: 'express', sold: 9, hidden: false, draft: false, revision: 1 }
const member = (memberId, more = {}) => ({ leader: false, joinedAt: NOW - HOUR, memberId, isMe: false, ...more })
const lead = member('k3v7m4e6t8n0x2r5', { leader: true })
const other = member('w9y1bzq8c3d5f7h2')
const me = member('a1b2c3d4e5f6g7h8', { isMe: true })
const groupOf = (more) => ({
  groupId: 'group-1', goodsId: 'goods-1', title: goods.title, price: 4500, status: 'OPEN', size: 3,
  members: [lead], seatsLeft: 2, expiresAt: NOW + 5 * HOUR + 8 * MINUTE, ...more
})
const others = { items: [groupOf({ groupId: 'group-2', expiresAt: NOW + 2 * HOUR }), groupOf({ groupId: 'group-3', members: [lead, other], seatsLeft: 1, expiresAt: NOW + 50 * MINUTE })] }

function state (group, more = {}) {
  const { cloud, ...rest } = more
  return {
    query: { groupId: 'group-1' },
    cloud: {
      getGroup: groupOf(group),
      getGoods: goods,
      listOpenGroups: others,
      resolveShare: { code: 'demoShare1', kind: 'group', target: 'group-1', channel: 'card', goodsId: 'goods-1' },
      createShare: { code: 'demoShare2', kind: 'group', target: 'group-1', channel: 'card', goodsId: 'goods-1' },
      ...cloud
    },
    ...rest
  }
}

const shirts = {
  ...goods,
  skus: [sku('m', '白 / M', 8900), sku('l', '白 / L', 8900), sku('xl', '黑 / XL', 8900, 0)],
  group: { size: 3, hours: 24, price: 6900, skus: [{ skuId: 'l', price: 7100 }] }
}

module.exports = {
  page,
  groupOf,
  goods,
  people: { lead, other, me },
  states: {
    join: state({}, { query: { groupId: 'group-1', share: 'demoShare1' }, dark: true, large: true }),
    invite: state({ members: [lead, me], seatsLeft: 1, mine: { state: 'PAID', orderId: 'order-1' } }, { whole: true }),
    pay: state({ seatsLeft: 1, mine: { state: 'HELD', orderId: 'order-1', payBefore: NOW + 12 * MINUTE } }),
    full: state({ members: [lead, other], seatsLeft: 0 }),
    success: state({ status: 'SUCCESS', members: [lead, other, me], seatsLeft: 0, mine: { state: 'PAID', orderId: 'order-1' } }),
    over: state({ status: 'SUCCESS', members: [lead, other, member('z0')], seatsLeft: 0 }),
    failed: state({ status: 'FAILED', members: [lead, me], seatsLeft: 1, expiresAt: NOW - HOUR }),
    expired: state({ expiresAt: NOW - MINUTE }),
    choose: state({ title: '重磅纯棉短袖 T 恤', price: 6900, tiers: [{ size: 3, price: 6900 }, { size: 5, price: 5900 }], size: 12, seatsLeft: 9, members: [lead, other, member('q')] }, { cloud: { getGoods: shirts }, whole: true }),
    free: state({ price: 0 }),
    loading: state({}, { cloud: { getGroup: never } }),
    gone: state({}, { cloud: { getGroup: () => { throw refusal('NOT_FOUND', '内容不存在或已删除') } } }),
    error: state({}, { cloud: { getGroup: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } })
  }
}

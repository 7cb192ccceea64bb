/** The states of a live room. */

const { NOW, HOUR, MINUTE, card } = require('../support/shop')
const { refusal } = require('../support/page')

const page = 'packages/promotion/room/index'
const live = (more = {}) => ({ liveId: 'live-1', title: '周末水果专场', status: 'LIVE', startAt: NOW - HOUR, endAt: null, onShow: null, viewers: 1286, likes: 35210, now: NOW, ...more })
const push = (number, more = {}) => {
  const { goodsId, title, cover, price } = card(number)
  return { type: 'goodsPush', pushId: `push-${number}`, liveId: 'live-1', goods: { goodsId, title, cover, price, stock: 100 }, at: NOW, bubbleEndsAt: NOW + 25000, left: 36, now: NOW, ...more }
}
const getGoods = ({ goodsId }) => card(Number(goodsId.split('-')[1]))
const marker = (number, minute, more = {}) => ({ pushId: `push-${number}`, goodsId: `goods-${number}`, fireAt: NOW - 3 * HOUR + minute * MINUTE, bubbleSeconds: 30, status: 'PUSHED', pushedAt: NOW - 3 * HOUR + minute * MINUTE + 12000, ...more })
const timeline = { items: [marker(1, 3), marker(3, 17), marker(2, 65), marker(4, 70, { status: 'CANCELLED', pushedAt: undefined })], cursor: null }

function state (room, more = {}) {
  const { cloud, ...rest } = more
  return { query: { liveId: 'live-1' }, cloud: { getLive: live(room), getGoods, listGoodsPush: timeline, ...cloud }, ...rest }
}

async function goods (opened) {
  const room = opened.rooms[0]
  room.state('open')
  room.push(push(2, { at: NOW - 1000 }))
  room.push(push(1))
  await opened.settle()
}

module.exports = {
  page,
  push,
  live,
  states: {
    bubble: state({}, { then: goods, dark: true, large: true }),
    waiting: state({}, { then: (opened) => opened.rooms[0].state('open') }),
    last: state({}, { then: async (opened) => { await goods(opened); opened.rooms[0].message({ type: 'stock', liveId: 'live-1', pushId: 'push-1', goodsId: 'goods-1', left: 0, at: NOW, now: NOW }); await opened.settle() } }),
    bag: state({}, { then: async (opened) => { await goods(opened); await opened.tap('.basket') } }),
    soon: state({ status: 'PLANNED', startAt: NOW + 26 * MINUTE, viewers: 0, likes: 0 }),
    ended: state({ status: 'ENDED', startAt: NOW - 3 * HOUR, endAt: NOW - HOUR }),
    loading: state({}, { cloud: { getLive: () => new Promise(() => {}) } }),
    gone: state({}, { cloud: { getLive: () => { throw refusal('NOT_FOUND', '内容不存在或已删除') } } }),
    error: state({}, { cloud: { getLive: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } })
  }
}

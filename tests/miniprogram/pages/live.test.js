/** The list of live rooms, and a room: its bubble, its bag, and what is left of the goods. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { push, live } = require('../scenes/room')
const { NOW, card } = require('../support/shop')
const config = require('../../../miniprogram/config')

function visit (t, name, state, more) {
  t.mock.timers.enable({ apis: ['Date', 'setInterval', 'setTimeout'], now: NOW })
  return scene(name, state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}
const stock = (left, more = {}) => ({ type: 'stock', liveId: 'live-1', pushId: 'push-1', goodsId: 'goods-1', left, at: NOW, now: NOW, ...more })
const bubbleOf = (page) => page.text('.bubble')

test('goods that the host pushes appear as a bubble with what is left, and stay in the bag', async (t) => {
  const page = await visit(t, 'room', 'bubble')
  assert.match(bubbleOf(page), /云南蓝莓 125g × 4 盒讲解中 00:00:25¥59剩 36 件马上抢/)
  assert.match(page.text('.top'), /直播周末水果专场1286 人在看/)
  assert.equal(page.text('.count'), '2')
  t.mock.timers.tick(25000)
  await page.settle()
  assert.ok(!page.has('.bubble'))
  await page.tap('.basket')
  assert.match(page.text('.sheet'), /云南蓝莓.*烟台红富士/)
  await page.tap('.quiet', '关闭')
  assert.ok(!page.has('.sheet'))
})

test('the order of goods from the bubble names the push, and the room counts the tap', async (t) => {
  const page = await visit(t, 'room', 'bubble', { query: { liveId: 'live-1', share: 'demoShare1' }, cloud: { resolveShare: { code: 'demoShare1', kind: 'live', target: 'live-1', channel: 'live' } } })
  await page.tap('.button', '马上抢')
  assert.deepEqual(page.went, ['/packages/order/confirm/index?goodsId=goods-1&pushId=push-1&share=demoShare1&skuId=goods-1'])
  assert.deepEqual(page.rooms[0].sent, [{ action: 'click', pushId: 'push-1' }])
  assert.ok(page.events.some(([name, props]) => name === 'goods_click' && props.pushId === 'push-1'))
})

test('goods with several SKUs are chosen on their own page', async (t) => {
  const page = await visit(t, 'room', 'bubble', { cloud: { getGoods: { ...card(1), skus: [{ skuId: 'a' }, { skuId: 'b' }] } } })
  await page.tap('.button', '马上抢')
  assert.deepEqual(page.went, ['/packages/goods/detail/index?goodsId=goods-1&pushId=push-1'])
})

test('what is left changes in the bubble and in the bag; a message that is late changes nothing', async (t) => {
  const page = await visit(t, 'room', 'bubble')
  const room = page.rooms[0]
  room.message(stock(5, { at: NOW + 2000 }))
  room.message(stock(9, { at: NOW + 1000 }))
  await page.settle()
  assert.match(bubbleOf(page), /剩 5 件/)
  room.message(stock(0, { at: NOW + 3000 }))
  await page.settle()
  assert.match(bubbleOf(page), /已抢光/)
  await assert.rejects(page.tap('.buy'), /disabled/)
  assert.equal(page.data.bag[0].left, 0)
  assert.equal(page.data.bag[1].left, 36)
})

test('goods that are on show are there at once; a bubble that has ended is only in the bag', async (t) => {
  const page = await visit(t, 'room', 'waiting', { cloud: { getLive: live({ onShow: push(1) }) } })
  assert.match(bubbleOf(page), /云南蓝莓/)
  const late = await scene('room', 'waiting', { cloud: { getLive: live({ onShow: push(1, { bubbleEndsAt: NOW - 1 }) }) } })
  assert.ok(!late.has('.bubble'))
  assert.equal(late.text('.count'), '1')
  late.close()
})

test('the time of the bubble is the time of the shop, also on a phone whose clock is wrong', async (t) => {
  const ahead = 600000
  const page = await visit(t, 'room', 'waiting', { cloud: { getLive: live({ now: NOW + ahead }) } })
  page.rooms[0].push(push(1, { now: NOW + ahead, bubbleEndsAt: NOW + ahead + 10000 }))
  await page.settle()
  assert.match(bubbleOf(page), /00:00:10/)
  t.mock.timers.tick(10000)
  await page.settle()
  assert.ok(!page.has('.bubble'))
})

test('likes go together, and the numbers of the room are asked for while the page is open', async (t) => {
  const page = await visit(t, 'room', 'waiting')
  const room = page.rooms[0]
  for (let i = 0; i < 60; i++) page.instance.like()
  t.mock.timers.tick(2000)
  assert.deepEqual(room.sent, [{ action: 'like', n: 50 }])
  t.mock.timers.tick(13000)
  assert.deepEqual(room.sent[1], { action: 'numbers' })
  room.message({ type: 'numbers', liveId: 'live-1', viewers: 12000, likes: 0, now: NOW })
  await page.settle()
  assert.match(page.text('.top'), /1.2万 人在看/)
})

test('a room is left when the page is hidden, and entered again when it is shown', async (t) => {
  const page = await visit(t, 'room', 'bubble')
  page.hide()
  assert.ok(page.rooms[0].closed)
  assert.ok(!page.has('.bubble'))
  page.show()
  assert.equal(page.rooms.length, 2)
  assert.deepEqual(page.events.map(([name]) => name).filter((name) => name.startsWith('live_')), ['live_enter', 'live_leave', 'live_enter'])
})

test('a room that began while the phone was locked is live when the page is shown, with what was pushed', async (t) => {
  const page = await visit(t, 'room', 'soon')
  page.rooms[0].push(push(2, { at: NOW - 1000 }))
  page.hide()
  let answer
  page.script({ getLive: () => new Promise((resolve) => { answer = resolve }) })
  page.show()
  await page.settle()
  assert.match(page.text('.curtain'), /距开播/, 'what it shows stays until the answer')
  answer(live({ onShow: push(1) }))
  await page.settle()
  assert.match(page.text('.curtain'), /主播正在讲解/)
  assert.match(page.text('.top'), /直播周末水果专场/)
  assert.match(bubbleOf(page), /云南蓝莓/)
  assert.deepEqual(page.data.bag.map(({ pushId }) => pushId), ['push-1', 'push-2'])
  assert.equal(page.rooms.length, 2)
  assert.ok(!page.rooms[1].closed)
})

test('a room that ended while the page was hidden has its replay when the page is shown', async (t) => {
  const { video } = config
  t.after(() => { config.video = video })
  const page = await visit(t, 'room', 'bubble', { config: { video: { default: { playerUrl: 'https://live.test/a.flv', replayUrl: 'https://live.test/a.mp4' } } } })
  assert.ok(page.has('.video'))
  page.hide()
  page.script({ getLive: live({ status: 'ENDED', onShow: push(1) }) })
  page.show()
  await page.settle()
  assert.equal(page.attribute('.video', 'src'), 'https://live.test/a.mp4')
  assert.match(page.text('.card'), /讲解过的商品/)
  assert.ok(!page.has('.bubble'))
  assert.ok(page.rooms.every(({ closed }) => closed))
  page.hide()
  page.show()
  assert.equal(page.sent('getLive').length, 2, 'what is over stays over')
})

test('a socket that is back, or opens late, finds what the room said without it', async (t) => {
  const page = await visit(t, 'room', 'bubble')
  const room = page.rooms[0]
  assert.equal(page.sent('getLive').length, 1)
  room.state('closed')
  page.script({ getLive: live({ onShow: push(1, { left: 0 }) }) })
  room.state('open')
  await page.settle()
  assert.match(bubbleOf(page), /已抢光/)
  room.state('closed')
  page.script({ getLive: live({ status: 'ENDED' }) })
  room.state('open')
  await page.settle()
  assert.ok(room.closed)
  assert.match(page.text('.card'), /讲解过的商品/)

  const late = await scene('room', 'soon')
  t.after(() => late.close())
  t.mock.timers.tick(60000)
  late.script({ getLive: live() })
  late.rooms[0].state('open')
  await late.settle()
  assert.match(late.text('.curtain'), /主播正在讲解/)
})

test('a look at the room overrides nothing that is newer, and its failure changes nothing', async (t) => {
  const page = await visit(t, 'room', 'bubble')
  const room = page.rooms[0]
  let answer
  page.script({ getLive: () => new Promise((resolve) => { answer = resolve }) })
  const again = () => { room.state('closed'); room.state('open') }
  again()
  room.push(push(3, { at: NOW + 2000, left: 8 }))
  room.message(stock(7, { pushId: 'push-3', at: NOW + 3000 }))
  answer(live({ onShow: push(1) }))
  await page.settle()
  assert.match(bubbleOf(page), /五常大米.*剩 7 件/)
  await page.tap('.close')
  again()
  answer(live({ onShow: push(3, { at: NOW + 2000, left: 6 }) }))
  await page.settle()
  assert.ok(!page.has('.bubble'), 'a bubble that was closed stays so')
  assert.equal(page.data.bag[0].left, 6)
  again()
  room.message({ type: 'room', liveId: 'live-1', status: 'ENDED', now: NOW })
  answer(live())
  await page.settle()
  assert.match(page.text('.card'), /讲解过的商品/)

  const failed = await scene('room', 'waiting', { cloud: {} })
  t.after(() => failed.close())
  failed.script({ getLive: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } })
  failed.hide()
  failed.show()
  await failed.settle()
  assert.match(failed.text('.curtain'), /主播正在讲解/)
  assert.ok(!failed.rooms[1].closed)
})

test('a lost connection is said until it is back', async (t) => {
  const page = await visit(t, 'room', 'waiting')
  page.rooms[0].state('closed')
  await page.settle()
  assert.match(page.text('.top'), /连接中/)
})

test('a room that begins and ends while it is watched', async (t) => {
  const page = await visit(t, 'room', 'soon')
  assert.match(page.text('.curtain'), /距开播 00:26:00/)
  t.mock.timers.tick(26 * 60000)
  await page.settle()
  assert.match(page.text('.curtain'), /马上开播/)
  page.rooms[0].message({ type: 'room', liveId: 'live-1', status: 'LIVE', now: NOW })
  await page.settle()
  assert.match(page.text('.curtain'), /主播正在讲解/)
  page.rooms[0].push(push(1, { bubbleEndsAt: NOW + 1e9 }))
  page.rooms[0].message({ type: 'room', liveId: 'live-1', status: 'ENDED', now: NOW })
  await page.settle()
  assert.ok(page.rooms[0].closed)
  assert.ok(!page.has('.bubble'))
  assert.match(page.text('.card'), /讲解过的商品/)
})

test('a replay has a mark for each push that went out, in order, with the goods', async (t) => {
  const page = await visit(t, 'room', 'ended')
  assert.equal(page.rooms.length, 0)
  assert.deepEqual(page.findAll('.time').map((each) => each.textContent.trim()), ['03:12', '17:12', '1:05:12'])
  await page.tap('.button', '去购买')
  assert.match(page.went[0], /pushId=push-1/)
})

test('loading, gone, and a failure that can be retried', async (t) => {
  const loading = await visit(t, 'room', 'loading')
  assert.ok(loading.has('.bone'))
  const gone = await scene('room', 'gone')
  await gone.tap('.button', '看看其他直播')
  assert.deepEqual(gone.went, ['/pages/live/index'])
  gone.close()
  const failed = await scene('room', 'error')
  failed.script({ getLive: live() })
  await failed.tap('.button', '重新加载')
  assert.match(failed.text('.top'), /周末水果专场/)
  failed.close()
})

test('the list: running rooms, rooms to come with the time until then, replays', async (t) => {
  const page = await visit(t, 'lives', 'full')
  assert.deepEqual(page.findAll('.badge').map((each) => each.textContent.trim()), ['直播中', '预告', '预告', '回放'])
  assert.match(page.text(), /距开播 1天 02:00:00/)
  assert.match(page.text(), /主播准备中/)
  await page.tap('.room', '周末水果专场')
  assert.deepEqual(page.went, ['/packages/promotion/room/index?liveId=live-1'])
})

test('the list goes on at its end, page by page; a page that fails is asked for again', async (t) => {
  const items = [{ liveId: 'a', title: 'A', status: 'LIVE', startAt: NOW, endAt: null }]
  const page = await visit(t, 'lives', 'full', { cloud: { listLives: { items, cursor: 'next' } } })
  page.script({ listLives: () => { throw refusal('BUSY', '系统繁忙，请稍后再试') } })
  await page.instance.onReachBottom()
  assert.equal(page.findAll('.room').length, 1)
  page.script({ listLives: { items: [{ ...items[0], liveId: 'b' }], cursor: null } })
  await page.instance.onReachBottom()
  await page.instance.onReachBottom()
  await page.settle()
  assert.deepEqual(page.sent('listLives'), [{}, { cursor: 'next' }, { cursor: 'next' }])
  assert.match(page.text(), /没有更多了/)
})

test('the list: loading, empty, and a failure that can be retried', async (t) => {
  const loading = await visit(t, 'lives', 'loading')
  assert.ok(loading.has('.bone'))
  const empty = await scene('lives', 'empty')
  assert.match(empty.text(), /还没有直播/)
  empty.close()
  const failed = await scene('lives', 'error')
  failed.script({ listLives: { items: [], cursor: null } })
  await failed.tap('.button', '重新加载')
  assert.match(failed.text(), /还没有直播/)
  failed.close()
})

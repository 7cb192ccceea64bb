/**
 * The mini-program against deployed functions: its own pages and its own client, in Node. It needs the stack of
 * `make up`, which `make test` starts.
 */

const assert = require('node:assert/strict')
const { after, before, test } = require('node:test')
const { stack, People, until } = require('./stack')

const found = stack()
const options = { skip: found ? false : 'the local stack is not up: make up', timeout: 300000 }
const tap = (dataset) => ({ currentTarget: { dataset } })

let people, operator, host, run
before(() => {
  if (!found) return
  people = new People(found)
  run = people.run
  operator = people.operator()
  host = people.host()
})
after(() => { if (people) people.off() })

/** New goods of this run. */
async function saveGoods (name, more = {}) {
  const goodsId = `${name}-${run}`
  await operator.call('saveGoods', {
    goodsId, title: `端到端 ${name}`, cover: 'https://img.example.com/e2e.jpg', category: 'home', price: 4980, rank: 900000, stock: 50, ...more
  })
  return goodsId
}

/** What the page that confirms does with the query that another page has given it. */
async function confirm (phone, more = {}) {
  const url = phone.went.pop()
  const [route, query] = url.split('?')
  assert.equal(route, '/packages/order/confirm/index')
  const { goodsId, skuId, groupId, pushId, share, open } = Object.fromEntries(new URLSearchParams(query))
  const about = { ...(share ? { shareCode: share } : {}), ...more }
  let placed
  if (groupId) placed = await phone.call('joinGroup', { groupId, skuId, ...about })
  else if (open === 'group') placed = await phone.call('createGroup', { goodsId, skuId, ...about })
  else placed = await phone.call('placeOrder', { items: [{ skuId, quantity: 1 }], ...(pushId ? { pushId } : {}), ...about })
  const { status } = await phone.tuan.pay(placed)
  assert.equal(status, 'PAID')
  return placed
}

test('home shows three pages of goods, each of them once', options, async () => {
  for (let batch = 0; batch < 45; batch += 15) {
    await Promise.all(Array.from({ length: 15 }, (_, n) => saveGoods(`feed-${batch + n}`)))
  }
  const mei = people.shopper('mei')
  const home = await mei.open('/pages/home/index')
  await home.more()
  await home.more()
  const shown = home.data.columns.flat().map(({ goodsId }) => goodsId)
  assert.ok(shown.length > 40, `${shown.length} goods`)
  assert.equal(new Set(shown).size, shown.length)
})

test('a leader opens a group, two friends join from share cards, all pay, and it succeeds', options, async () => {
  const goodsId = await saveGoods('group', { group: { size: 3, hours: 24, price: 3980 } })
  const [mei, lan, bo] = ['mei', 'lan', 'bo'].map((name) => people.shopper(name))
  for (const phone of [mei, lan, bo]) phone.consents[found.templates.groupSuccess] = 'accept'

  const opened = await mei.call('createGroup', { goodsId })
  const page = await mei.open(`/pages/group/index?groupId=${opened.groupId}`)
  assert.equal(page.data.state, 'pay')
  await page.pay()
  await until(async () => { await page.refresh(); return page.data.state === 'invite' }, 'the leader is in')
  assert.equal(page.data.missing, 2)

  for (const friend of [lan, bo]) {
    const card = page.onShareAppMessage()
    const { path } = await card.promise
    assert.match(path, /share=[A-Za-z0-9]{10}/)
    assert.equal(card.imageUrl, 'https://img.example.com/e2e.jpg')
    const visit = await friend.open(path)
    assert.equal(visit.data.page, 'ready')
    assert.equal(visit.data.state, 'join')
    assert.ok(visit.data.invited)
    await visit.join()
    await confirm(friend)
    await until(async () => { await visit.refresh(); return ['invite', 'success'].includes(visit.data.state) }, 'the friend is in')
    await page.refresh()
  }
  await until(async () => { await page.refresh(); return page.data.state === 'success' }, 'the group is full')
  assert.deepEqual(JSON.parse(JSON.stringify(page.data.seats.map(({ kind }) => kind))), ['paid', 'paid', 'paid'])

  const mine = await mei.open('/packages/user/groups/index')
  await mine.load()
  assert.equal(mine.data.items[0].state, 'success')
  const me = await mei.open('/pages/me/index')
  assert.equal(me.data.states.find(({ status }) => status === 'PAID').count, '1')

  const late = people.shopper('late')
  const over = await late.open(`/pages/group/index?groupId=${opened.groupId}`)
  assert.equal(over.data.state, 'over')
})

test('an order with an address and points is shipped, received, and a refund is asked for', options, async () => {
  const goodsId = await saveGoods('parcel', { delivery: 'express' })
  const mei = people.shopper('mei')
  const { openid } = await mei.tuan.login()
  await operator.call('adjustScore', { openid, key: `e2e-${run}`, points: 200, reason: '端到端测试' })

  const { errMsg, ...chosen } = await mei.wx.chooseAddress()
  const { addressId } = await mei.call('saveAddress', chosen)
  const items = [{ skuId: (await mei.call('getGoods', { goodsId })).skus[0].skuId, quantity: 2 }]
  const quoted = await mei.call('quoteOrder', { items, addressId, points: 200 })
  assert.equal(quoted.discount, 200)
  const placed = await mei.call('placeOrder', { items, addressId, points: 200, remark: '放门口', expectTotal: quoted.total })
  await mei.tuan.pay(placed)

  await operator.call('shipOrder', { orderId: placed.orderId, carrier: 'ZTO', trackingNumber: '75312345678901' })
  await until(async () => (await mei.wechat(`payments?out_trade_no=${placed.orderId}`))[0].shipments, 'WeChat knows the parcel')
  await mei.wx.openBusinessView({ businessType: 'weappOrderConfirm', extraData: { merchant_trade_no: placed.orderId } })
  assert.equal((await mei.call('confirmReceipt', { orderId: placed.orderId })).status, 'COMPLETED')
  const asked = await mei.call('askAfterSale', { orderId: placed.orderId, kind: 'refund', items: [{ ...items[0], quantity: 1 }], reason: '少发一件' })
  assert.equal(asked.status, 'ASKED')

  const me = await mei.open('/pages/me/index')
  assert.equal(me.data.last.orderId, placed.orderId)
  const points = await mei.open('/packages/promotion/points/index')
  assert.ok(points.data.rows.some(({ title, points: sum }) => title === '下单抵扣' && sum === '-200'))
})

test('goods that are pushed in a live room appear in the bubble and are bought there', options, async () => {
  const goodsId = await saveGoods('live')
  const { liveId } = await host.call('saveLive', { title: '端到端直播', startAt: Date.now() + 60000 })
  await host.call('startLive', { liveId })
  const mei = people.shopper('mei')
  const room = await mei.open(`/packages/promotion/room/index?liveId=${liveId}`)
  assert.equal(room.data.state, 'live')
  await until(() => room.data.online, 'the socket is open')
  const { pushId } = await host.call('scheduleGoodsPush', { liveId, goodsId, timestamp: Date.now() + 3000, bubbleSeconds: 120 })
  const bubble = await until(() => room.data.bubble, 'the bubble')
  assert.equal(bubble.goodsId, goodsId)
  assert.equal(bubble.left, 50)
  assert.equal(room.data.bag.length, 1)

  await room.buy(tap({ id: goodsId, push: pushId }))
  const placed = await confirm(mei)
  assert.equal((await mei.call('getOrder', { orderId: placed.orderId })).status, 'PAID')

  await host.call('endLive', { liveId })
  const replay = await people.shopper('lan').open(`/packages/promotion/room/index?liveId=${liveId}`)
  assert.equal(replay.data.state, 'ended')
  await until(() => replay.data.marks.length, 'the marks of the replay')
  assert.equal(replay.data.marks[0].pushId, pushId)
})

test('a check-in counts once a day', options, async () => {
  const mei = people.shopper('new')
  const page = await mei.open('/packages/promotion/points/index')
  assert.equal(page.data.score, 0)
  await page.checkIn()
  assert.equal(page.data.score, 10)
  assert.equal(page.data.streak, 1)
  assert.ok(page.data.calendar.doneToday)
  page.data.calendar.doneToday = false // as on another phone that has not looked since
  await page.checkIn()
  assert.equal(page.data.score, 10)
  assert.ok(mei.said.some((text) => /今天已签到/.test(text)))
})

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

/** The buyer confirms what another page has led to, and pays. Gives the order's id. */
async function confirm (phone, { points = false, remark = '' } = {}) {
  const page = await phone.follow()
  assert.equal(page.route, 'packages/order/confirm/index')
  assert.equal(page.data.state, 'ready', page.data.text)
  if (page.data.needsAddress) await page.fromWeChat()
  if (points) await page.togglePoints({ detail: { value: true } })
  if (remark) page.write({ detail: { value: remark } })
  await page.submit()
  const result = await phone.follow()
  assert.equal(result.route, 'packages/order/result/index', phone.said.join())
  assert.equal(result.data.outcome, 'paid')
  const { orderId } = result.options
  phone.back()
  phone.back()
  return { orderId, total: page.data.total, discount: page.data.discountText }
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

  const goods = await mei.open(`/packages/goods/detail/index?goodsId=${goodsId}`)
  goods.buy(tap({ mode: 'open' }))
  await goods.order({ detail: { skuId: goods.data.goods.skus[0].skuId, quantity: 1 } })
  const { orderId, total } = await confirm(mei)
  assert.equal(total, 3980)
  const { groupId } = await mei.call('getOrder', { orderId })
  const page = await mei.open(`/pages/group/index?groupId=${groupId}`)
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
  const over = await late.open(`/pages/group/index?groupId=${groupId}`)
  assert.equal(over.data.state, 'over')
})

test('an order with an address and points is shipped, received, and a refund is asked for', options, async () => {
  const goodsId = await saveGoods('parcel', { delivery: 'express' })
  const mei = people.shopper('mei')
  const { openid } = await mei.tuan.login()
  await operator.call('adjustScore', { openid, key: `e2e-${run}`, points: 200, reason: '端到端测试' })

  const goods = await mei.open(`/packages/goods/detail/index?goodsId=${goodsId}`)
  goods.buy(tap({ mode: 'single' }))
  await goods.order({ detail: { skuId: goods.data.goods.skus[0].skuId, quantity: 2 } })
  const { orderId, total } = await confirm(mei, { points: true, remark: '放门口' })
  const order = await mei.call('getOrder', { orderId })
  assert.equal(order.total, total)
  assert.ok(order.points >= 200, 'points pay for a part')
  assert.equal(order.address.userName, '张三')
  assert.equal(order.remark, '放门口')

  await operator.call('shipOrder', { orderId, carrier: 'ZTO', trackingNumber: '75312345678901' })
  await until(async () => (await mei.wechat(`payments?out_trade_no=${orderId}`))[0].shipments.length, 'WeChat knows the parcel')
  const detail = await mei.open(`/packages/order/detail/index?orderId=${orderId}`)
  assert.equal(detail.data.parcels[0].trackingNumber, '75312345678901')
  await detail.receive()
  assert.equal(detail.data.order.status, 'COMPLETED', mei.said.join())

  detail.toRefund()
  const asking = await mei.follow()
  asking.chooseKind(tap({ kind: 'refund' }))
  asking.chooseReason({ detail: { value: 0 } })
  asking.count(tap({ at: 0, by: -1 }))
  await asking.submit()
  const asked = await mei.follow()
  assert.equal(asked.route, 'packages/order/after-sale/index', mei.said.join())
  const { items: [afterSale] } = await mei.call('listMyAfterSales')
  assert.equal(afterSale.status, 'ASKED')
  assert.equal(afterSale.items[0].quantity, 1)

  const me = await mei.open('/pages/me/index')
  assert.equal(me.data.last.orderId, orderId)
  assert.equal(me.data.afterSales, '1')
  const points = await mei.open('/packages/promotion/points/index')
  assert.ok(points.data.rows.some(({ title, points: sum }) => title === '下单抵扣' && sum === `-${order.points}`))
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
  const { orderId } = await confirm(mei)
  assert.equal((await mei.call('getOrder', { orderId })).status, 'PAID')

  await host.call('endLive', { liveId })
  const replay = await people.shopper('lan').open(`/packages/promotion/room/index?liveId=${liveId}`)
  assert.equal(replay.data.state, 'ended')
  await until(() => replay.data.marks.length, 'the marks of the replay')
  assert.equal(replay.data.marks[0].pushId, pushId)
})

test('the code of a poster is drawn by WeChat, and leads a friend to the goods', options, async () => {
  const goodsId = await saveGoods('poster')
  const mei = people.shopper('mei')
  const { code } = await mei.call('createShare', { goodsId, channel: 'poster' })
  const { picture } = await mei.call('getShareCode', { code, page: 'pages/group/index' })
  assert.ok(Buffer.from(picture, 'base64').includes(`scene\0${code}`))
  const friend = people.shopper('lan')
  await friend.open(`/pages/group/index?scene=${code}`)
  const goods = await friend.follow()
  assert.equal(goods.route, 'packages/goods/detail/index')
  assert.equal(goods.data.goods.goodsId, goodsId)
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

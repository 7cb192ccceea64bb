/** The group page: what a visitor sees and can do in each state of the group. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { groupOf, people: { lead, other, me } } = require('../scenes/group')
const { NOW } = require('../support/shop')

/** The page in one of its states, at the time of the small shop. */
function visit (t, state, more) {
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: NOW })
  return scene('group', state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}

test('a visitor sees who is in, how many are missing, the prices, and joins on the page that confirms', async (t) => {
  const page = await visit(t, 'join', { query: { groupId: 'group-1' } })
  assert.match(page.text('.status'), /还差 2 人成团/)
  assert.match(page.text('.goods'), /3 人团，省 ¥14/)
  assert.equal(page.findAll('.seat').length, 3)
  assert.equal(page.findAll('.seat.free').length, 2)
  assert.ok(!page.has('.invited'))
  await page.tap('.button', '立即参团')
  assert.deepEqual(page.went, ['/packages/order/confirm/index?goodsId=goods-1&skuId=goods-1&groupId=group-1'])
  assert.deepEqual(page.sent('joinGroup'), [])
})

test('with the code of a card the visit is counted, and goes into the order', async (t) => {
  const page = await visit(t, 'join')
  assert.deepEqual(page.sent('resolveShare'), [{ code: 'demoShare1' }])
  assert.match(page.text('.invited'), /好友邀您/)
  await page.tap('.button', '立即参团')
  assert.match(page.went[0], /share=demoShare1/)
})

test('a visit that cannot be counted shows the group all the same', async (t) => {
  const page = await visit(t, 'join', { cloud: { resolveShare: () => { throw refusal('BUSY', '系统繁忙，请稍后再试') } } })
  assert.match(page.text('.status'), /还差 2 人成团/)
})

for (const [what, query] of [
  ['a mini-program code', { scene: 'demoShare1' }],
  ['the link of a QR code', { q: encodeURIComponent('https://shop.test/s/demoShare1?from=poster') }]
]) {
  test(`${what} leads to the group`, async (t) => {
    const page = await visit(t, 'join', { query })
    assert.deepEqual(page.sent('getGroup'), [{ groupId: 'group-1' }])
    assert.match(page.text('.status'), /还差 2 人成团/)
  })
}

test('a code of something else leads there, and a code that nobody knows says so', async (t) => {
  const goods = await visit(t, 'join', { query: { scene: 'demoShare1' }, cloud: { resolveShare: { code: 'demoShare1', kind: 'goods', target: 'goods-1', channel: '' } } })
  assert.deepEqual(goods.went, ['/packages/goods/detail/index?goodsId=goods-1&share=demoShare1'])
  const none = await scene('group', 'join', { query: { scene: 'demoShare1' }, cloud: { resolveShare: () => { throw refusal('SHARE_NOT_FOUND', '分享不存在或已失效') } } })
  t.after(() => none.close())
  assert.match(none.text(), /这个团不存在或已删除/)
})

test('a seat that costs nothing is taken at once, after the question about notices', async (t) => {
  const joined = { ...groupOf({ price: 0, members: [lead, me], seatsLeft: 1 }) }
  const page = await visit(t, 'free', { cloud: { joinGroup: joined } })
  assert.match(page.text('.goods'), /免费/)
  await page.tap('.button', '免费参团')
  assert.deepEqual(page.consents, [['groupSuccess', 'groupFailed']])
  assert.deepEqual(page.sent('joinGroup'), [{ groupId: 'group-1', skuId: 'goods-1' }])
  assert.match(page.text('.status'), /已参团，还差 1 人/)
  assert.deepEqual(page.said, ['参团成功'])
})

test('a refused join says why, and shows the group as it is now', async (t) => {
  const page = await visit(t, 'free', { cloud: { joinGroup: () => { throw refusal('GROUP_FULL', '该团已满员，可参加其他团或重新开团') } } })
  page.script({ getGroup: groupOf({ price: 0, status: 'SUCCESS', members: [lead, other, { ...other, memberId: 'x' }], seatsLeft: 0 }) })
  await page.tap('.button', '免费参团')
  assert.deepEqual(page.said, ['该团已满员，可参加其他团或重新开团'])
  assert.match(page.text('.status'), /该团已满员/)
  assert.equal(page.findAll('.other').length, 2)
})

test('goods with several SKUs are chosen first; the price is that of the SKU', async (t) => {
  const page = await visit(t, 'choose')
  assert.equal(page.findAll('.seat').length, 10)
  assert.match(page.text('.status'), /共12/)
  await page.tap('.button', '立即参团')
  assert.deepEqual(page.said, ['请先选择规格'])
  await page.tap('.sku', '黑 / XL')
  assert.equal(page.data.skuId, '', 'sold out')
  await page.tap('.sku', '白 / L')
  assert.match(page.text('.button'), /¥71 立即参团/)
  await page.tap('.button', '立即参团')
  assert.match(page.went[0], /skuId=l/)
})

test('a held seat is paid here', async (t) => {
  const payment = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=1', signType: 'RSA', paySign: 's' }
  const page = await visit(t, 'pay', { cloud: { payOrder: { orderId: 'order-1', total: 4500, status: 'PENDING', payment, payBefore: NOW + 60000 } } })
  assert.match(page.text('.status'), /您的名额待付款/)
  assert.match(page.text('.status'), /00:12:00/)
  page.script({ getGroup: groupOf({ members: [lead, me], seatsLeft: 1, mine: { state: 'PAID', orderId: 'order-1' } }) })
  await page.tap('.button', '立即付款')
  assert.equal(page.payments[0][0].orderId, 'order-1')
  assert.match(page.text('.status'), /已参团，还差 1 人/)
})

test('a member invites, keeps a poster, and leaves', async (t) => {
  const page = await visit(t, 'invite', { cloud: { leaveGroup: groupOf() } })
  assert.equal(page.attribute('.button', 'openType'), 'share')
  await page.tap('.link', '生成海报')
  assert.deepEqual(page.went, ['/packages/promotion/poster/index?groupId=group-1'])
  await page.tap('.link', '退出拼团')
  assert.deepEqual(page.sent('leaveGroup'), [{ groupId: 'group-1' }])
  assert.match(page.text('.status'), /还差 2 人成团/)
})

test('a question that is answered with no changes nothing', async (t) => {
  const page = await visit(t, 'invite', { wx: { showModal: () => ({ confirm: false, cancel: true }) } })
  await page.tap('.link', '退出拼团')
  assert.deepEqual(page.sent('leaveGroup'), [])
})

test('the card of a share has a code; without one it leads to the group all the same', async (t) => {
  const page = await visit(t, 'invite')
  const card = page.instance.onShareAppMessage()
  assert.equal(card.path, '/pages/group/index?groupId=group-1')
  assert.match(card.title, /还差 1 人成团/)
  assert.equal((await card.promise).path, '/pages/group/index?groupId=group-1&share=demoShare2')
  page.script({ createShare: () => { throw refusal('BUSY', '系统繁忙，请稍后再试') } })
  assert.equal((await page.instance.onShareAppMessage().promise).path, card.path)
})

for (const [state, says, button, others] of [
  ['full', /名额都在付款中/, '抢候补名额', 2],
  ['success', /拼团成功/, '查看订单', 0],
  ['over', /该团已满员/, '我来开团', 2],
  ['failed', /未能成团.*原路退回/, '我来开团', 2],
  ['expired', /拼团时间已到/, null, 2]
]) {
  test(`${state}: the page says so, and what can be done`, async (t) => {
    const page = await visit(t, state)
    assert.match(page.text('.status'), says)
    assert.equal(page.has('.button', '立即参团'), false)
    if (button) assert.ok(page.has('.button', button))
    assert.equal(page.findAll('.other').length, others)
  })
}

test('another group opens in place of this one, and a new one on the page that confirms', async (t) => {
  const page = await visit(t, 'over')
  await page.tap('.button', '去参团')
  await page.tap('.button', '我来开团')
  assert.deepEqual(page.went, ['/pages/group/index?groupId=group-2', '/packages/order/confirm/index?goodsId=goods-1&skuId=goods-1&open=group'])
})

test('friends who join meanwhile are shown while the page is open, and not after it', async (t) => {
  const page = await visit(t, 'invite')
  page.script({ getGroup: groupOf({ status: 'SUCCESS', members: [lead, me, other], seatsLeft: 0, mine: { state: 'PAID', orderId: 'order-1' } }) })
  t.mock.timers.tick(15000)
  await page.settle()
  assert.match(page.text('.status'), /拼团成功/)
  await page.tap('.button', '查看订单')
  assert.deepEqual(page.went, ['/packages/order/detail/index?orderId=order-1'])
  const asked = page.sent('getGroup').length
  page.hide()
  t.mock.timers.tick(60000)
  await page.settle()
  assert.equal(page.sent('getGroup').length, asked)
})

test('goods that are off the shelf leave their group as it is', async (t) => {
  const page = await visit(t, 'join', { cloud: { getGoods: () => { throw refusal('GOODS_NOT_FOUND', '商品不存在或已下架') } } })
  assert.match(page.text('.status'), /还差 2 人成团/)
})

test('loading, gone, and a failure that can be retried', async (t) => {
  const loading = await visit(t, 'loading')
  assert.ok(loading.has('.bone'))
  const gone = await scene('group', 'gone')
  assert.match(gone.text(), /这个团不存在或已删除/)
  await gone.tap('.button', '去逛逛')
  assert.deepEqual(gone.went, ['/pages/home/index'])
  gone.close()
  const failed = await scene('group', 'error')
  assert.match(failed.text(), /网络异常/)
  failed.script({ getGroup: groupOf() })
  await failed.tap('.button', '重新加载')
  assert.match(failed.text('.status'), /还差 2 人成团/)
  failed.close()
})

/** The result of a payment. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { NOW, HOUR, orderPage } = require('../support/shop')

function visit (t, state, more) {
  t.mock.timers.reset()
  t.mock.timers.enable({ apis: ['Date', 'setInterval', 'setTimeout'], now: NOW })
  return scene('result', state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}

test('a payment that came says so, and leads on', async (t) => {
  const page = await visit(t, 'paid')
  assert.match(page.text('.said'), /支付成功商家正在为您备货¥118.00/)
  await page.tap('.button', '查看订单')
  await page.tap('.button', '继续逛逛')
  assert.deepEqual(page.went, [`/packages/order/detail/index?orderId=${orderPage().orderId}`, '/pages/home/index'])
})

test('in a group it shows who is missing, and a share has a code', async (t) => {
  const page = await visit(t, 'group', { cloud: { createShare: { code: 'demoShare2' } } })
  assert.match(page.text(), /还差 1 人成团剩余 05:08:00已参团 2 人3 人成团/)
  assert.equal(page.attribute('.done', 'style'), 'width: 67%')
  const card = page.instance.onShareAppMessage()
  assert.equal(card.title, '还差 1 人成团：云南蓝莓 125g × 4 盒')
  assert.equal((await card.promise).path, '/pages/group/index?groupId=group-1&share=demoShare2')
  assert.deepEqual(page.events.at(-1), ['share', { kind: 'group', groupId: 'group-1', goodsId: 'goods-1' }])
  await page.tap('.button', '拼团详情')
  assert.deepEqual(page.went, ['/pages/group/index?groupId=group-1'])
})

test('a group that is full is a success', async (t) => {
  const page = await visit(t, 'success')
  assert.match(page.text(), /拼团成功/)
  assert.ok(!page.has('.button', '邀请好友参团'))
})

test('while the payment is on its way, the page looks again by itself, five times', async (t) => {
  const page = await visit(t, 'waiting')
  assert.match(page.text(), /正在确认支付结果/)
  for (let times = 0; times < 8; times++) {
    t.mock.timers.tick(2000)
    await page.settle()
  }
  assert.equal(page.sent('getOrder').length, 6)
  await page.tap('.button', '刷新支付结果')
  assert.deepEqual(page.said, ['还没有收到付款，如已付款请稍后再看'])
  page.script({ getOrder: orderPage({ status: 'PAID' }) })
  await page.tap('.button', '刷新支付结果')
  assert.match(page.text(), /支付成功/)
})

test('a look that fails is not the last one', async (t) => {
  const page = await visit(t, 'waiting')
  page.script({ getOrder: () => { throw refusal('NETWORK', '网络异常') } })
  t.mock.timers.tick(2000)
  await page.settle()
  page.script({ getOrder: orderPage({ status: 'PAID' }) })
  t.mock.timers.tick(2000)
  await page.settle()
  assert.match(page.text(), /支付成功/)
})

test('a page that is closed looks no more', async (t) => {
  const page = await visit(t, 'waiting')
  page.live('onUnload')
  t.mock.timers.tick(HOUR)
  await page.settle()
  assert.equal(page.sent('getOrder').length, 1)
})

test('an order that was closed meanwhile says that the money goes back', async (t) => {
  assert.match((await visit(t, 'lost')).text(), /订单已关闭如已扣款，款项将原路退回/)
})

test('without its group the result is shown all the same; a failure can be retried', async (t) => {
  const alone = await visit(t, 'group', { cloud: { getGroup: () => { throw refusal('BUSY', '系统繁忙') } } })
  assert.match(alone.text(), /支付成功成团后商家将为您发货/)
  const page = await visit(t, 'error')
  page.script({ getOrder: orderPage({ status: 'PAID' }) })
  await page.tap('.button', '重新加载')
  assert.match(page.text(), /支付成功/)
})

/** An order on its own page. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { NOW, DAY, MINUTE, orderPage, payment, address } = require('../support/shop')
const { happened, parcel } = require('../scenes/order')
const { canDo } = require('../../../miniprogram/packages/order/lib/can')

function visit (t, state, more) {
  t.mock.timers.reset()
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: NOW })
  return scene('order', state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}

const ID = orderPage().orderId
const buttons = (page) => page.findAll('.bar')[0].textContent.replace('联系客服', '')

test('each state says what it is, and offers what can be done in it', async (t) => {
  const expected = {
    pending: ['待付款', '取消订单去支付'],
    paid: ['待发货', '申请退款'],
    group: ['待成团', '退出拼团'],
    partly: ['待发货', '申请退款'],
    shipped: ['待收货', '申请售后确认收货'],
    completed: ['已完成', '申请售后再次购买'],
    'after-sale': ['已完成', '再次购买'],
    refunded: ['已退款', '再次购买'],
    closed: ['已关闭', '再次购买']
  }
  for (const [state, [title, offered]] of Object.entries(expected)) {
    const page = await visit(t, state)
    assert.equal(page.text('.status'), title, state)
    assert.equal(buttons(page), offered, state)
  }
})

test('the sums add up: goods, freight, points, what is paid', async (t) => {
  const page = await visit(t, 'shipped')
  assert.match(page.text('.sums'), /商品金额¥210.00运费¥8.00积分抵扣（300 积分）-¥3.00实付¥215.00/)
  assert.match((await visit(t, 'pending')).text('.sums'), /运费免运费应付¥118.00/)
})

test('parcels have their carrier, number and content; a number is copied', async (t) => {
  const page = await visit(t, 'shipped')
  assert.match(page.text(), /包裹 1.*中通快递75300000000001复制单号重磅纯棉短袖 T 恤 × 1包裹 2.*顺丰速运SF1300000000002/)
  await page.tap('.button', '复制单号')
  assert.deepEqual(page.asked('setClipboardData').map(({ data }) => data), ['75300000000001'])
  assert.match((await visit(t, 'partly')).text('.notice'), /部分商品已发货/)
})

test('a refund shows its amount, reason and state', async (t) => {
  const page = await visit(t, 'refunded')
  assert.match(page.text(), /已退 2 件/)
  assert.match(page.text(), /已退款¥118.00/)
  assert.match(page.text('.refund'), /不想要了.*已到账¥118.00/)
})

test('the history opens', async (t) => {
  const page = await visit(t, 'refunded')
  assert.equal(page.findAll('.step').length, 1)
  await page.tap('.quiet', '展开')
  assert.deepEqual(page.findAll('.step').map((step) => step.textContent.slice(0, 4)), ['退款完成', '开始退款', '申请退款', '付款成功', '提交订单'])
})

test('an order is paid from here; when its time is over, it is read again', async (t) => {
  const page = await visit(t, 'pending', { cloud: { payOrder: { orderId: ID, total: 11800, status: 'PENDING', payment, payBefore: 0 } } })
  await page.tap('.button', '去支付')
  assert.deepEqual(page.payments, [[payment, { orderId: ID }]])
  assert.deepEqual(page.went, [`/packages/order/result/index?orderId=${ID}`])
  page.script({ getOrder: orderPage({ status: 'CLOSED' }) })
  t.mock.timers.tick(10 * MINUTE + 1000)
  await page.settle()
  assert.equal(page.text('.status'), '已关闭')
})

test('an order is cancelled, and shows it', async (t) => {
  const page = await visit(t, 'pending', { cloud: { cancelOrder: orderPage({ status: 'CLOSED' }) } })
  page.script({ getOrder: orderPage({ status: 'CLOSED' }) })
  await page.tap('.button', '取消订单')
  assert.deepEqual(page.sent('cancelOrder'), [{ orderId: ID }])
  assert.equal(page.text('.status'), '已关闭')
})

test('the address is changed until something is shipped', async (t) => {
  const page = await visit(t, 'paid', { cloud: { changeAddress: orderPage({ status: 'PAID' }) } })
  await page.tap('.button', '修改')
  const [{ url, events }] = page.asked('navigateTo')
  assert.equal(url, '/packages/user/addresses/index?choose=1')
  await events.chosen({ ...address, addressId: 'address-2' })
  await page.settle()
  assert.deepEqual(page.sent('changeAddress'), [{ orderId: ID, addressId: 'address-2' }])
  for (const state of ['partly', 'shipped', 'completed', 'closed']) assert.ok(!(await visit(t, state)).has('.button', '修改'), state)
})

test('a receipt is confirmed; without an answer of WeChat the order stays', async (t) => {
  const page = await visit(t, 'shipped', { cloud: { confirmReceipt: () => { throw refusal('RECEIPT_NOT_CONFIRMED', '请先在微信中确认收货') } } })
  await page.tap('.button', '确认收货')
  assert.equal(page.said.at(-1), '还没有确认收货')
  page.script({ confirmReceipt: orderPage({ status: 'COMPLETED' }), getOrder: orderPage({ status: 'COMPLETED', history: happened('COMPLETED') }) })
  await page.tap('.button', '确认收货')
  assert.equal(page.text('.status'), '已完成')
})

test('WeChat\'s own component confirms the receipt, if the shop has its merchant id', async (t) => {
  const page = await visit(t, 'shipped', { config: { merchantId: '1900000001' }, wx: { openBusinessView: () => ({}) }, cloud: { confirmReceipt: orderPage({ status: 'COMPLETED' }) } })
  t.after(() => { require('../../../miniprogram/config').merchantId = '' })
  wx.script.openBusinessView = () => { page.hide(); return {} }
  await page.tap('.button', '确认收货')
  assert.equal(page.asked('showModal').length, 0)
  page.show()
  await page.settle()
  assert.deepEqual(page.sent('confirmReceipt'), [{ orderId: ID }])
  wx.script.openBusinessView = () => { throw Object.assign(new Error('no'), { text: '无法打开确认收货' }) }
  await page.tap('.button', '确认收货')
  assert.equal(page.said.at(-1), '无法打开确认收货')
})

test('an order of a group shows who is missing; the group page is where one leaves it', async (t) => {
  const page = await visit(t, 'group')
  assert.match(page.text(), /还差 1 人成团，剩余 05:08:00/)
  await page.tap('.button', '退出拼团')
  await page.tap('.button', '邀请好友')
  assert.deepEqual(page.went, Array(2).fill('/pages/group/index?groupId=group-1'))
  const alone = await visit(t, 'group', { cloud: { getGroup: () => { throw refusal('BUSY', '系统繁忙') } } })
  assert.equal(alone.text('.status'), '待发货')
})

test('it leads to after-sales, goods, and customer service with a card of the order', async (t) => {
  const page = await visit(t, 'after-sale')
  await page.tap('.row', '售后处理中')
  await page.tap('.line')
  const shipped = await visit(t, 'shipped')
  await shipped.tap('.button', '申请售后')
  assert.deepEqual(shipped.went, [`/packages/order/ask/index?orderId=${ID}`])
  assert.equal(shipped.attribute('.contact', 'session-from'), `order:${ID}`)
  assert.equal(shipped.attribute('.contact', 'send-message-path'), `/packages/order/detail/index?orderId=${ID}`)
})

test('after-sale is open for seven days, and not twice at once', () => {
  const order = orderPage({ status: 'COMPLETED', history: [{ at: NOW, what: 'COMPLETED', by: 'me', why: '' }] })
  assert.equal(canDo(order, null, NOW + 7 * DAY - 1).refund, true)
  assert.equal(canDo(order, null, NOW + 7 * DAY).refund, false)
  assert.equal(canDo({ ...order, refundAsked: '破损' }, null, NOW).refund, false)
  assert.equal(canDo({ ...order, items: [{ ...order.items[0], refunded: 2 }] }, null, NOW).refund, false)
  assert.equal(canDo(orderPage({ payBefore: NOW }), null, NOW).pay, false)
})

test('loading, gone, a failure that can be retried, and one that leaves what is shown', async (t) => {
  assert.ok((await visit(t, 'loading')).has('.bones'))
  const gone = await visit(t, 'gone')
  assert.match(gone.text(), /订单不存在/)
  await gone.tap('.button', '查看全部订单')
  assert.deepEqual(gone.went, ['/packages/order/list/index'])
  const page = await visit(t, 'error')
  page.script({ getOrder: orderPage({ status: 'SHIPPED', parcels: [parcel] }), getGoods: () => { throw refusal('GOODS_NOT_FOUND', '商品已下架') } })
  await page.tap('.button', '重新加载')
  assert.equal(page.text('.status'), '待收货')
  page.script({ getOrder: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } })
  await page.instance.onPullDownRefresh()
  await page.settle()
  assert.deepEqual(page.said, ['网络异常，请检查网络后重试'])
  assert.equal(page.text('.status'), '待收货')
})

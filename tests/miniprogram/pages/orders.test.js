/** The list of orders, by state, and what can be done from it. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { NOW, MINUTE, order, payment } = require('../support/shop')
const { items } = require('../scenes/orders')

function visit (t, state, more) {
  t.mock.timers.reset()
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: NOW })
  return scene('orders', state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}

const PENDING = items[0].orderId
const paying = { payOrder: { orderId: PENDING, total: 11800, status: 'PENDING', payment, payBefore: 0 } }

test('each order shows its state, lines, pictures and sum', async (t) => {
  const page = await visit(t, 'full')
  assert.deepEqual(page.findAll('order-card').map((card) => /待付款|待收货|待发货|售后处理中/.exec(card.textContent)[0]), ['待付款', '待收货', '待发货', '售后处理中'])
  assert.match(page.text('order-card'), /云南蓝莓 125g × 4 盒¥59.00× 2共 2 件，合计 ¥118.00剩余 00:10:00/)
  assert.match(page.findAll('order-card')[1].textContent, /白 \/ L/)
  assert.match(page.findAll('order-card')[2].textContent, /拼团订单/)
  assert.equal(page.attribute('.cover', 'src'), 'https://img.test/goods-1.jpg')
})

test('a tab asks for its state; a page may open on one', async (t) => {
  const page = await visit(t, 'full')
  await page.tap('.tab', '待收货')
  assert.deepEqual(page.sent('listOrders'), [{ limit: 10 }, { limit: 10, status: 'SHIPPED' }])
  const opened = await visit(t, 'full', { query: { status: 'PAID' } })
  assert.equal(opened.text('.tab.chosen'), '待发货')
  const strange = await visit(t, 'full', { query: { status: 'NONSENSE' } })
  assert.equal(strange.text('.tab.chosen'), '全部')
  await strange.tap('.tab', '退款/售后')
  assert.deepEqual(strange.went, ['/packages/order/after-sales/index'])
})

test('the next page comes at the bottom, and a late answer does not show in another tab', async (t) => {
  const page = await visit(t, 'full', { cloud: { listOrders: ({ cursor }) => cursor ? { items: [items[3]], cursor: null } : { items: items.slice(0, 3), cursor: 'next' } } })
  await page.instance.onReachBottom()
  await page.settle()
  assert.equal(page.findAll('order-card').length, 4)
  let late
  page.script({ listOrders: ({ status }) => status === 'PAID' ? new Promise((resolve) => { late = resolve }) : { items: [], cursor: null } })
  await page.tap('.tab', '待发货')
  await page.tap('.tab', '已完成')
  late({ items, cursor: null })
  await page.settle()
  assert.equal(page.findAll('order-card').length, 0)
})

test('an order is paid, with consent asked first', async (t) => {
  const page = await visit(t, 'full', { cloud: paying })
  await page.tap('.button', '去支付')
  assert.deepEqual(page.consents, [['paid', 'orderShipped', 'orderRefunded']])
  assert.deepEqual(page.payments, [[payment, { orderId: PENDING }]])
  assert.deepEqual(page.went, [`/packages/order/result/index?orderId=${PENDING}`])
})

test('a payment that is cancelled stays here; an order that is closed says so, and the list is read again', async (t) => {
  const page = await visit(t, 'full', { cloud: { ...paying, $pay: () => { throw refusal('PAY_CANCELLED', '已取消支付') } } })
  await page.tap('.button', '去支付')
  assert.deepEqual([page.went, page.said], [[], []])
  page.script({ payOrder: () => { throw refusal('ORDER_CLOSED', '订单已关闭，请重新下单') }, listOrders: { items: [order({ status: 'CLOSED' })], cursor: null } })
  await page.tap('.button', '去支付')
  assert.deepEqual(page.said, ['订单已关闭，请重新下单'])
  assert.match(page.text('order-card'), /已关闭/)
  assert.ok(!page.has('.button', '去支付'))
})

test('an order is cancelled only if the user means it', async (t) => {
  const page = await visit(t, 'full', { cloud: { cancelOrder: order({ status: 'CLOSED' }) }, wx: { showModal: () => ({ confirm: false }) } })
  await page.tap('.button', '取消订单')
  assert.deepEqual(page.sent('cancelOrder'), [])
  wx.script.showModal = () => ({ confirm: true })
  await page.tap('.button', '取消订单')
  assert.deepEqual(page.sent('cancelOrder'), [{ orderId: PENDING }])
  assert.equal(page.sent('listOrders').length, 2)
})

test('when the time to pay is over, the list is read again', async (t) => {
  const page = await visit(t, 'full')
  page.script({ listOrders: { items: [order({ status: 'CLOSED' })], cursor: null } })
  t.mock.timers.tick(10 * MINUTE + 1000)
  await page.settle()
  assert.match(page.text('order-card'), /已关闭/)
})

test('a receipt is confirmed in WeChat, and then in the shop, when the page is shown again', async (t) => {
  const page = await visit(t, 'full', { config: { merchantId: '1900000001' }, wx: { openBusinessView: () => ({}) }, cloud: { confirmReceipt: order({ status: 'COMPLETED' }) } })
  t.after(() => { require('../../../miniprogram/config').merchantId = '' })
  wx.script.openBusinessView = () => { page.hide(); return {} }
  await page.tap('.button', '确认收货')
  assert.deepEqual(page.asked('openBusinessView')[0], { businessType: 'weappOrderConfirm', extraData: { merchant_id: '1900000001', merchant_trade_no: 'order-2' } })
  assert.deepEqual(page.sent('confirmReceipt'), [])
  page.show()
  await page.settle()
  assert.deepEqual(page.sent('confirmReceipt'), [{ orderId: 'order-2' }])
  assert.deepEqual(page.said, ['已确认收货'])
})

test('who closes the component without confirming is told so', async (t) => {
  const page = await visit(t, 'full', { cloud: { confirmReceipt: () => { throw refusal('RECEIPT_NOT_CONFIRMED', '请先在微信中确认收货') } } })
  await page.tap('.button', '确认收货')
  assert.deepEqual(page.said, ['请确认已收到商品且无误', '还没有确认收货'])
  assert.equal(page.sent('confirmReceipt').length, 1)
})

test('back from an order, the list is read again', async (t) => {
  const page = await visit(t, 'full')
  await page.tap('.line')
  assert.deepEqual(page.went, [`/packages/order/detail/index?orderId=${PENDING}`])
  page.hide()
  page.show()
  await page.settle()
  assert.equal(page.sent('listOrders').length, 2)
})

test('loading, empty with a way on, and a failure that can be retried', async (t) => {
  assert.ok((await visit(t, 'loading')).has('.bones'))
  const empty = await visit(t, 'empty')
  assert.match(empty.text(), /还没有这样的订单/)
  await empty.tap('.button', '去逛逛')
  assert.deepEqual(empty.went, ['/pages/home/index'])
  const page = await visit(t, 'error')
  page.script({ listOrders: { items, cursor: null }, getGoods: () => { throw refusal('GOODS_NOT_FOUND', '商品已下架') } })
  await page.tap('.button', '重新加载')
  assert.equal(page.findAll('order-card').length, 4)
})

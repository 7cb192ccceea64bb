/** The page that confirms an order: its price, its address, and what becomes of the payment. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { address, goods, payment } = require('../support/shop')
const { quote } = require('../scenes/confirm')

async function visit (t, state, more) {
  const page = await scene('confirm', state, more)
  t.after(() => page.close())
  return page
}

const PLACED = { orderId: 'order-1', total: 12600, status: 'PENDING', payment, payBefore: 0 }
const SUBMIT = ['.button', '提交订单']

test('the shop prices the order for the default address, and the order is placed at that price', async (t) => {
  const page = await visit(t, 'full', { query: { goodsId: 'goods-1', skuId: 'goods-1', quantity: '2', share: 'demoShare1', pushId: 'push-1' } })
  assert.deepEqual(page.sent('quoteOrder')[0], { items: [{ skuId: 'goods-1', quantity: 2 }], addressId: 'address-1' })
  assert.match(page.text(), /张三138\*{4}5678广东省广州市海珠区新港中路 397 号 2 栋 1503/)
  assert.match(page.text(), /商品金额¥118.00运费¥8.00积分抵扣-¥3.00/)
  assert.match(page.text('.total'), /合计 ¥123/)
  await page.emit('.field', 'input', { value: ' 放门口 ' })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.sent('placeOrder'), [{
    items: [{ skuId: 'goods-1', quantity: 2 }],
    expectTotal: 12300,
    points: 300,
    pushId: 'push-1',
    addressId: 'address-1',
    remark: '放门口',
    shareCode: 'demoShare1'
  }])
  assert.deepEqual(page.payments, [[payment, { orderId: 'order-1' }]])
  assert.deepEqual(page.went, ['/packages/order/result/index?orderId=order-1'])
})

test('consent to notices is asked before the order is placed', async (t) => {
  const page = await visit(t, 'full')
  let asked
  page.script({ placeOrder: () => { asked = [...page.consents]; return PLACED } })
  await page.tap(...SUBMIT)
  assert.deepEqual(asked, [['paid', 'orderShipped', 'orderRefunded']])
})

test('another quantity, and points, have another price', async (t) => {
  const page = await visit(t, 'no-address')
  await page.tap('.step', '+')
  assert.deepEqual(page.sent('quoteOrder').at(-1), { items: [{ skuId: 'goods-1', quantity: 3 }] })
  assert.match(page.text('.total'), /¥185/)
  await page.emit('switch', 'change', { value: true })
  assert.equal(page.sent('quoteOrder').at(-1).points, 300)
  assert.match(page.text(), /已用 300 积分，抵 ¥3/)
  await page.emit('switch', 'change', { value: false })
  assert.ok(!('points' in page.sent('quoteOrder').at(-1)))
  for (let times = 0; times < 4; times++) await page.tap('.step', '−')
  assert.equal(page.data.quantity, 1)
})

/** A shop where the buyer has so many points, and points pay half of the goods at most. It refuses more, as ours does. */
const pricedFor = (balance) => ({ points = 0, items: [{ quantity }] }) => {
  const sum = 5900 * quantity
  if (points > sum / 2) throw refusal('POINTS_LIMIT', '积分抵扣超出上限，请减少使用')
  if (points > balance) throw refusal('NOT_ENOUGH_POINTS', '积分不足')
  return quote({ goodsTotal: sum, discount: points, points, pointsUsable: Math.min(balance, sum / 2), total: sum - points + 800 }, { quantity, amount: sum, discount: points })
}
const asked = (page) => page.sent('quoteOrder').map(({ items: [{ quantity }], points = 0 }) => [quantity, points])

test('fewer units take fewer points, and more units more: the price is that of the units shown', async (t) => {
  const page = await visit(t, 'no-address', { cloud: { quoteOrder: pricedFor(10000), listAddresses: { items: [address] } } })
  await page.emit('switch', 'change', { value: true })
  assert.deepEqual(asked(page), [[2, 0], [2, 5900]])
  await page.tap('.step', '−')
  assert.deepEqual(asked(page).slice(2), [[1, 5900], [1, 0], [1, 2950]])
  assert.match(page.text(), /已用 2950 积分，抵 ¥29.5商品/)
  assert.equal(page.data.total, 3750)
  await page.tap('.step', '+')
  assert.deepEqual(asked(page).slice(5), [[2, 2950], [2, 5900]])
  assert.deepEqual(page.said, [])
  await page.tap(...SUBMIT)
  const [{ points, expectTotal }] = page.sent('placeOrder')
  assert.deepEqual([points, expectTotal], [5900, 6700])
})

test('points that were spent elsewhere meanwhile are not used: the next price is with those that are left', async (t) => {
  const page = await visit(t, 'full', { cloud: { quoteOrder: pricedFor(300) } })
  page.script({ quoteOrder: pricedFor(100), placeOrder: () => { throw refusal('NOT_ENOUGH_POINTS', '积分不足') } })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.said, ['积分不足'])
  assert.match(page.text(), /已用 100 积分/)
  page.script({ placeOrder: PLACED })
  await page.tap(...SUBMIT)
  assert.equal(page.sent('placeOrder').at(-1).points, 100)
})

test('if the shop refuses all points, the price without them shows, and nobody asks for ever', async (t) => {
  const page = await visit(t, 'full', { cloud: { quoteOrder: pricedFor(300) } })
  page.script({ quoteOrder: (data) => ({ ...pricedFor(data.points ? 0 : 300)(data) }) })
  const before = asked(page).length
  await page.tap('.step', '−')
  assert.deepEqual(asked(page).slice(before), [[1, 300], [1, 0], [1, 300]])
  assert.equal(page.data.total, 6700)
  assert.deepEqual(page.said, [])
})

test('a late answer to an older question is not shown', async (t) => {
  const page = await visit(t, 'full')
  const waiting = []
  page.script({ quoteOrder: () => new Promise((resolve) => waiting.push(resolve)) })
  await page.tap('.step', '+')
  await page.tap('.step', '+')
  await assert.rejects(page.tap(...SUBMIT), /disabled/, 'nothing is ordered while the price is unknown')
  waiting[1](quote({ total: 24400 }, { quantity: 4 }))
  waiting[0](quote({ total: 18500 }, { quantity: 3 }))
  await page.settle()
  assert.equal(page.data.total, 24400)
})

test('if the total has changed, nothing is ordered, both totals are said, and the next tap orders at the new one', async (t) => {
  const page = await visit(t, 'changed')
  assert.match(page.text('.notice'), /订单金额由 ¥126.00 变为 ¥146.00，请确认后再提交/)
  assert.deepEqual(page.went, [])
  page.script({ placeOrder: PLACED })
  await page.tap(...SUBMIT)
  assert.equal(page.sent('placeOrder').at(-1).expectTotal, 14600)
  assert.ok(!page.has('.notice'))
})

test('a payment that is cancelled leads to the order, which waits for it', async (t) => {
  const page = await visit(t, 'full', { cloud: { $pay: () => { throw refusal('PAY_CANCELLED', '已取消支付') } } })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.went, ['/packages/order/detail/index?orderId=order-1'])
  assert.deepEqual(page.said, [])
})

test('a payment that fails says so, and the order is not placed twice', async (t) => {
  const page = await visit(t, 'full', { cloud: { $pay: () => { throw refusal('PAY_FAILED', '支付失败，请重试') } } })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.said, ['支付失败，请重试'])
  assert.deepEqual(page.went, ['/packages/order/detail/index?orderId=order-1'])
  assert.equal(page.sent('placeOrder').length, 1)
})

test('a payment that the shop has not heard of yet leads to its result, which looks again', async (t) => {
  const page = await visit(t, 'full', { cloud: { $pay: () => { throw refusal('PAY_PENDING', '正在确认支付结果') } } })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.went, ['/packages/order/result/index?orderId=order-1'])
  assert.deepEqual(page.said, [])
})

test('an order that points pay for needs no payment', async (t) => {
  const page = await visit(t, 'full', { cloud: { placeOrder: { ...PLACED, total: 0, status: 'PAID', payment: null } } })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.payments, [])
  assert.deepEqual(page.went, ['/packages/order/result/index?orderId=order-1'])
})

test('two taps place one order', async (t) => {
  let answer
  const page = await visit(t, 'full', { cloud: { placeOrder: () => new Promise((resolve) => { answer = resolve }) } })
  await page.tap(...SUBMIT)
  await assert.rejects(page.tap(...SUBMIT), /disabled/)
  page.instance.submit()
  answer(PLACED)
  await page.settle()
  assert.equal(page.sent('placeOrder').length, 1)
})

test('a refusal is said, and what has changed shows', async (t) => {
  const page = await visit(t, 'full', { cloud: { placeOrder: () => { throw refusal('SOLD_OUT', '商品已售罄') } } })
  page.script({ quoteOrder: quote({}, { trouble: 'SOLD_OUT' }) })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.said, ['商品已售罄'])
  assert.match(page.text('.trouble'), /库存不足/)
  await assert.rejects(page.tap(...SUBMIT), /disabled/)
})

test('each trouble of a line is said in words', async (t) => {
  for (const [trouble, words] of [['SKU_NOT_FOUND', '商品已下架'], ['UNITS_LIMIT', '超出单次购买数量'], ['SALE_LIMIT', '超出秒杀限购数量'], ['NOT_DELIVERED', '该地址暂不配送']]) {
    const page = await visit(t, 'trouble', { cloud: { quoteOrder: quote({}, { trouble }) } })
    assert.equal(page.text('.trouble'), words)
  }
})

// --- the address -----------------------------------------------------------------------------------

test('without an address nothing is ordered that has to be sent', async (t) => {
  const page = await visit(t, 'no-address')
  await page.tap(...SUBMIT)
  assert.deepEqual(page.said, ['请选择收货地址'])
  assert.deepEqual(page.sent('placeOrder'), [])
})

test('an address of WeChat is saved in the book and used', async (t) => {
  const { addressId, isDefault, ...chosen } = address
  const page = await visit(t, 'no-address', { wx: { chooseAddress: () => chosen }, cloud: { saveAddress: { addressId: 'address-9' } } })
  await page.tap('.button', '使用微信地址')
  assert.deepEqual(page.sent('saveAddress'), [{ ...chosen, errMsg: 'chooseAddress:ok' }])
  assert.equal(page.sent('quoteOrder').at(-1).addressId, 'address-9')
  await page.tap(...SUBMIT)
  assert.equal(page.sent('placeOrder')[0].addressId, 'address-9')
})

test('who chooses none, or does not agree to it, can write one', async (t) => {
  const page = await visit(t, 'no-address', { wx: { chooseAddress: () => { throw { errMsg: 'chooseAddress:fail cancel' } } } })
  await page.tap('.button', '使用微信地址')
  assert.deepEqual(page.said, [])
  wx.script.chooseAddress = () => { throw { errMsg: 'chooseAddress:fail privacy permission is not authorized' } }
  await page.tap('.button', '使用微信地址')
  assert.deepEqual(page.said, ['未获得微信地址，可手动填写'])
  await page.tap('.button', '手动填写')
  assert.deepEqual(page.went, ['/packages/user/addresses/index?choose=1'])
})

test('an address that is chosen in the book is used, and the order priced for it', async (t) => {
  const page = await visit(t, 'full')
  await page.tap('.row', '张三')
  const [{ events }] = page.asked('navigateTo')
  await events.chosen({ ...address, addressId: 'address-2', userName: '李四' })
  await page.settle()
  assert.match(page.text(), /李四/)
  assert.equal(page.sent('quoteOrder').at(-1).addressId, 'address-2')
})

test('what is fetched, or nothing to carry, asks for no address', async (t) => {
  const pickup = await visit(t, 'no-address', { cloud: { getGoods: goods(1, { delivery: 'pickup' }), quoteOrder: quote({ delivery: 'pickup', needsAddress: false, freight: 0, total: 11800 }) } })
  assert.match(pickup.text(), /到店自提/)
  assert.ok(!pickup.has('.button', '使用微信地址'))
  assert.doesNotMatch(pickup.text(), /运费/)
  await pickup.tap(...SUBMIT)
  assert.equal(pickup.sent('placeOrder').length, 1)
  const virtual = await visit(t, 'no-address', { cloud: { getGoods: goods(1, { delivery: 'virtual' }), quoteOrder: quote({ delivery: 'virtual', needsAddress: false, freight: 0 }) } })
  assert.doesNotMatch(virtual.text(), /到店自提|收货地址/)
})

// --- groups and flash sales ------------------------------------------------------------------------

test('a group is opened at the price of its SKU, one unit, with the address', async (t) => {
  const page = await visit(t, 'group')
  assert.match(page.text(), /开团/)
  assert.match(page.text(), /拼团价¥71.00运费以付款时显示的金额为准/)
  assert.ok(!page.has('.step'))
  await page.tap(...SUBMIT)
  assert.deepEqual(page.sent('createGroup'), [{ goodsId: 'goods-6', skuId: 'shirt-2', addressId: 'address-1' }])
  assert.deepEqual(page.consents, [['groupSuccess', 'groupFailed', 'orderShipped']])
  assert.deepEqual(page.payments, [[payment, { orderId: 'order-2' }]])
  assert.deepEqual(page.went, ['/packages/order/result/index?orderId=order-2'])
})

test('a group is joined; a seat that costs nothing leads to the group', async (t) => {
  const join = { goodsId: 'goods-6', skuId: 'shirt-2', groupId: 'group-7', share: 'demoShare1' }
  const page = await visit(t, 'group', { query: join, cloud: { joinGroup: { groupId: 'group-7', orderId: 'order-3', total: 7100, payment } } })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.sent('joinGroup'), [{ groupId: 'group-7', skuId: 'shirt-2', addressId: 'address-1', shareCode: 'demoShare1' }])
  const free = await visit(t, 'group', { query: join, cloud: { joinGroup: { groupId: 'group-7' } } })
  await free.tap(...SUBMIT)
  assert.deepEqual(free.went, ['/pages/group/index?groupId=group-7'])
})

test('a group that is full says so, and the buyer stays', async (t) => {
  const page = await visit(t, 'group', { query: { goodsId: 'goods-6', skuId: 'shirt-2', groupId: 'g' }, cloud: { joinGroup: () => { throw refusal('GROUP_FULL', '该团已满员，可参加其他团或重新开团') } } })
  await page.tap(...SUBMIT)
  assert.deepEqual(page.said, ['该团已满员，可参加其他团或重新开团'])
  assert.deepEqual(page.went, [])
})

test('a flash sale is priced and ordered as one', async (t) => {
  const page = await visit(t, 'sale', { query: { goodsId: 'goods-1', skuId: 'goods-1', quantity: '2', saleId: 'sale-1' } })
  assert.equal(page.sent('quoteOrder')[0].saleId, 'sale-1')
  assert.match(page.text(), /限时秒杀/)
  await page.tap(...SUBMIT)
  assert.equal(page.sent('placeOrder')[0].saleId, 'sale-1')
})

// --- states ----------------------------------------------------------------------------------------

test('loading, gone, and a failure that can be retried', async (t) => {
  assert.ok((await visit(t, 'loading')).has('.bones'))
  const gone = await visit(t, 'gone')
  assert.match(gone.text(), /商品已下架/)
  await gone.tap('.button', '返回')
  assert.equal(gone.asked('navigateBack').length, 1)
  assert.match((await visit(t, 'no-address', { query: { goodsId: 'goods-1', skuId: 'gone' } })).text(), /该规格已下架/)
  const failed = await visit(t, 'error')
  assert.match(failed.text(), /网络异常/)
  failed.script({ listAddresses: { items: [address] } })
  await failed.tap('.button', '重新加载')
  assert.ok(failed.has(...SUBMIT))
})

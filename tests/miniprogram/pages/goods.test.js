/** The page of goods: prices, options, a flash sale, groups, and the ways to buy. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { NOW, HOUR, goods, shirt, sale, group } = require('../support/shop')

function visit (t, state, more) {
  t.mock.timers.reset()
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: NOW })
  return scene('goods', state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}

const value = (page, text) => page.find('.value', text)
const isOut = (page, text) => value(page, text).className.includes('--out')

test('goods show their price, the price before, what a group costs and saves, and how many are sold', async (t) => {
  const page = await visit(t, 'group')
  assert.match(page.text(), /¥59¥79 \/ 组/)
  assert.match(page.text(), /3 人团¥45比单买省 ¥14/)
  assert.match(page.text(), /已售 856/)
  assert.match(page.text(), /快递发货，免运费/)
  assert.equal(page.findAll('.picture').length, 2)
  assert.deepEqual(page.events, [['page_view', { page: 'goods' }]])
  await page.tap('.picture')
  assert.equal(page.asked('previewImage')[0].urls.length, 2)
})

test('groups that can be joined count down; the buyer joins on the group page, and not their own', async (t) => {
  const page = await visit(t, 'group')
  assert.equal(page.findAll('.open-group').length, 2)
  assert.match(page.text('.open-group'), /还差 2 人成团剩余 05:08:00/)
  t.mock.timers.tick(1000)
  assert.match(page.text('.open-group'), /剩余 05:07:59/)
  await page.tap('.button', '去参团')
  assert.deepEqual(page.went, ['/pages/group/index?groupId=group-1'])
})

test('of many groups three are shown, and all on demand', async (t) => {
  const items = Array.from({ length: 5 }, (_, at) => group({ groupId: `group-${at}` }))
  const page = await visit(t, 'group', { cloud: { listOpenGroups: { items } } })
  assert.equal(page.findAll('.open-group').length, 3)
  await page.tap('.quiet', '查看全部')
  assert.equal(page.findAll('.open-group').length, 5)
})

test('sold-out combinations cannot be chosen, whatever is chosen first', async (t) => {
  const page = await visit(t, 'options')
  assert.ok(isOut(page, 'XL'), '黑 XL is sold out, 白 XL does not exist')
  assert.match(page.text('sku-sheet'), /¥89 起请选择 颜色、尺码/)
  await page.tap('.value', 'XL')
  assert.deepEqual(page.data.chosen, {})
  await assert.rejects(page.tap('.button', '请选择 颜色、尺码'), /disabled/)
  await page.tap('.value', '白')
  assert.match(page.text('sku-sheet'), /请选择 尺码/)
  await page.tap('.value', 'L')
  assert.match(page.text('sku-sheet'), /¥92已选 白 L仅剩 4 件/)
  await page.tap('.value', '白')
  assert.deepEqual(page.data.chosen, { 尺码: 'L' }, 'a second tap takes a choice back')
})

test('as many units as are left can be bought', async (t) => {
  const page = await visit(t, 'chosen')
  for (let times = 0; times < 5; times++) await page.tap('.step', '+')
  await page.tap('.step', '−')
  await page.tap('.step', '+')
  assert.match(page.text('.stepper'), /^−\+$/)
  assert.equal(page.attribute('.number', 'value'), 4)
  await page.emit('.number', 'blur', { value: '0' })
  assert.equal(page.attribute('.number', 'value'), 1)
})

test('what is chosen goes to the page that confirms the order', async (t) => {
  const page = await visit(t, 'chosen', { query: { goodsId: 'goods-6', share: 'demoShare1', pushId: 'push-1' }, cloud: { resolveShare: {} } })
  await page.tap('.step', '+')
  await page.emit('sku-sheet', 'done', { skuId: 'shirt-2', quantity: 2 })
  assert.deepEqual(page.went, ['/packages/order/confirm/index?goodsId=goods-6&skuId=shirt-2&quantity=2&share=demoShare1&pushId=push-1'])
  assert.equal(page.data.sheet, '')
  assert.equal(page.text('.line-row'), '规格白 / L›')
})

test('the share in an encoded link or code is counted, and goes along', async (t) => {
  for (const found of [{ q: 'https%3A%2F%2Fshop.test%2Fs%2FdemoShare1%3Ffrom%3Dposter' }, { scene: 'share%3DdemoShare1' }]) {
    const page = await visit(t, 'group', { query: { goodsId: 'goods-1', ...found }, cloud: { resolveShare: {} } })
    assert.deepEqual(page.sent('resolveShare'), [{ code: 'demoShare1' }])
    await page.tap('.button', '单独购买')
    await page.tap('.button', '立即购买')
    assert.match(page.went[0], /share=demoShare1/)
  }
})

test('a group is opened with one unit', async (t) => {
  const page = await visit(t, 'group')
  await page.tap('.button', '发起拼团')
  assert.ok(!page.has('.stepper'))
  await page.tap('.button', '开团')
  assert.deepEqual(page.went, ['/packages/order/confirm/index?goodsId=goods-1&skuId=goods-1&open=group'])
})

test('a SKU of a campaign may have its own price', async (t) => {
  const page = await visit(t, 'chosen', { cloud: { getGoods: shirt({ group: { size: 3, hours: 24, price: 6900, skus: [{ skuId: 'shirt-2', price: 7100 }] } }) } })
  page.instance.setData({ sheet: 'open' })
  await page.settle()
  assert.match(page.text('sku-sheet'), /¥71¥92/)
})

test('a seat that costs nothing is taken here, with consent asked before anything else', async (t) => {
  const free = goods(5, { group: { size: 3, hours: 24, price: 0 } })
  const page = await visit(t, 'group', { cloud: { getGoods: free, createGroup: group({ groupId: 'new' }) } })
  await page.tap('.button', '发起拼团')
  await page.tap('.button', '开团')
  assert.deepEqual(page.consents, [['groupSuccess', 'groupFailed']])
  assert.deepEqual(page.sent('createGroup'), [{ goodsId: 'goods-5', skuId: 'goods-5' }])
  assert.deepEqual(page.went, ['/pages/group/index?groupId=new'])
  page.script({ createGroup: () => { throw refusal('GROUP_LIMIT', '您已达到该活动的限购数量') } })
  await page.tap('.button', '发起拼团')
  await page.tap('.button', '开团')
  assert.deepEqual(page.said, ['您已达到该活动的限购数量'])
  assert.equal(page.data.busy, false)
})

test('a flash sale has its price and a countdown, sells its own SKU, and as many as the limit says', async (t) => {
  const page = await visit(t, 'sale-sheet')
  assert.match(page.text('.flash'), /限时秒杀 · 黑 L¥69¥89距结束02:00:00/)
  assert.deepEqual(page.data.chosen, { 颜色: '黑', 尺码: 'L' })
  assert.ok(isOut(page, '白') && isOut(page, 'M'))
  assert.match(page.text('sku-sheet'), /每人限购 2 件/)
  await page.tap('.step', '+')
  await page.tap('.step', '+')
  const buttons = page.findAll('.button', '立即抢购')
  assert.equal(buttons.length, 2)
  await page.emit('sku-sheet', 'done', { skuId: 'shirt-5', quantity: 2 })
  assert.deepEqual(page.went, ['/packages/order/confirm/index?goodsId=goods-6&skuId=shirt-5&quantity=2&saleId=sale-1'])
})

test('when a flash sale ends, the page is read again and the usual price stays', async (t) => {
  const page = await visit(t, 'sale')
  assert.ok(page.has('.button', '立即抢购'))
  t.mock.timers.tick(2 * HOUR + 1000)
  await page.settle()
  assert.ok(!page.has('.flash'))
  assert.ok(page.has('.button', '发起拼团'))
})

test('before a flash sale the buyer can be reminded, and not any more', async (t) => {
  const page = await visit(t, 'soon', { cloud: { remindSale: ({ saleId, on }) => ({ saleId, on, startAt: NOW }) } })
  assert.match(page.text('.flash'), /今天 22:00 开抢/)
  await page.tap('.button', '提醒我')
  assert.deepEqual(page.consents, [['saleBegins']])
  assert.deepEqual(page.sent('remindSale'), [{ saleId: 'sale-1', on: true }])
  await page.tap('.button', '取消提醒')
  assert.deepEqual(page.sent('remindSale')[1], { saleId: 'sale-1', on: false })
  assert.equal(page.consents.length, 1)
  assert.deepEqual(page.said, ['开抢时提醒您', '已取消提醒'])
})

test('the notice of a flash sale names only the sale', async (t) => {
  const page = await visit(t, 'sale', { query: { saleId: 'sale-1' } })
  assert.deepEqual(page.sent('getGoods'), [{ goodsId: 'goods-1' }])
  const over = await visit(t, 'sale', { query: { saleId: 'sale-9' } })
  assert.match(over.text(), /活动已结束/)
})

test('sold out, hidden, loading, gone, and a failure that can be retried', async (t) => {
  const out = await visit(t, 'sold-out')
  await assert.rejects(out.tap('.button', '已售罄'), /disabled/)
  assert.match((await visit(t, 'staff')).text(), /仅员工可见/)
  assert.ok((await visit(t, 'loading')).has('.bones.goods'))
  const gone = await visit(t, 'gone')
  assert.match(gone.text(), /商品已下架/)
  await gone.tap('.button', '去逛逛')
  assert.deepEqual(gone.went, ['/pages/home/index'])
  const failed = await visit(t, 'error')
  failed.script({ getGoods: goods(1), listOpenGroups: { items: [] } })
  await failed.tap('.button', '重新加载')
  assert.match(failed.text(), /云南蓝莓/)
})

test('without sales and without groups the goods are shown all the same', async (t) => {
  const down = () => { throw refusal('BUSY', '系统繁忙') }
  const page = await visit(t, 'group', { cloud: { listSales: down, listOpenGroups: down } })
  assert.ok(page.has('.button', '发起拼团'))
  assert.ok(!page.has('.open-group'))
})

test('a campaign that is off, not begun, or over offers no group', async (t) => {
  for (const more of [{ on: false }, { startAt: NOW + 1 }, { endAt: NOW }]) {
    const page = await visit(t, 'group', { cloud: { getGoods: goods(1, { group: { size: 3, hours: 24, price: 4500, ...more } }) } })
    assert.ok(!page.has('.button', '发起拼团'), JSON.stringify(more))
    assert.ok(page.has('.button', '立即购买'))
  }
})

test('customer service gets a card of the goods', async (t) => {
  const page = await visit(t, 'group')
  assert.equal(page.attribute('.contact', 'open-type'), 'contact')
  assert.equal(page.attribute('.contact', 'session-from'), 'goods:goods-1')
  assert.equal(page.attribute('.contact', 'send-message-path'), '/packages/goods/detail/index?goodsId=goods-1')
})

test('a share has a code if there is one in time, and counts', async (t) => {
  const page = await visit(t, 'group', { cloud: { createShare: { code: 'demoShare2' } } })
  const card = page.instance.onShareAppMessage()
  assert.equal(card.title, '¥45 一起拼：云南蓝莓 125g × 4 盒')
  assert.equal((await card.promise).path, '/packages/goods/detail/index?goodsId=goods-1&share=demoShare2')
  assert.deepEqual(page.sent('createShare'), [{ goodsId: 'goods-1', channel: 'card' }])
  assert.deepEqual(page.events.at(-1), ['share', { kind: 'goods', goodsId: 'goods-1' }])
  page.script({ createShare: () => { throw refusal('BUSY', '系统繁忙') } })
  assert.equal((await page.instance.onShareAppMessage().promise).path, '/packages/goods/detail/index?goodsId=goods-1')
})

test('a visit from a share is counted for the friend', async (t) => {
  const page = await visit(t, 'group', { query: { goodsId: 'goods-1', share: 'demoShare1' }, cloud: { resolveShare: () => { throw refusal('BUSY', '系统繁忙') } } })
  assert.deepEqual(page.sent('resolveShare'), [{ code: 'demoShare1' }])
  assert.deepEqual(page.events[0], ['page_view', { page: 'goods', shareCode: 'demoShare1' }])
})

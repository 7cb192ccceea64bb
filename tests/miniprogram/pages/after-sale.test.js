/** After-sales: asking for one, following it, and the list. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { NOW, afterSale, orderPage } = require('../support/shop')

function visit (t, name, state, more) {
  t.mock.timers.reset()
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: NOW })
  return scene(name, state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}

// --- asking ----------------------------------------------------------------------------------------

test('all that is left is asked for without items, so that its freight goes back too', async (t) => {
  const page = await visit(t, 'ask', 'return')
  assert.deepEqual(page.findAll('.number').map((number) => number.textContent), ['1', '2'], 'what was refunded before is not offered')
  await page.emit('.field', 'input', { value: ' 外箱压坏 ' })
  await page.tap('.button', '提交申请')
  assert.deepEqual(page.sent('askAfterSale'), [{ orderId: 'order-1', kind: 'return', reason: '商品破损：外箱压坏' }])
  assert.deepEqual(page.consents, [['orderRefunded']])
  assert.deepEqual(page.went, ['/packages/order/after-sale/index?afterSaleId=after-sale-1'])
})

test('some of the units can be asked for, not more than are left, and not none', async (t) => {
  const page = await visit(t, 'ask', 'return')
  const steps = page.findAll('.step')
  assert.equal(steps.length, 4)
  await page.tap('.step', '+')
  assert.equal(page.data.lines[0].units, 1)
  await page.tap('.step', '−')
  await page.tap('.step', '−')
  assert.equal(page.data.lines[0].units, 0)
  await page.tap('.button', '提交申请')
  assert.deepEqual(page.sent('askAfterSale')[0].items, [{ skuId: 'goods-1', quantity: 2 }])
  page.instance.setData({ lines: page.data.lines.map((line) => ({ ...line, units: 0 })) })
  page.instance.total()
  await page.settle()
  await assert.rejects(page.tap('.button', '提交申请'), /disabled/)
})

test('before shipping only money can be asked for; the reasons belong to the kind', async (t) => {
  const page = await visit(t, 'ask', 'refund')
  assert.deepEqual(page.findAll('.kind').map((kind) => kind.textContent.slice(0, 3)), ['仅退款'])
  await assert.rejects(page.tap('.button', '提交申请'), /disabled/, 'a reason is asked for')
  const both = await visit(t, 'ask', 'return')
  await both.tap('.kind', '仅退款')
  assert.equal(both.data.reason, '', 'a reason of the other kind is forgotten')
  await both.emit('picker', 'change', { value: 5 })
  await both.tap('.kind', '退货退款')
  assert.equal(both.data.reason, '商品质量问题', 'a reason of both kinds stays')
})

test('a refusal is said and can be tried again; nothing left; a failure', async (t) => {
  const page = await visit(t, 'ask', 'return', { cloud: { askAfterSale: () => { throw refusal('AFTER_SALE_OVER', '订单完成已超过 7 天，无法申请售后，请联系客服') } } })
  await page.tap('.button', '提交申请')
  assert.deepEqual(page.said, ['订单完成已超过 7 天，无法申请售后，请联系客服'])
  assert.equal(page.data.busy, false)
  assert.match((await visit(t, 'ask', 'nothing')).text(), /没有可售后的商品/)
  const failed = await visit(t, 'ask', 'error')
  failed.script({ getOrder: orderPage({ status: 'PAID' }), getGoods: () => { throw refusal('GOODS_NOT_FOUND', '') } })
  await failed.tap('.button', '重新加载')
  assert.ok(failed.has('.kind', '仅退款'))
})

// --- following -------------------------------------------------------------------------------------

test('each state says who acts next, until when, and what the buyer can do', async (t) => {
  const expected = {
    asked: [/等待商家处理.*剩余 1天 23:00:00/, '撤销申请', false],
    agreed: [/商家已同意请寄回商品，并填写快递单号剩余 6天 00:00:00商家留言请寄回：杭州市/, '撤销申请', true],
    sent: [/商品寄回中/, '', true],
    refunded: [/退款成功.*寄回物流中通快递ZTO1234567890.*退款状态已到账/, '', false],
    denied: [/商家已拒绝.*照片中的商品不是本店所售.*申请金额¥59.00申请原因/, '', false],
    'money-only': [/商家已同意款项正在原路退回.*仅退款/, '', false]
  }
  for (const [state, [words, offered, sends]] of Object.entries(expected)) {
    const page = await visit(t, 'after-sale', state)
    assert.match(page.text(), words, state)
    assert.equal(page.findAll('.bar')[0].textContent.replace('联系客服', ''), offered, state)
    assert.equal(page.has('.scan'), sends, state)
  }
})

test('the number of the parcel is written or scanned, and sent with its carrier', async (t) => {
  const page = await visit(t, 'after-sale', 'agreed', { wx: { scanCode: () => ({ result: ' SF1300000000002 ' }) }, cloud: { sendBack: afterSale() } })
  await assert.rejects(page.tap('.button', '提交单号'), /disabled/)
  await page.emit('picker', 'change', { value: 0 })
  await page.tap('.scan')
  page.script({ getAfterSale: afterSale({ status: 'SENT', carrier: 'SF', trackingNumber: 'SF1300000000002' }) })
  await page.tap('.button', '提交单号')
  assert.deepEqual(page.sent('sendBack'), [{ afterSaleId: 'after-sale-1', carrier: 'SF', trackingNumber: 'SF1300000000002' }])
  assert.match(page.text(), /商品寄回中/)
})

test('a wrong number is corrected', async (t) => {
  const page = await visit(t, 'after-sale', 'sent', { cloud: { sendBack: afterSale() } })
  assert.equal(page.attribute('input', 'value'), 'ZTO1234567890')
  await page.emit('input', 'input', { value: 'ZTO999 ' })
  await page.tap('.button', '修改单号')
  assert.deepEqual(page.sent('sendBack'), [{ afterSaleId: 'after-sale-1', carrier: 'ZTO', trackingNumber: 'ZTO999' }])
})

test('it is withdrawn only if the user means it; a refusal shows what has changed', async (t) => {
  const page = await visit(t, 'after-sale', 'asked', { wx: { showModal: () => ({ confirm: false }) }, cloud: { withdrawAfterSale: () => { throw refusal('AFTER_SALE_STATE', '售后单当前状态无法进行此操作，请刷新后查看') } } })
  await page.tap('.button', '撤销申请')
  assert.deepEqual(page.sent('withdrawAfterSale'), [])
  wx.script.showModal = () => ({ confirm: true })
  page.script({ getAfterSale: afterSale({ status: 'AGREED', waitsFor: 'buyer' }) })
  await page.tap('.button', '撤销申请')
  assert.deepEqual(page.sent('withdrawAfterSale'), [{ afterSaleId: 'after-sale-1' }])
  assert.match(page.text(), /商家已同意/)
})

test('gone, and a failure that can be retried', async (t) => {
  assert.match((await visit(t, 'after-sale', 'gone')).text(), /售后单不存在/)
  const page = await visit(t, 'after-sale', 'error')
  page.script({ getAfterSale: afterSale() })
  await page.tap('.button', '重新加载')
  assert.match(page.text(), /等待商家处理/)
})

// --- the list --------------------------------------------------------------------------------------

test('the list names the goods, or the reason if it is about money alone, and opens each', async (t) => {
  const page = await visit(t, 'after-sales', 'full')
  assert.deepEqual(page.findAll('.card').map((card) => card.textContent.replace(/\s+/g, ' ').trim()), [
    '退货退款商家已同意云南蓝莓 125g × 4 盒 × 12026-11-26 19:00退款 ¥59.00',
    '仅退款等待商家处理少发了一盒，退差价2026-11-25 20:00退款 ¥5.00',
    '退货退款退款成功云南蓝莓 125g × 4 盒 × 12026-11-17 20:00退款 ¥59.00'
  ])
  await page.tap('.card')
  assert.deepEqual(page.went, ['/packages/order/after-sale/index?afterSaleId=after-sale-1'])
  page.hide()
  page.show()
  await page.settle()
  assert.equal(page.sent('listMyAfterSales').length, 2)
})

test('the list is empty, fails, and is retried', async (t) => {
  assert.match((await visit(t, 'after-sales', 'empty')).text(), /没有售后记录/)
  const page = await visit(t, 'after-sales', 'error')
  page.script({ listMyAfterSales: { items: [afterSale()], cursor: null } })
  await page.tap('.button', '重新加载')
  assert.equal(page.findAll('.card').length, 1)
})

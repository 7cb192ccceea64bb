/** Payment, consents, and experiments. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { callsOf, shop, start } = require('./mock_wx.js')

const payment = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=wx1', signType: 'RSA', paySign: 's' }

/** A shop whose order has these states, one at each look; the last one stays. */
function orders (...states) {
  let look = 0
  return shop(() => ({ data: { orderId: 'o', status: states[Math.min(look++, states.length - 1)] } }))
}

/** `pays` decides how WeChat's own page ends: an errMsg. */
function paying (serve, pays = 'requestPayment:ok', more = {}) {
  const tuan = start(serve, more)
  wx.asked = []
  wx.requestPayment = ({ success, fail, ...fields }) => {
    wx.asked.push(fields)
    if (pays.endsWith(':ok')) success({ errMsg: pays })
    else fail({ errMsg: pays })
  }
  return tuan
}

test('a payment goes to WeChat unchanged, and the order is asked for until it is paid', async () => {
  const tuan = paying(orders('PENDING', 'PENDING', 'PAID'))
  assert.deepEqual(await tuan.pay(payment, { orderId: 'o' }), { orderId: 'o', status: 'PAID' })
  assert.deepEqual(wx.asked, [payment])
  assert.equal(callsOf(wx, 'getOrder').length, 3)
})

test('the result of placeOrder can be paid as it is', async () => {
  const tuan = paying(orders('PAID'))
  assert.equal((await tuan.pay({ orderId: 'o', total: 1, payment, payBefore: 2 })).status, 'PAID')
  assert.deepEqual(wx.asked, [payment])
})

test('an order that costs nothing is not paid, but looked at', async () => {
  const tuan = paying(orders('PAID'))
  assert.equal((await tuan.pay(null, { orderId: 'o' })).status, 'PAID')
  assert.equal((await tuan.pay({ orderId: 'o', total: 0, payment: null })).status, 'PAID')
  assert.equal(await tuan.pay(null), null)
  assert.deepEqual(wx.asked, [])
})

test('a payment without an order ends with WeChat', async () => {
  const tuan = paying(orders('PENDING'))
  assert.equal(await tuan.pay(payment), null)
  assert.equal(wx.requests.length, 0)
})

test('a user who cancels is told so at once', async () => {
  const tuan = paying(orders('PENDING'), 'requestPayment:fail cancel')
  await assert.rejects(tuan.pay(payment, { orderId: 'o' }), { code: 'PAY_CANCELLED', text: '已取消支付', errCode: -1, errMsg: 'requestPayment:fail cancel' })
  assert.equal(wx.requests.length, 0)
})

test('a payment that failed may have succeeded: the shop knows', async () => {
  const failed = paying(orders('PENDING'), 'requestPayment:fail system error')
  await assert.rejects(failed.pay(payment, { orderId: 'o' }), { code: 'PAY_FAILED', text: '支付未完成，请重试' })
  assert.equal(callsOf(wx, 'getOrder').length, 3)
  const lost = paying(orders('PENDING', 'PAID'), 'requestPayment:fail network')
  assert.equal((await lost.pay(payment, { orderId: 'o' })).status, 'PAID')
})

test('the waiting ends', async () => {
  const tuan = paying(orders('PENDING'))
  await assert.rejects(tuan.pay(payment, { orderId: 'o' }), { code: 'PAY_PENDING', text: '支付结果确认中，请稍后在订单中查看' })
  assert.equal(callsOf(wx, 'getOrder').length, 4)
  const closed = paying(orders('PENDING', 'CLOSED'))
  await assert.rejects(closed.pay(payment, { orderId: 'o' }), { code: 'ORDER_CLOSED' })
})

test('a look that fails is no end', async () => {
  let look = 0
  const tuan = paying(shop(() => {
    if (look++ === 0) throw new Error('lost')
    return { data: { status: 'PAID' } }
  }), 'requestPayment:ok', { retries: 0 })
  assert.equal((await tuan.pay(payment, { orderId: 'o' })).status, 'PAID')
})

test('with a sandbox, its page takes the place of WeChat', async () => {
  for (const [paid, states, end] of [[true, ['PAID'], 'PAID'], [false, ['PENDING'], 'PAY_CANCELLED']]) {
    const tuan = paying(orders(...states), 'requestPayment:fail', { sandbox: 'http://127.0.0.1:8081/' })
    wx.navigateTo = ({ url, events }) => {
      wx.went = url
      setTimeout(() => events.left({ paid }), 1)
    }
    const ended = await tuan.pay(payment, { orderId: 'o' }).then(({ status }) => status, ({ code }) => code)
    assert.equal(ended, end)
    assert.equal(wx.went, '/packages/sandbox/pay/index?prepay=wx1&orderId=o')
    assert.deepEqual(wx.asked, [])
  }
  const tuan = paying(orders('PENDING'), '', { sandbox: 'http://127.0.0.1:8081' })
  wx.navigateTo = ({ fail }) => fail({ errMsg: 'navigateTo:fail page not found' })
  await assert.rejects(tuan.pay(payment, { orderId: 'o' }), { code: 'PAY_FAILED', errMsg: 'navigateTo:fail page not found' })
})

// --- consents ------------------------------------------------------------------------------------

const templates = { groupSuccess: 'T1', groupFailed: 'T2', orderShipped: 'T3', refunded: 'T4' }

test('consents are asked for by name, three at most, before anything else happens', async () => {
  const tuan = start(shop(({ data }) => ({ data: { accepted: data.templateIds.filter((id) => data.results[id] === 'accept') } })), { templates })
  wx.requestSubscribeMessage = ({ tmplIds, success }) => {
    wx.asked = tmplIds
    success({ errMsg: 'requestSubscribeMessage:ok', T1: 'accept', T2: 'reject', T3: 'accept' })
  }
  const asking = tuan.allowNotices(['unknown', 'groupSuccess', 'groupFailed', 'orderShipped', 'refunded'])
  assert.deepEqual(wx.asked, ['T1', 'T2', 'T3'], 'in the tap itself')
  assert.deepEqual(await asking, { accepted: ['groupSuccess', 'orderShipped'] })
  assert.deepEqual(callsOf(wx, 'allowNotice')[0].data.templateIds, ['T1', 'T2', 'T3'])
})

test('no answer, and no failure, stops a purchase', async () => {
  const tuan = start(shop(() => ({ status: 400, data: { errCode: 'BAD_REQUEST', errMsg: '' } })), { templates })
  assert.deepEqual(await tuan.allowNotices(['unknown']), { accepted: [] })
  wx.requestSubscribeMessage = ({ fail }) => fail({ errMsg: 'requestSubscribeMessage:fail', errCode: 20004 })
  assert.deepEqual(await tuan.allowNotices(['groupSuccess']), { accepted: [] })
  assert.equal(wx.requests.length, 0)
  wx.requestSubscribeMessage = ({ success }) => success({ T1: 'accept' })
  assert.deepEqual(await tuan.allowNotices(['groupSuccess']), { accepted: [] })
  wx.requestSubscribeMessage = () => { throw new Error('not in this version') }
  assert.deepEqual(await tuan.allowNotices(['groupSuccess']), { accepted: [] })
})

test('with a sandbox, a dialog asks: WeChat does not know its templates', async () => {
  const tuan = start(shop(({ data }) => ({ data: { accepted: Object.keys(data.results) } })), { templates, sandbox: 'http://127.0.0.1:8081' })
  wx.showModal = ({ success }) => success({ confirm: true })
  assert.deepEqual(await tuan.allowNotices(['groupSuccess']), { accepted: ['groupSuccess'] })
  assert.deepEqual(callsOf(wx, 'allowNotice')[0].data.results, { T1: 'accept' })
})

// --- experiments ---------------------------------------------------------------------------------

test('a variant is the shop\'s answer, unchanged: the client computes nothing', async () => {
  for (const variant of ['v1', 'v2', 'control']) {
    const answer = { variant, config: { columns: 2, title: '团购' }, inExperiment: variant !== 'control' }
    const tuan = start(shop(() => ({ data: answer })))
    assert.deepEqual(await tuan.variant('home'), answer)
    assert.deepEqual(callsOf(wx, 'getPageVersion')[0].data, { experiment: 'home' })
  }
})

test('an experiment is asked for once per launch, and again after a failure', async () => {
  let down = true
  const tuan = start(shop(({ data }) => down ? { status: 500, data: '' } : { data: { variant: `v-${data.experiment}`, config: {} } }))
  await assert.rejects(tuan.variant('home'), { code: 'UNKNOWN' })
  down = false
  const [one, two, other] = await Promise.all([tuan.variant('home'), tuan.variant('home'), tuan.variant()])
  assert.deepEqual([one.variant, two.variant, other.variant], ['v-home', 'v-home', 'v-page'])
  assert.equal(callsOf(wx, 'getPageVersion').length, 3)
  tuan.init({ api: 'https://other.test' })
  await tuan.variant('home')
  assert.equal(callsOf(wx, 'getPageVersion').length, 4)
})

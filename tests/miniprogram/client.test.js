/** The client's calls: the shapes of wx.cloud, sessions, repeats, the queue, texts. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { callsOf, shop, start, until } = require('./mock_wx.js')

const token = ({ header }) => header.authorization
const refusal = (errCode, errMsg = '', more = {}) => ({ errCode, errMsg, requestId: 'r', ...more })
const refused = (status, ...about) => shop(() => ({ status, data: refusal(...about) }))

test('a call has the shape of wx.cloud.callFunction, and the session', async () => {
  const tuan = start(shop(() => ({ data: { groupId: 'g' }, header: { 'Apigw-Requestid': 'r1' } })))
  const answer = await tuan.callFunction({ name: 'joinGroup', data: { groupId: 'g' } })
  assert.deepEqual(answer, { result: { groupId: 'g' }, errMsg: 'cloud.callFunction:ok', requestID: 'r1' })
  const [call] = callsOf(wx, 'joinGroup')
  assert.equal(call.url, 'https://api.test/joinGroup')
  assert.equal(call.method, 'POST')
  assert.deepEqual(call.data, { groupId: 'g' })
  assert.equal(token(call), 'Bearer t1')
})

test('what wx.cloud takes beside name and data is taken', async () => {
  const tuan = start(shop(() => ({ data: 1 })))
  tuan.init({ env: 'test-1', traceUser: true })
  tuan.init()
  await tuan.callFunction({ name: 'a', config: { env: 'test-2' }, slow: true })
  await tuan.callFunction({ name: 'b' })
  assert.deepEqual(wx.requests.map(({ timeout }) => timeout), [10000, 60000, 10000])
  assert.equal(callsOf(wx, 'login').length, 1, 'init without another address keeps the session')
})

test('a refusal is a failure of wx.cloud, with the code and the text of the shop', async () => {
  const tuan = start(refused(409, 'GROUP_FULL', '该团已满员', { requestId: 'r2' }))
  await assert.rejects(tuan.callFunction({ name: 'joinGroup' }), (error) => {
    assert.ok(error instanceof Error)
    assert.equal(error.errCode, -404011)
    assert.equal(error.errMsg, 'cloud.callFunction:fail Error: errCode: -404011 cloud function execution error | errMsg: ' +
      'cloud.callFunction:fail requestID r2, cloud function service error code -504002, error message GROUP_FULL: 该团已满员; at cloud.callFunction api;')
    assert.equal(error.message, error.errMsg)
    assert.equal(error.code, 'GROUP_FULL')
    assert.equal(error.text, '该团已满员')
    assert.equal(error.requestID, 'r2')
    return true
  })
  assert.equal(callsOf(wx, 'joinGroup').length, 1, 'a refusal is final')
})

test('each kind of failure has its number in wx.cloud', async () => {
  const kinds = [
    [404, refusal('FUNCTION_NOT_FOUND'), -501000, 'FUNCTION_NOT_FOUND'],
    [429, refusal('TOO_MANY_REQUESTS'), -501003, 'TOO_MANY_REQUESTS'],
    [429, { message: 'Too Many Requests' }, -501003, 'TOO_MANY_REQUESTS'],
    [400, refusal('BODY_TOO_LARGE'), -606001, 'BODY_TOO_LARGE'],
    [503, { message: 'Service Unavailable' }, -501001, 'BUSY'],
    [500, '<html>', -501001, 'UNKNOWN'],
    [403, null, -501001, 'UNKNOWN'],
    [422, refusal('KEY_REUSED'), -404011, 'KEY_REUSED']
  ]
  for (const [status, data, errCode, code] of kinds) {
    const tuan = start(shop(() => ({ status, data })))
    await assert.rejects(tuan.callFunction({ name: 'getScore' }), (error) => {
      assert.deepEqual([error.errCode, error.code], [errCode, code])
      assert.match(error.errMsg, new RegExp(`^cloud\\.callFunction:fail Error: errCode: ${errCode} .*; at cloud\\.callFunction api;$`))
      return true
    })
  }
})

test('success, fail and complete are called as in wx.cloud', async () => {
  const tuan = start(shop(({ url }) => url.endsWith('/good') ? {} : { status: 404, data: refusal('NOT_FOUND') }))
  for (const [name, wanted] of [['good', ['success', 'complete']], ['bad', ['fail', 'complete']]]) {
    const heard = []
    const told = (what) => (value) => heard.push([what, value.errMsg.split(' ')[0]])
    const returned = tuan.callFunction({ name, success: told('success'), fail: told('fail'), complete: told('complete') })
    assert.equal(returned, undefined)
    await until(() => heard.length === 2)
    const errMsg = name === 'good' ? 'cloud.callFunction:ok' : 'cloud.callFunction:fail'
    assert.deepEqual(heard, wanted.map((what) => [what, errMsg]))
  }
})

test('one callback is enough, and what it throws does not stop the others', async () => {
  const tuan = start(shop(() => ({})))
  const { setTimeout: real } = global
  const later = []
  global.setTimeout = (run) => later.push(run)
  const done = await new Promise((resolve) => {
    tuan.callFunction({ name: 'a', success () { throw new Error('of the page') }, complete: resolve })
  })
  global.setTimeout = real
  assert.equal(done.errMsg, 'cloud.callFunction:ok')
  assert.throws(later[0], /of the page/, 'WeChat reports it as an error of the page')
  assert.equal(tuan.callFunction({ name: 'a', fail () {} }), undefined)
})

test('an invalid call is refused by the client, as wx.cloud does', async () => {
  const tuan = start(shop(() => ({})))
  const wrong = [undefined, null, 'name', {}, { name: 1 }, { name: 'a', data: null }, { name: 'a', data: 'text' },
    ...['', '../login', 'a b', '-a', '_a', 'a/b', 'a?b', 'a'.repeat(65)].map((name) => ({ name }))]
  for (const call of wrong) await assert.rejects(tuan.callFunction(call), { errCode: -401003, code: 'INVALID_PARAM', text: '操作失败，请稍后再试' })
  await assert.rejects(tuan.callFunction({}), /parameter\.name should be string instead of undefined/)
  tuan.init({ api: '' })
  await assert.rejects(tuan.callFunction({ name: 'a' }), /Cloud API isn't enabled, please call init first/)
  assert.equal(wx.requests.length, 0)
})

test('a name may be any that Lambda takes', async () => {
  const tuan = start(shop(() => ({ data: 1 })))
  for (const name of ['get-user', 'get_user', 'quickstartFunctions', 'a', 'A1']) {
    assert.equal((await tuan.callFunction({ name })).result, 1)
    assert.equal(callsOf(wx, name)[0].url, `https://api.test/${name}`)
  }
})

// --- sessions ------------------------------------------------------------------------------------

test('many calls at once share one login', async () => {
  const tuan = start(shop(() => ({})))
  await Promise.all(Array.from({ length: 10 }, () => tuan.callFunction({ name: 'getScore' })))
  assert.equal(callsOf(wx, 'login').length, 1)
})

test('ten calls that are refused together share one new login, and each is repeated once', async () => {
  const tuan = start(shop((call) => token(call) === 'Bearer t1' ? { status: 401, data: refusal('UNAUTHENTICATED') } : { data: { ok: 1 } }))
  const answers = await Promise.all(Array.from({ length: 10 }, () => tuan.callFunction({ name: 'getScore' })))
  assert.ok(answers.every(({ result }) => result.ok === 1))
  assert.equal(callsOf(wx, 'login').length, 2)
  assert.equal(callsOf(wx, 'getScore').length, 20)
})

test('ten calls fail together if the login is refused, after one attempt', async () => {
  const tuan = start(({ url }) => url.endsWith('/login')
    ? { status: 403, data: refusal('WECHAT_USER_BLOCKED', '您的微信账号无法登录') }
    : { status: 401, data: refusal('UNAUTHENTICATED') })
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => tuan.callFunction({ name: 'getScore' })))
  assert.deepEqual([...new Set(ends.map(({ reason }) => reason.code))], ['WECHAT_USER_BLOCKED'])
  assert.equal(callsOf(wx, 'login').length, 1)
})

test('a user who cannot log in is a guest: what guests may see is shown', async () => {
  const tuan = start(({ url }) => url.endsWith('/login')
    ? { status: 403, data: refusal('BEING_ERASED', '您的数据正在删除') }
    : { data: { title: '红茶' } })
  assert.equal((await tuan.callFunction({ name: 'getGoods', data: { goodsId: 'tea' } })).result.title, '红茶')
  assert.equal(token(callsOf(wx, 'getGoods')[0]), undefined)
})

test('a second 401 is final', async () => {
  const tuan = start(refused(401, 'UNAUTHENTICATED', '登录已过期'))
  await assert.rejects(tuan.callFunction({ name: 'getScore' }), { code: 'UNAUTHENTICATED', text: '登录已过期' })
  assert.equal(callsOf(wx, 'getScore').length, 2)
})

test('a session is kept between launches, for its own shop, until it nears its end', async () => {
  const tuan = start(shop(() => ({})))
  await tuan.callFunction({ name: 'getScore' })
  const { storage } = wx
  const again = start(shop(() => ({})), { storage })
  await again.callFunction({ name: 'getScore' })
  assert.equal(callsOf(wx, 'login').length, 0)
  again.init({ api: 'https://other.test' })
  await again.callFunction({ name: 'getScore' })
  assert.equal(callsOf(wx, 'login').length, 1)
  storage['tuan.session'].expiresAt = Date.now() + 1000
  const later = start(shop(() => ({})), { storage, api: 'https://other.test' })
  await later.callFunction({ name: 'getScore' })
  assert.equal(callsOf(wx, 'login').length, 1)
})

test('each login attempt uses a new code', async () => {
  let down = 1
  const serve = shop(() => ({}))
  const tuan = start((options, mock) => {
    if (options.url.endsWith('/login') && down-- > 0) throw new Error('timeout')
    return serve(options, mock)
  })
  await tuan.callFunction({ name: 'getScore' })
  assert.deepEqual(callsOf(wx, 'login').map(({ data }) => data.code), ['code-1', 'code-2'])
})

test('with a sandbox, the code is the device, the same in each launch, and every launch logs in', async () => {
  const options = { sandbox: 'http://127.0.0.1:8081', storage: {} }
  const codes = []
  for (let launch = 0; launch < 2; launch++) {
    const tuan = start(shop(() => ({})), options)
    await tuan.callFunction({ name: 'getScore' })
    codes.push(callsOf(wx, 'login')[0].data.code)
    assert.equal(wx.codes, 0, 'WeChat is not asked')
  }
  assert.match(codes[0], /^dev\.[!-~]{10,60}$/)
  assert.equal(codes[0], codes[1])
})

test('a storage that fails does not stop calls', async () => {
  const tuan = start(shop(() => ({ data: 1 })))
  wx.getStorageSync = () => { throw new Error('broken') }
  wx.setStorage = ({ fail }) => fail({ errMsg: 'setStorage:fail full' })
  assert.equal((await tuan.callFunction({ name: 'getScore' })).result, 1)
})

// --- repeats and the queue -----------------------------------------------------------------------

test('a call that failed in the network is repeated with the same key', async () => {
  let times = 0
  const tuan = start(shop(() => {
    times++
    if (times === 1) throw new Error('timeout')
    if (times === 2) return { status: 409, data: refusal('IN_PROGRESS') }
    return { data: { groupId: 'g' } }
  }))
  const { result } = await tuan.callFunction({ name: 'createGroup', data: { goodsId: 'x' } })
  assert.deepEqual(result, { groupId: 'g' })
  const keys = callsOf(wx, 'createGroup').map(({ header }) => header['idempotency-key'])
  assert.equal(keys.length, 3)
  assert.ok(keys[0] && new Set(keys).size === 1)
  await tuan.callFunction({ name: 'createGroup', data: { goodsId: 'x' } })
  const last = callsOf(wx, 'createGroup').pop().header['idempotency-key']
  assert.notEqual(last, keys[0], 'another call is another deed')
})

test('a call that is repeated after a new login keeps its key', async () => {
  const tuan = start(shop((call) => token(call) === 'Bearer t1' ? { status: 401, data: refusal('UNAUTHENTICATED') } : {}))
  await tuan.callFunction({ name: 'createGroup' })
  const keys = callsOf(wx, 'createGroup').map(({ header }) => header['idempotency-key'])
  assert.ok(keys.length === 2 && keys[0] === keys[1])
})

test('reads have no key', async () => {
  const tuan = start(shop(() => ({})))
  for (const name of ['getGroup', 'listGoods', 'searchGoods', 'countOrders', 'quoteOrder']) await tuan.callFunction({ name })
  for (const { header } of wx.requests) assert.ok(!('idempotency-key' in header))
})

test('repeats end', async () => {
  const down = start(shop(() => { throw new Error('no network') }))
  await assert.rejects(down.callFunction({ name: 'getScore' }), (error) => {
    assert.deepEqual([error.errCode, error.code, error.text], [-1, 'NETWORK', '网络异常，请检查网络后重试'])
    assert.match(error.errMsg, /request:fail no network/)
    return true
  })
  assert.equal(callsOf(wx, 'getScore').length, 3)
  const busy = start(refused(503, 'BUSY', '系统繁忙'))
  await assert.rejects(busy.callFunction({ name: 'getScore' }), { code: 'BUSY', text: '系统繁忙' })
  assert.equal(callsOf(wx, 'getScore').length, 3)
  const broken = start(shop(() => ({ status: 500, data: '<html>' })))
  await assert.rejects(broken.callFunction({ name: 'getScore' }), { code: 'UNKNOWN' })
  assert.equal(callsOf(wx, 'getScore').length, 1)
})

test('at most ten requests are sent at once, and the others follow in their order', async () => {
  const tuan = start(shop(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    return {}
  }))
  await tuan.login()
  const names = Array.from({ length: 40 }, (_, at) => `get${at}`)
  await Promise.all(names.map((name) => tuan.callFunction({ name })))
  assert.equal(wx.most, 10)
  assert.deepEqual(wx.requests.slice(1).map(({ url }) => url.split('/').pop()), names)
})

test('requests that fail or throw make room for others', async () => {
  const tuan = start(shop(() => { throw new Error('down') }), { retries: 0 })
  await tuan.login()
  const { request } = wx
  wx.request = (options) => {
    if (options.url.endsWith('/throws')) throw new Error('circular')
    request(options)
  }
  const names = [...Array(15).fill('getA'), ...Array(15).fill('throws'), 'getB']
  const ends = await Promise.allSettled(names.map((name) => tuan.callFunction({ name })))
  assert.ok(ends.every(({ reason }) => reason.code === 'NETWORK'))
})

// --- texts ---------------------------------------------------------------------------------------

test('the client asks for the language of WeChat, or the one that is set', async () => {
  for (const [language, set, wanted] of [['zh_CN', '', 'zh-CN'], ['en', '', 'en'], ['zh_TW', '', 'zh-CN'], ['ja', '', 'zh-CN'], ['zh_CN', 'en', 'en'], ['en', 'zh', 'zh-CN']]) {
    const tuan = start(shop(() => ({})))
    wx.language = language
    tuan.init({ language: set })
    await tuan.callFunction({ name: 'getScore' })
    assert.deepEqual([...new Set(wx.requests.map(({ header }) => header['accept-language']))], [wanted])
  }
})

test('failures without a text of the shop have one in both languages', async () => {
  for (const [language, network, unknown] of [['zh', '网络异常，请检查网络后重试', '操作失败，请稍后再试'], ['en', 'There is no connection. Check the network, then try again.', 'That did not work. Try again in a moment.']]) {
    const tuan = start(shop(({ url }) => { if (url.endsWith('/down')) throw new Error('x'); return { status: 500, data: {} } }))
    tuan.init({ language })
    await assert.rejects(tuan.callFunction({ name: 'down' }), { text: network })
    await assert.rejects(tuan.callFunction({ name: 'broken' }), { text: unknown })
    assert.equal(tuan.textOf(new Error('of JavaScript')), unknown)
    assert.equal(tuan.textOf(undefined), unknown)
    assert.equal(tuan.textOf({ text: 'so' }), 'so')
  }
})

test('the detail is for developers: no schema text is a sentence for users', async () => {
  const detail = 'items[0].quantity: Expected `int` >= 1'
  const tuan = start(refused(400, 'BAD_REQUEST', '提交的内容有误，请检查后重试', { field: 'items[0].quantity', detail }))
  await assert.rejects(tuan.callFunction({ name: 'placeOrder' }), (error) => {
    assert.equal(error.text, '提交的内容有误，请检查后重试')
    assert.deepEqual([error.field, error.detail], ['items[0].quantity', detail])
    assert.match(error.errMsg, /Expected `int` >= 1/)
    return true
  })
  const other = start(refused(400, 'BAD_REQUEST', detail))
  await assert.rejects(other.callFunction({ name: 'placeOrder' }), { text: '操作失败，请稍后再试' })
})

/** The drop-in client: the shapes of wx.cloud, sessions, retries, and reconnection of the socket. */

const assert = require('node:assert/strict')
const path = require('node:path')
const test = require('node:test')
const { mockWx, callsOf, shop } = require('./mock_wx.js')

const CLOUD = path.resolve(__dirname, '../../miniprogram/lib/cloud.js')

/** A newly loaded client of a mock server. Every wait is one or two milliseconds. */
function start (serve, more = {}) {
  delete require.cache[CLOUD]
  global.wx = mockWx(serve)
  const cloud = require(CLOUD)
  cloud.init({ api: 'https://api.test/', ws: 'wss://live.test/live', retryDelay: 1, reconnectDelay: 1, ...more })
  return cloud
}

async function until (look) {
  for (let i = 0; i < 500; i++) {
    const found = look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error(`never came true: ${look}`)
}

const token = ({ header }) => header.authorization

test('a call has the shape of wx.cloud.callFunction, and the session', async () => {
  const cloud = start(shop(() => ({ data: { groupId: 'g' }, header: { 'Apigw-Requestid': 'r1' } })))
  const answer = await cloud.callFunction({ name: 'joinGroup', data: { groupId: 'g' } })
  assert.deepEqual(answer, { result: { groupId: 'g' }, errMsg: 'cloud.callFunction:ok', requestID: 'r1' })
  const [call] = callsOf(wx, 'joinGroup')
  assert.equal(call.url, 'https://api.test/joinGroup')
  assert.equal(call.method, 'POST')
  assert.deepEqual(call.data, { groupId: 'g' })
  assert.equal(token(call), 'Bearer t1')
})

test('a refusal is an Error with errCode and errMsg', async () => {
  const data = { errCode: 'GROUP_FULL', errMsg: 'All seats are taken.', requestId: 'r2' }
  const cloud = start(shop(() => ({ status: 409, data })))
  await assert.rejects(cloud.callFunction({ name: 'joinGroup' }), (error) => {
    assert.ok(error instanceof Error)
    assert.equal(error.errCode, 'GROUP_FULL')
    assert.equal(error.errMsg, 'All seats are taken.')
    assert.equal(error.requestID, 'r2')
    return true
  })
  assert.equal(callsOf(wx, 'joinGroup').length, 1, 'a refusal is final')
})

test('success, fail and complete are called as in wx.cloud', async () => {
  const cloud = start(shop(({ url }) => url.endsWith('/good') ? {} : { status: 404, data: { errCode: 'NOT_FOUND', errMsg: '' } }))
  for (const [name, wanted] of [['good', ['success', 'complete']], ['bad', ['fail', 'complete']]]) {
    const heard = []
    const told = (what) => () => heard.push(what)
    const returned = cloud.callFunction({ name, success: told('success'), fail: told('fail'), complete: told('complete') })
    assert.equal(returned, undefined)
    await until(() => heard.includes('complete'))
    assert.deepEqual(heard, wanted)
  }
})

test('many calls at once share one login', async () => {
  const cloud = start(shop(() => ({})))
  await Promise.all(Array.from({ length: 8 }, () => cloud.callFunction({ name: 'getScore' })))
  assert.equal(callsOf(wx, 'login').length, 1)
})

test('a session is kept between launches, for its own shop, until it nears its end', async () => {
  const cloud = start(shop(() => ({})))
  await cloud.callFunction({ name: 'getScore' })
  const { storage } = wx
  const again = start(shop(() => ({})))
  wx.storage = storage
  await again.callFunction({ name: 'getScore' })
  assert.equal(callsOf(wx, 'login').length, 0)
  again.init({ api: 'https://other.test' })
  await again.callFunction({ name: 'getScore' })
  assert.equal(callsOf(wx, 'login').length, 1)
  wx.storage['tuan.session'].expiresAt = Date.now() + 1000
  again.init({})
  await again.callFunction({ name: 'getScore' })
  assert.equal(callsOf(wx, 'login').length, 2)
})

test('after a 401 all calls share one new login and are repeated', async () => {
  const cloud = start(shop((call) => token(call) === 'Bearer t1' ? { status: 401, data: { errCode: 'UNAUTHENTICATED', errMsg: '' } } : { data: { ok: 1 } }))
  const answers = await Promise.all([1, 2, 3].map(() => cloud.callFunction({ name: 'getScore' })))
  assert.deepEqual(answers.map(({ result }) => result), [{ ok: 1 }, { ok: 1 }, { ok: 1 }])
  assert.equal(callsOf(wx, 'login').length, 2)
})

test('a second 401 is final', async () => {
  const cloud = start(shop(() => ({ status: 401, data: { errCode: 'UNAUTHENTICATED', errMsg: 'no' } })))
  await assert.rejects(cloud.callFunction({ name: 'getScore' }), { errCode: 'UNAUTHENTICATED' })
  assert.equal(callsOf(wx, 'getScore').length, 2)
})

test('a call that failed in the network is repeated with the same key', async () => {
  let times = 0
  const cloud = start(shop(() => {
    times++
    if (times === 1) throw new Error('timeout')
    if (times === 2) return { status: 409, data: { errCode: 'IN_PROGRESS', errMsg: '' } }
    return { data: { groupId: 'g' } }
  }))
  const { result } = await cloud.callFunction({ name: 'createGroup', data: { goodsId: 'x' } })
  assert.deepEqual(result, { groupId: 'g' })
  const keys = callsOf(wx, 'createGroup').map(({ header }) => header['idempotency-key'])
  assert.equal(keys.length, 3)
  assert.ok(keys[0] && new Set(keys).size === 1)
  await cloud.callFunction({ name: 'createGroup', data: { goodsId: 'x' } })
  const last = callsOf(wx, 'createGroup').pop().header['idempotency-key']
  assert.notEqual(last, keys[0], 'another call is another deed')
})

test('reads have no key', async () => {
  const cloud = start(shop(() => ({})))
  for (const name of ['getGroup', 'listGoods']) await cloud.callFunction({ name })
  for (const { header } of wx.requests) assert.ok(!('idempotency-key' in header))
})

test('retries end', async () => {
  const down = start(shop(() => { throw new Error('no network') }))
  await assert.rejects(down.callFunction({ name: 'getScore' }), { errCode: 'NETWORK', errMsg: 'request:fail no network' })
  assert.equal(callsOf(wx, 'getScore').length, 3)
  const busy = start(shop(() => ({ status: 503, data: { errCode: 'BUSY', errMsg: 'later' } })))
  await assert.rejects(busy.callFunction({ name: 'getScore' }), { errCode: 'BUSY', errMsg: 'later' })
  const broken = start(shop(() => ({ status: 500, data: '<html>' })))
  await assert.rejects(broken.callFunction({ name: 'getScore' }), { errCode: 'UNKNOWN', errMsg: 'HTTP 500' })
  assert.equal(callsOf(wx, 'getScore').length, 1)
})

test('each login attempt uses a new code', async () => {
  let down = 1
  const serve = shop(() => ({}))
  const cloud = start((options, mock) => {
    if (options.url.endsWith('/login') && down-- > 0) throw new Error('timeout')
    return serve(options, mock)
  })
  await cloud.callFunction({ name: 'getScore' })
  assert.deepEqual(callsOf(wx, 'login').map(({ data }) => data.code), ['code-1', 'code-2'])
})

test('an invalid function name is refused by the client', async () => {
  const cloud = start(shop(() => ({})))
  for (const name of [undefined, '', '../login', 'a b']) {
    await assert.rejects(cloud.callFunction({ name }), { errCode: 'INVALID_PARAM' })
  }
  assert.equal(wx.requests.length, 0)
})

// --- the live socket -----------------------------------------------------------------------------

const push = (pushId, at) => ({ data: JSON.stringify({ type: 'goodsPush', pushId, at }) })

async function watching (more = {}) {
  const cloud = start(shop(() => ({})), more)
  const pushes = []
  const states = []
  const live = cloud.watchLive({
    liveId: 'live 1',
    onPush: ({ pushId }) => pushes.push(pushId),
    onState: (state) => states.push(state)
  })
  const socket = await until(() => wx.sockets[0])
  return { live, pushes, states, socket }
}

test('a live room is watched with the session, and every push is shown once and never after a later one', async () => {
  const { live, pushes, states, socket } = await watching()
  assert.equal(socket.url, 'wss://live.test/live?liveId=live%201&token=t1')
  socket.on.Open({})
  for (const message of [push('a', 10), push('a', 10), push('b', 20), push('late', 15), push('a', 10)]) {
    socket.on.Message(message)
  }
  for (const data of ['', 'null', '[]', '{"type":"pong"}']) socket.on.Message({ data })
  assert.deepEqual(pushes, ['a', 'b'])
  live.close()
  assert.deepEqual(states, ['open', 'closed'])
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(wx.sockets.length, 1, 'closed is closed')
})

test('a lost socket is opened again, and no push is shown twice', async () => {
  const { live, pushes, socket } = await watching()
  socket.on.Open({})
  socket.on.Message(push('a', 10))
  socket.on.Error({ errMsg: 'gone' })
  socket.on.Close({})
  const next = await until(() => wx.sockets[1])
  next.on.Open({})
  next.on.Message(push('a', 10))
  next.on.Message(push('b', 20))
  assert.deepEqual(pushes, ['a', 'b'])
  assert.equal(wx.sockets.length, 2, 'an error and its close are one loss')
  live.close()
})

test('a refused handshake is retried with a new session', async () => {
  const { live, socket } = await watching()
  socket.on.Error({ errMsg: 'handshake refused' })
  const next = await until(() => wx.sockets[1])
  assert.match(next.url, /token=t2$/)
  live.close()
})

test('an idle socket is kept open by pings', async () => {
  const { live, socket } = await watching({ pingEvery: 3 })
  socket.on.Open({})
  await until(() => socket.sent.length > 1)
  assert.deepEqual(JSON.parse(socket.sent[0]), { action: 'ping' })
  live.close()
  const sent = socket.sent.length
  await new Promise((resolve) => setTimeout(resolve, 15))
  assert.equal(socket.sent.length, sent)
})

test('a watch that is closed while it logs in opens no socket', async () => {
  const cloud = start(shop(() => ({})))
  cloud.watchLive({ liveId: 'l', onPush () {} }).close()
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(wx.sockets.length, 0)
})

/** Live rooms: each push once and in order, what is left, lost sockets. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { shop, start, until } = require('./mock_wx.js')

const message = (type, more) => ({ data: JSON.stringify({ type, ...more }) })
const push = (pushId, at) => message('goodsPush', { pushId, at })
const aWhile = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function watching (more = {}) {
  const tuan = start(shop(() => ({})), more)
  const [pushes, states, lefts, others] = [[], [], [], []]
  const room = tuan.room('live 1', { onPush: ({ pushId }) => pushes.push(pushId), onState: (state) => states.push(state) })
  assert.equal(room.onStock(({ left }) => lefts.push(left)).onMessage(({ type }) => others.push(type)), room)
  const socket = await until(() => wx.sockets[0])
  return { tuan, room, pushes, states, lefts, others, socket }
}

test('a room is watched with the session, and every push is told once and never after a later one', async () => {
  const { room, pushes, states, others, socket } = await watching()
  assert.equal(socket.url, 'wss://live.test/live?liveId=live%201&token=t1')
  socket.on.Open({})
  for (const each of [push('a', 10), push('a', 10), push('b', 20), push('late', 15), push('a', 10)]) socket.on.Message(each)
  for (const data of ['', 'null', '[]', '7', '{"type":"pong"}', '{}']) socket.on.Message({ data })
  assert.deepEqual(pushes, ['a', 'b'])
  assert.deepEqual(others, [])
  room.close()
  assert.deepEqual(states, ['open', 'closed'])
  await aWhile(20)
  assert.equal(wx.sockets.length, 1, 'closed is closed')
})

test('what is left is told in order, and all else that the room says', async () => {
  const { room, lefts, others, socket } = await watching()
  socket.on.Open({})
  for (const [left, at] of [[9, 10], [8, 12], [9, 11], [7, 12]]) socket.on.Message(message('stock', { left, at }))
  socket.on.Message(message('room', { status: 'ENDED' }))
  assert.deepEqual(lefts, [9, 8, 7])
  assert.deepEqual(others, ['stock', 'stock', 'stock', 'room'])
  room.close()
})

test('a page says something to the room while it is connected', async () => {
  const { room, socket } = await watching()
  room.send({ action: 'like', n: 1 })
  socket.on.Open({})
  room.send({ action: 'like', n: 2 })
  assert.deepEqual(socket.sent.map(JSON.parse), [{ action: 'like', n: 2 }])
  room.close()
  room.send({ action: 'like', n: 3 })
  assert.equal(socket.sent.length, 1)
})

test('a lost socket is opened again, and no push is told twice', async () => {
  const { room, pushes, socket } = await watching()
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
  room.close()
})

test('a refused handshake is retried with a new session', async () => {
  const { room, socket } = await watching()
  socket.on.Error({ errMsg: 'handshake refused' })
  const next = await until(() => wx.sockets[1])
  assert.match(next.url, /token=t2$/)
  room.close()
})

test('an outage makes one new login, however many handshakes are refused; the next outage one more', async () => {
  const { room } = await watching()
  const tokens = () => wx.sockets.map(({ url }) => url.split('token=')[1])
  const refuse = (number) => wx.sockets[number].on.Error({ errMsg: 'handshake refused' })
  for (let number = 0; number < 4; number++) {
    refuse(number)
    await until(() => wx.sockets[number + 1])
  }
  assert.deepEqual(tokens(), ['t1', 't2', 't2', 't2', 't2'])
  wx.sockets[4].on.Open({})
  wx.sockets[4].on.Close({})
  await until(() => wx.sockets[5])
  refuse(5)
  await until(() => wx.sockets[6])
  assert.deepEqual(tokens().slice(5), ['t2', 't3'])
  room.close()
})

test('an idle socket is kept open by pings', async () => {
  const { room, socket } = await watching({ pingEvery: 3 })
  socket.on.Open({})
  await until(() => socket.sent.length > 1)
  assert.deepEqual(JSON.parse(socket.sent[0]), { action: 'ping' })
  room.close()
  const sent = socket.sent.length
  await aWhile(15)
  assert.equal(socket.sent.length, sent)
})

test('a room that is left while it logs in opens no socket', async () => {
  const tuan = start(shop(() => ({})))
  tuan.room('l').close()
  await aWhile(20)
  assert.equal(wx.sockets.length, 0)
})

test('a room whose login fails is tried again', async () => {
  let down = 1
  const serve = shop(() => ({}))
  const tuan = start((options, mock) => {
    if (down-- > 0) throw new Error('down')
    return serve(options, mock)
  }, { retries: 0 })
  const room = tuan.room('l')
  await until(() => wx.sockets[0])
  room.close()
})

test('a room that is left before its socket has opened keeps the session', async () => {
  const { tuan, room } = await watching()
  const { token } = await tuan.login()
  room.close()
  wx.sockets[0].on.Close({})
  assert.equal((await tuan.login()).token, token)
})

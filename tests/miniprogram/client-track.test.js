/** Events: batches, ids that make repeats harmless, and what a killed mini-program leaves. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { callsOf, shop, start, until } = require('./mock_wx.js')

const batches = () => callsOf(wx, 'trackEvents').map(({ data }) => data.events)
const kept = () => (wx.storage['tuan.events'] || { events: [] }).events
const taken = () => ({ data: { accepted: 1, rejected: [] } })
const aWhile = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

test('events go out together, each with an id, its time and its page', async () => {
  const tuan = start(shop(taken))
  const before = Date.now()
  tuan.track('page_view', { page: 'home' })
  tuan.track('search')
  await until(() => batches().length && !kept().length)
  const [[first, second], ...more] = batches()
  assert.deepEqual(more, [])
  assert.deepEqual([first.event, first.props, first.page], ['page_view', { page: 'home' }, 'pages/home/index'])
  assert.deepEqual(second.props, {})
  assert.ok(first.time >= before && first.time <= Date.now())
  assert.match(first.insertId, /^[!-~]{16,64}$/)
  assert.notEqual(first.insertId, second.insertId)
})

test('twenty events do not wait, and a batch has at most fifty', async () => {
  const tuan = start(shop(taken), { trackEvery: 60000 })
  for (let at = 0; at < 120; at++) tuan.track('page_view')
  await until(() => batches().flat().length === 120)
  assert.deepEqual(batches().map((batch) => batch.length), [50, 50, 20])
})

test('what a killed mini-program has not sent goes out at the next launch, with the same ids', async () => {
  const tuan = start(shop(taken), { trackEvery: 60000 })
  tuan.track('page_view')
  tuan.track('search')
  const ids = kept().map(({ insertId }) => insertId)
  assert.equal(ids.length, 2)
  const { storage } = wx
  start(shop(taken), { storage })
  await until(() => batches().length && !kept().length)
  assert.deepEqual(batches()[0].map(({ insertId }) => insertId), ids)
})

test('a batch whose answer was lost is sent again with the same ids', async () => {
  let times = 0
  const tuan = start(shop(() => {
    if (++times <= 3) throw new Error('lost')
    return taken()
  }))
  tuan.track('page_view')
  await until(() => times === 4 && !kept().length)
  assert.equal(new Set(batches().flat().map(({ insertId }) => insertId)).size, 1)
})

test('events that come while a batch is on its way are sent after it', async () => {
  let answer
  const tuan = start(shop(() => new Promise((resolve) => { answer = () => resolve(taken()) })))
  tuan.track('page_view')
  await until(() => answer)
  tuan.track('search')
  await aWhile(10)
  assert.equal(batches().length, 1)
  answer()
  await until(() => batches().length === 2)
  assert.deepEqual(batches()[1].map(({ event }) => event), ['search'])
  answer()
  await until(() => !kept().length)
})

test('an event that the shop cannot read is left out, the others are taken', async () => {
  const takenEvents = []
  const tuan = start(shop(({ data }) => {
    if (data.events.some(({ event }) => event === 'broken')) return { status: 400, data: { errCode: 'BAD_REQUEST', errMsg: '' } }
    takenEvents.push(...data.events.map(({ event }) => event))
    return taken()
  }), { trackEvery: 20 })
  for (const event of ['a', 'b', 'broken', 'c', 'd']) tuan.track(event)
  await until(() => !kept().length)
  assert.deepEqual(takenEvents, ['a', 'b', 'c', 'd'])
})

test('what waits goes out when the user leaves', async () => {
  const tuan = start(shop(taken), { trackEvery: 60000 })
  tuan.track('page_view')
  tuan.init({ api: 'https://api.test' })
  assert.equal(wx.hidden.length, 1)
  wx.hidden[0]()
  await until(() => !kept().length)
})

test('only so many and only fresh events are kept, and only for their own shop', async () => {
  const tuan = start(shop(() => { throw new Error('down') }), { trackEvery: 60000, trackMost: 1000, retries: 0 })
  for (let at = 0; at < 510; at++) tuan.track('page_view', { at })
  assert.equal(kept().length, 500)
  assert.equal(kept()[0].props.at, 10)
  const { storage } = wx
  start(shop(taken), { storage, api: 'https://other.test' })
  await aWhile(10)
  assert.equal(batches().length, 0)
  storage['tuan.events'].events = kept().slice(0, 2)
  storage['tuan.events'].events[0].time -= 73 * 3600 * 1000
  start(shop(taken), { storage })
  await until(() => !kept().length)
  assert.equal(batches().flat().length, 1)
})

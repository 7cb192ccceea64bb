/** The demo's pages: all files exist, all handlers of templates are defined, the main flows work. */

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const test = require('node:test')
const { mockWx, callsOf, shop } = require('./mock_wx.js')

const ROOT = path.resolve(__dirname, '../../miniprogram')
const read = (name) => fs.readFileSync(path.join(ROOT, name), 'utf8')
const { pages, tabBar } = JSON.parse(read('app.json'))

/** A page as the framework creates it, with a server that answers `answers[name]`. */
function open (page, answers = {}) {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(ROOT)) delete require.cache[file]
  }
  global.wx = mockWx(shop(({ url, data }) => {
    const answer = answers[url.split('/').pop()]
    return typeof answer === 'function' ? answer(data) : { data: answer }
  }))
  wx.toasts = []
  wx.urls = []
  wx.showToast = ({ title }) => wx.toasts.push(title)
  wx.navigateTo = ({ url }) => wx.urls.push(url)
  wx.stopPullDownRefresh = () => {}
  let made
  global.Page = (options) => { made = options }
  global.App = (options) => options.onLaunch()
  require(path.join(ROOT, 'app.js'))
  require(path.join(ROOT, page))
  made.data = structuredClone(made.data)
  made.setData = (change) => Object.assign(made.data, change)
  return made
}

async function until (look) {
  for (let i = 0; i < 500; i++) {
    const found = look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error(`never came true: ${look}`)
}

const tap = (dataset) => ({ currentTarget: { dataset } })
const GOODS = { goodsId: 'tea', title: '红茶', cover: 'https://img.test/tea.png', price: 8800, stock: 3, group: { size: 3, hours: 24, price: 0 } }

test('every page has its files, and its template calls what it defines', () => {
  for (const page of [...pages, ...tabBar.list.map(({ pagePath }) => pagePath)]) {
    assert.ok(pages.includes(page))
    JSON.parse(read(`${page}.json`))
    read(`${page}.wxss`)
    const made = open(page)
    const handlers = [...read(`${page}.wxml`).matchAll(/\b(?:bind|catch):?\w+="(\w+)"/g)].map(([, name]) => name)
    for (const name of handlers) assert.equal(typeof made[name], 'function', `${page}: ${name}`)
    const roots = [...read(`${page}.wxml`).matchAll(/\{\{!?\s*([a-z]\w*)/g)].map(([, name]) => name)
    for (const name of roots) assert.ok(name in made.data || ['item', 'column'].includes(name), `${page}: ${name}`)
  }
  for (const file of ['project.config.json', 'sitemap.json']) JSON.parse(read(file))
})

test('the feed fills two columns, page by page, and stops at the end', async () => {
  const listGoods = ({ cursor }) => ({
    data: cursor
      ? { items: [{ ...GOODS, goodsId: 'c' }], cursor: null }
      : { items: [{ ...GOODS, goodsId: 'a' }, { ...GOODS, goodsId: 'b' }], cursor: 'next' }
  })
  const feed = open('pages/feed/index', { listGoods })
  await feed.onLoad()
  await Promise.all([feed.onReachBottom(), feed.onReachBottom()])
  await feed.onReachBottom()
  assert.deepEqual(feed.data.columns.map((column) => column.map(({ goodsId }) => goodsId)), [['a', 'c'], ['b']])
  assert.equal(feed.data.columns[0][0].yuan, '88.00')
  assert.equal(callsOf(wx, 'listGoods').length, 2)
  await feed.onPullDownRefresh()
  assert.equal(feed.data.columns.flat().length, 2)
  feed.open(tap({ id: 'a' }))
  assert.deepEqual(wx.urls, ['/pages/group/index?goodsId=a'])
})

test('a group is opened, shared, and joined by a friend', async () => {
  const group = (members, status = 'OPEN') => ({
    groupId: 'g', goodsId: 'tea', status, size: 3, members, seatsLeft: 3 - members.length, expiresAt: Date.now() + 60000
  })
  const page = open('pages/group/index', { getGoods: GOODS, createGroup: group([{ memberId: 'm1', isMe: true, leader: true }]), createShare: { code: 'abc' } })
  await page.onLoad({ goodsId: 'tea' })
  assert.equal(page.data.group, null)
  await page.open()
  assert.equal(page.data.mine, true)
  assert.match(page.data.left, /^0:0[01]:\d\d$/)
  const card = page.onShareAppMessage()
  assert.equal(card.path, '/pages/group/index?groupId=g')
  assert.equal((await card.promise).path, '/pages/group/index?groupId=g&share=abc')
  assert.deepEqual(callsOf(wx, 'createShare').map(({ data }) => data), [{ groupId: 'g' }])
  page.onUnload()

  const friend = open('pages/group/index', {
    getGoods: GOODS,
    getGroup: group([{ memberId: 'm2', isMe: false, leader: true }]),
    resolveShare: {},
    joinGroup: () => ({ status: 409, data: { errCode: 'GROUP_FULL', errMsg: 'All seats are taken.' } })
  })
  await friend.onLoad({ groupId: 'g', share: 'abc' })
  await until(() => callsOf(wx, 'resolveShare').length === 1)
  assert.equal(friend.data.mine, false)
  assert.equal(friend.data.goods.title, '红茶')
  await friend.join()
  assert.deepEqual(wx.toasts, ['该团已满员，可参加其他团或重新开团'])
  assert.equal(friend.data.busy, false)
  friend.onUnload()
})

test('a page decodes its query, which a notice encodes', async () => {
  const page = open('pages/group/index', { getGoods: GOODS })
  await page.onLoad({ goodsId: '%E7%BA%A2%E8%8C%B6%20%26%201%25' })
  await page.onLoad({ goodsId: '100%' })
  assert.deepEqual(callsOf(wx, 'getGoods').map(({ data }) => data.goodsId), ['红茶 & 1%', '100%'])
})

test('a push appears as a bubble, disappears after its time, and stays in the bag', async () => {
  const page = open('pages/live/index', { scheduleGoodsPush: () => ({ status: 403, data: { errCode: 'FORBIDDEN', errMsg: 'No permission.' } }) })
  page.onLoad({})
  page.onShow()
  const socket = await until(() => wx.sockets[0])
  socket.on.Open({})
  assert.equal(page.data.online, true)
  const push = (pushId, at, bubbleEndsAt) => socket.on.Message({
    data: JSON.stringify({ type: 'goodsPush', pushId, at, bubbleEndsAt, goods: { ...GOODS, goodsId: pushId } })
  })
  push('over', 1, Date.now() - 1)
  assert.equal(page.data.bubble, null)
  push('now', 2, Date.now() + 20)
  assert.equal(page.data.bubble.goodsId, 'now')
  await until(() => page.data.bubble === null)
  assert.deepEqual(page.data.bag.map(({ goodsId }) => goodsId), ['now', 'over'])
  page.open(tap({ id: 'now', push: 'now' }))
  assert.deepEqual(wx.urls, ['/pages/group/index?goodsId=now&pushId=now'])
  await page.pushAgain(tap({ id: 'now' }))
  assert.deepEqual(wx.toasts, ['您没有权限进行此操作'])
  page.onHide()
  assert.equal(socket.closed, true)
})

test('a failed call is explained in Chinese for every error code', () => {
  const { reason } = require('../../miniprogram/lib/show')
  assert.equal(reason({ errCode: 'SOLD_OUT', errMsg: 'No units left.' }), '商品已售罄')
  assert.equal(reason({ errCode: 'NOT_LISTED', errMsg: '该地区不配送' }), '该地区不配送')
  assert.equal(reason({ errCode: 'NOT_LISTED', errMsg: 'Not delivered there.' }), '操作失败，请稍后再试')
  assert.equal(reason({}), '操作失败，请稍后再试')
})

test('a check-in shows what it earned, and that it counts once a day', async () => {
  const answers = { getScore: { score: 10, streak: 2 }, updateScore: { score: 10, earned: 10 } }
  const page = open('pages/points/index', answers)
  await page.onShow()
  assert.deepEqual([page.data.score, page.data.streak], [10, 2])
  await page.checkIn()
  answers.updateScore = () => ({ status: 409, data: { errCode: 'ALREADY_COUNTED', errMsg: '' } })
  await page.checkIn()
  assert.deepEqual(wx.toasts, ['+10 积分', '今日已签到'])
})

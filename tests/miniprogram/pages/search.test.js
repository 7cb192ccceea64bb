/** The search. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { scene } = require('../support/scene')
const { card } = require('../support/shop')

async function visit (t, state, more) {
  const page = await scene('search', state, more)
  t.after(() => page.close())
  return page
}

test('what the user writes is searched, remembered, and noted with the number of results', async (t) => {
  const page = await visit(t, 'start', { cloud: { searchGoods: { items: [card(2)], cursor: null } } })
  await page.emit('.input', 'input', { value: '  苹果 ' })
  await page.tap('.button', '搜索')
  assert.deepEqual(page.sent('searchGoods'), [{ text: '苹果', limit: 20 }])
  assert.equal(page.findAll('goods-card').length, 1)
  assert.deepEqual(page.events, [['search', { text: '苹果', results: 1 }]])
  assert.deepEqual(wx.getStorageSync('tuan.searches').slice(0, 2), ['苹果', '蓝莓'])
  await page.tap('.goods')
  assert.deepEqual(page.events.at(-1), ['goods_click', { goodsId: 'goods-2', position: 1 }])
})

test('an earlier search is one tap away, moves to the front, and can be forgotten', async (t) => {
  const page = await visit(t, 'start', { cloud: { searchGoods: { items: [], cursor: null } } })
  await page.tap('.word', '纯棉 T 恤')
  assert.deepEqual(page.data.history, ['纯棉 T 恤', '蓝莓', '东北五常大米 10 斤装'])
  await page.tap('.clear')
  await page.tap('.quiet', '清空')
  assert.deepEqual(page.data.history, [])
  assert.equal(wx.getStorageSync('tuan.searches'), '')
})

test('blanks are not searched', async (t) => {
  const page = await visit(t, 'start')
  await assert.rejects(page.tap('.button', '搜索'), /disabled/)
  await page.emit('.input', 'input', { value: '   ' })
  await page.emit('.input', 'confirm', { value: '   ' })
  assert.deepEqual(page.sent('searchGoods'), [])
})

test('nothing found says so; an empty page before the last one is passed over', async (t) => {
  assert.match((await visit(t, 'none')).text('page-state'), /没有找到“榴莲”，换个词试试/)
  const page = await visit(t, 'none', { cloud: { searchGoods: ({ cursor }) => cursor ? { items: [card(1)], cursor: null } : { items: [], cursor: 'more' } } })
  assert.equal(page.findAll('goods-card').length, 1)
})

test('the next page comes at the bottom', async (t) => {
  const page = await visit(t, 'found', { cloud: { searchGoods: ({ cursor }) => cursor ? { items: [card(3)], cursor: null } : { items: [card(2)], cursor: 'more' } } })
  await page.instance.onReachBottom()
  await page.settle()
  assert.equal(page.findAll('goods-card').length, 2)
})

test('an answer to an older search is not shown', async (t) => {
  const waiting = {}
  const page = await visit(t, 'start', { cloud: { searchGoods: ({ text }) => new Promise((resolve) => { waiting[text] = resolve }) } })
  await page.tap('.word', '蓝莓')
  page.instance.find('苹果')
  await page.settle()
  waiting['苹果']({ items: [card(2)], cursor: null })
  waiting['蓝莓']({ items: [card(1), card(8)], cursor: null })
  await page.settle()
  assert.equal(page.findAll('goods-card').length, 1)
  assert.deepEqual(page.events.filter(([event]) => event === 'search'), [['search', { text: '苹果', results: 1 }]])
})

test('a failure can be retried and is no search without results', async (t) => {
  const page = await visit(t, 'error')
  assert.match(page.text('page-state'), /网络异常/)
  assert.deepEqual(page.events, [])
  page.script({ searchGoods: { items: [card(2)], cursor: null } })
  await page.tap('.button', '重新加载')
  assert.equal(page.findAll('goods-card').length, 1)
})

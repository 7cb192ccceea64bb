/** The home page: flash sales, and the waterfall of goods. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { NOW, HOUR, cards, sale } = require('../support/shop')

const FAILED = () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') }

function visit (t, state, more) {
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: NOW })
  return scene('home', state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}

const columns = (page) => page.data.columns.map((column) => column.map(({ goodsId }) => goodsId))

test('goods fill two columns of about the same height, with prices and groups', async (t) => {
  const page = await visit(t, 'full')
  assert.deepEqual(columns(page), [['goods-1', 'goods-3', 'goods-6', 'goods-7'], ['goods-2', 'goods-4', 'goods-5', 'goods-8']])
  assert.match(page.text('goods-card'), /云南蓝莓.*3人团拼¥45¥59¥79/)
  assert.deepEqual(page.events[0], ['page_view', { page: 'home' }])
})

test('the next page comes at the bottom, once, below what is there; then comes the end', async (t) => {
  const page = await visit(t, 'full')
  const before = columns(page)
  page.script({ listGoods: ({ cursor }) => ({ items: cursor === 'next' ? [...cards(1, 8), ...cards(2, 9)] : [], cursor: null }) })
  await Promise.all([page.emit('.scroll', 'scrolltolower'), page.emit('.scroll', 'scrolltolower')])
  await page.emit('.scroll', 'scrolltolower')
  assert.deepEqual(page.sent('listGoods'), [{ limit: 20 }, { limit: 20, cursor: 'next' }])
  const after = columns(page)
  for (const [side, column] of before.entries()) assert.deepEqual(after[side].slice(0, column.length), column, 'shown goods keep their place')
  assert.equal(after.flat().length, 10, 'goods that come twice are shown once')
  assert.equal(page.data.columns.flat().find(({ goodsId }) => goodsId === 'goods-10').position, 10)
  assert.match(page.text('page-state'), /没有更多了/)
})

test('heights of pictures that are known decide where new goods go', async (t) => {
  const page = await visit(t, 'end')
  assert.deepEqual(columns(page), [['goods-1', 'goods-3'], ['goods-2']])
  await page.emit('goods-card', 'ratio', { goodsId: 'goods-1', ratio: 4 })
  page.instance.show({ items: cards(5), state: 'end', text: '' })
  await page.settle()
  assert.deepEqual(columns(page), [['goods-1', 'goods-3'], ['goods-2', 'goods-4', 'goods-5']])
})

test('a failure says why, can be retried, and keeps what is shown', async (t) => {
  const page = await visit(t, 'error')
  assert.match(page.text('page-state'), /网络异常，请检查网络后重试/)
  page.script({ listGoods: { items: cards(4), cursor: 'next' } })
  await page.tap('.button', '重新加载')
  assert.equal(page.findAll('goods-card').length, 4)
  page.script({ listGoods: FAILED })
  await page.emit('.scroll', 'scrolltolower')
  assert.equal(page.findAll('goods-card').length, 4)
  page.script({ listGoods: { items: cards(1, 5), cursor: null } })
  await page.tap('.button', '重新加载')
  assert.equal(page.findAll('goods-card').length, 5)
  assert.equal(page.sent('listGoods').at(-1).cursor, 'next')
})

test('after an hour the cursor is refused: the list goes on from its beginning without repeats', async (t) => {
  const page = await visit(t, 'full')
  page.script({ listGoods: ({ cursor }) => { if (cursor) throw refusal('BAD_REQUEST', '提交的内容有误', { field: 'cursor' }); return { items: cards(10), cursor: null } } })
  await page.emit('.scroll', 'scrolltolower')
  assert.deepEqual(columns(page).flat().sort(), cards(10).map(({ goodsId }) => goodsId).sort())
})

test('the skeleton, the empty shop, and the end', async (t) => {
  const loading = await visit(t, 'loading')
  assert.ok(loading.has('.bones.feed'))
  t.mock.timers.reset()
  const empty = await visit(t, 'empty')
  assert.match(empty.text('page-state'), /这里还没有内容/)
  assert.ok(!empty.has('.sales'))
})

test('pulled down, the page is read again, and old goods stay until new ones are here', async (t) => {
  const page = await visit(t, 'full')
  let answer
  page.script({ listGoods: () => new Promise((resolve) => { answer = resolve }), listSales: { items: [] } })
  await page.emit('.scroll', 'refresherrefresh')
  assert.equal(page.data.refreshing, true)
  assert.equal(page.findAll('goods-card').length, 8)
  answer({ items: cards(2, 5), cursor: null })
  await page.settle()
  assert.equal(page.data.refreshing, false)
  assert.deepEqual(columns(page).flat().sort(), ['goods-5', 'goods-6'])
  page.script({ listGoods: FAILED })
  await page.emit('.scroll', 'refresherrefresh')
  assert.equal(page.findAll('goods-card').length, 2, 'a refresh that fails takes nothing away')
})

test('sales that run have a countdown, others say when they begin; without them the page is whole', async (t) => {
  const page = await visit(t, 'full')
  assert.match(page.text('.sales'), /距结束 02:00:00/)
  assert.match(page.text('.sales'), /今天 23:00 开始/)
  await page.tap('.sale', '赣南脐橙')
  assert.deepEqual(page.went, ['/packages/goods/detail/index?goodsId=goods-8&saleId=sale-2'])
  t.mock.timers.reset()
  const without = await visit(t, 'full', { cloud: { listSales: FAILED } })
  assert.ok(!without.has('.sales'))
  assert.equal(without.findAll('goods-card').length, 8)
})

test('a sale that ends disappears', async (t) => {
  const page = await visit(t, 'full')
  page.script({ listSales: { items: [sale({ endAt: NOW + 2 * HOUR })] } })
  t.mock.timers.tick(2 * HOUR + 1000)
  await page.settle()
  assert.ok(!page.has('.sales'))
})

test('what is seen and tapped is noted with its place', async (t) => {
  const page = await visit(t, 'full')
  await page.emit('goods-card', 'seen', { goodsId: 'goods-1', position: 1 })
  await page.tap('.goods', '烟台红富士')
  assert.deepEqual(page.events.slice(1), [['goods_impression', { goodsId: 'goods-1', position: 1 }], ['goods_click', { goodsId: 'goods-2', position: 2 }]])
  assert.deepEqual(page.went, ['/packages/goods/detail/index?goodsId=goods-2'])
  await page.tap('.search')
  assert.equal(page.went.at(-1), '/packages/goods/search/index')
})

/** The categories: each keeps what it has loaded, and its place. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { cards, card } = require('../support/shop')

async function visit (t, state, more) {
  const page = await scene('category', state, more)
  t.after(() => page.close())
  return page
}

test('the first category is open, and another one is asked for when it is chosen', async (t) => {
  const page = await visit(t, 'full')
  assert.equal(page.text('.name.chosen'), '新鲜水果')
  assert.deepEqual(page.sent('listGoods'), [{ category: 'fruit', limit: 20 }])
  page.script({ listGoods: { items: [card(6)], cursor: null } })
  await page.tap('.name', '服饰鞋帽')
  assert.equal(page.text('.name.chosen'), '服饰鞋帽')
  assert.equal(page.findAll('goods-card').length, 1)
  assert.match(page.text('page-state'), /没有更多了/)
})

test('a category that is chosen again has its goods and its place, and goes on where it was', async (t) => {
  const page = await visit(t, 'full')
  await page.emit('.goods-list', 'scroll', { scrollTop: 640 })
  page.script({ listGoods: { items: [card(6)], cursor: null } })
  await page.tap('.name', '服饰鞋帽')
  assert.equal(page.data.top, 0)
  await page.tap('.name', '新鲜水果')
  assert.equal(page.findAll('goods-card').length, 5)
  assert.equal(page.data.top, 640)
  assert.equal(page.sent('listGoods').length, 2)
  page.script({ listGoods: { items: cards(1, 9), cursor: null } })
  await page.emit('.goods-list', 'scrolltolower')
  assert.deepEqual(page.sent('listGoods').at(-1), { category: 'fruit', limit: 20, cursor: 'next' })
  assert.equal(page.findAll('goods-card').length, 6)
})

test('an answer that comes late does not show in another category', async (t) => {
  let late
  const page = await visit(t, 'full', { cloud: { listGoods: () => new Promise((resolve) => { late = resolve }) } })
  const first = late
  page.script({ listGoods: { items: [card(6)], cursor: null } })
  await page.tap('.name', '服饰鞋帽')
  first({ items: cards(5), cursor: null })
  await page.settle()
  assert.equal(page.findAll('goods-card').length, 1)
  await page.tap('.name', '新鲜水果')
  assert.equal(page.findAll('goods-card').length, 5)
})

test('loading, empty, and a failure that can be retried', async (t) => {
  assert.ok((await visit(t, 'loading')).has('.bones.list'))
  assert.match((await visit(t, 'empty')).text('page-state'), /这个分类还没有商品/)
  const page = await visit(t, 'error')
  assert.match(page.text('page-state'), /网络异常/)
  page.script({ listGoods: { items: cards(2), cursor: null } })
  await page.tap('.button', '重新加载')
  assert.equal(page.findAll('goods-card').length, 2)
})

test('a tap opens the goods, and is noted', async (t) => {
  const page = await visit(t, 'full')
  await page.tap('.goods', '东北五常大米')
  assert.deepEqual(page.events.at(-1), ['goods_click', { goodsId: 'goods-3', position: 3 }])
  assert.deepEqual(page.went, ['/packages/goods/detail/index?goodsId=goods-3'])
})

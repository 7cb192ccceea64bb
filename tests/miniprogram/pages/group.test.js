/** The group page: what a visitor sees and can do in each state of the group. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { open, refusal } = require('../support/page')

const HOUR = 3600000
const COVER = 'https://img.test/goods-5.png'
const GOODS = {
  goodsId: 'wipes', title: '纯棉洗脸巾 100 抽 × 6 包', cover: COVER, price: 4980, category: 'home', rank: 1, stock: 9,
  group: { size: 3, hours: 24, price: 3980 },
  skus: [{ skuId: 'wipes', title: '纯棉洗脸巾', price: 4980, stock: 9, options: {}, weight: 0, remaining: 9, sold: 0 }],
  options: [], images: [COVER], detailImages: [], description: '', delivery: 'express', sold: 0, hidden: false, draft: false, revision: 1
}
const member = (memberId, more = {}) => ({ leader: false, joinedAt: 1, memberId, isMe: false, ...more })
const LEADER = member('m1', { leader: true })

function groupOf (more = {}) {
  return {
    groupId: 'g1', goodsId: 'wipes', title: GOODS.title, price: 3980, status: 'OPEN', size: 3,
    members: [LEADER], seatsLeft: 2, expiresAt: Date.now() + 5 * HOUR, ...more
  }
}

function visit (group, { goods = GOODS, query = { groupId: 'g1' }, cloud = {}, wx } = {}) {
  return open('pages/group/index', {
    query,
    wx,
    cloud: { getGroup: group, getGoods: goods, listOpenGroups: { items: [] }, resolveShare: { code: 'demoShare1', kind: 'group', target: 'g1', channel: 'card', goodsId: 'wipes' }, ...cloud }
  })
}

test('a visitor sees who is in, how many are missing, the prices, and joins on the page that confirms', async (t) => {
  const page = await visit(groupOf())
  t.after(() => page.close())
  assert.match(page.text('.status'), /还差 2 人成团/)
  assert.match(page.text('.goods'), /3 人团，省 ¥10/)
  assert.equal(page.findAll('.seat').length, 3)
  assert.equal(page.findAll('.seat.free').length, 2)
  await page.tap('.button', '立即参团')
  assert.deepEqual(page.went, ['/packages/order/confirm/index?goodsId=wipes&skuId=wipes&groupId=g1'])
})

test('with the code of a card the visit is counted, and goes into the order', async (t) => {
  const page = await visit(groupOf(), { query: { groupId: 'g1', share: 'demoShare1' } })
  t.after(() => page.close())
  assert.deepEqual(page.sent('resolveShare'), [{ code: 'demoShare1' }])
  assert.match(page.text('.invited'), /好友邀您/)
  await page.tap('.button', '立即参团')
  assert.match(page.went[0], /share=demoShare1/)
})

test('a mini-program code and the link of a QR code lead to the group', async () => {
  for (const query of [{ scene: 'demoShare1' }, { q: encodeURIComponent('https://shop.test/s/demoShare1?from=poster') }]) {
    const page = await visit(groupOf(), { query })
    assert.deepEqual(page.sent('getGroup'), [{ groupId: 'g1' }])
    page.close()
  }
})

test('a code of something else leads there', async () => {
  const page = await visit(groupOf(), { query: { scene: 'demoShare1' }, cloud: { resolveShare: { code: 'demoShare1', kind: 'goods', target: 'wipes', channel: '' } } })
  assert.deepEqual(page.went, ['/packages/goods/detail/index?goodsId=wipes&share=demoShare1'])
  page.close()
})

/** The poster and the card of a share: what is drawn, and how the user keeps it. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { goods } = require('../scenes/group')
const { scene } = require('../support/scene')
const { Canvas } = require('../support/canvas')
const { CARD, drawCard } = require('../../../miniprogram/utils/poster')
const { NOW } = require('../support/shop')

function visit (t, state, more) {
  t.mock.timers.enable({ apis: ['Date'], now: NOW })
  return scene('poster', state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}

test('the poster of a group has its price, how many are missing, and a code', async (t) => {
  const page = await visit(t, 'group')
  assert.deepEqual(page.sent('createShare'), [{ groupId: 'group-1', channel: 'poster' }])
  const [{ texts, drawn }] = page.canvases
  assert.deepEqual(texts, ['¥45', '单买 ¥59', '云南蓝莓 125g × 4 盒', '3 人团，还差 2 人', 'Tuan 拼团', '微信扫码查看'])
  assert.deepEqual(page.sent('getShareCode'), [{ code: 'demoShare3', page: 'pages/group/index' }])
  assert.equal(drawn.filter((each) => each.includes('<image')).length, 2, 'the goods and the code')
  assert.match(page.attribute('.poster', 'src'), /^data:/)
})

test('a long title gets two lines and an ellipsis; a long price keeps its place', async (t) => {
  const page = await visit(t, 'goods')
  assert.deepEqual(page.sent('createShare'), [{ goodsId: 'goods-2', channel: 'poster' }])
  const [{ texts }] = page.canvases
  assert.equal(texts[0], '¥1239.9')
  assert.match(texts[2], /…$/)
  assert.ok(!texts.some((text) => text.includes('原价')), 'a crossed-out price that does not fit is left out')
})

test('a shop with a registered link has an ordinary QR code', async (t) => {
  const page = await visit(t, 'link')
  assert.deepEqual(page.sent('getShareCode'), [])
  const [{ texts, drawn }] = page.canvases
  assert.ok(texts.includes('微信扫码查看'))
  assert.ok(drawn.filter((each) => each.includes('fill="#000"')).length > 200, 'the modules of the code')
})

test('if WeChat draws no code, the poster has none', async (t) => {
  const page = await visit(t, 'bare')
  assert.ok(!page.canvases[0].texts.includes('微信扫码查看'))
})

test('a picture that cannot be loaded leaves its place empty', async (t) => {
  const page = await visit(t, 'group', { cloud: { getGoods: { ...goods, cover: 'https://img.test/broken.jpg' } } })
  assert.equal(page.canvases[0].drawn.filter((each) => each.includes('<image')).length, 1, 'the code alone')
  assert.ok(page.has('.poster'))
})

test('the user sends the poster or keeps it', async (t) => {
  const page = await visit(t, 'group', { wx: { showShareImageMenu: () => ({}), saveImageToPhotosAlbum: () => ({}) } })
  await page.tap('.button', '发送给朋友')
  assert.match(page.asked('showShareImageMenu')[0].path, /^data:/)
  await page.tap('.button', '保存到相册')
  assert.deepEqual(page.said, ['已保存到相册'])
})

test('an album that was refused once is allowed in the settings; a cancel says nothing', async (t) => {
  let errMsg = 'saveImageToPhotosAlbum:fail auth deny'
  const page = await visit(t, 'group', { wx: { saveImageToPhotosAlbum: () => { throw { errMsg } } } })
  await page.tap('.button', '保存到相册')
  assert.deepEqual(page.said, ['需要相册权限'])
  assert.equal(page.asked('openSetting').length, 1)
  errMsg = 'saveImageToPhotosAlbum:fail cancel'
  await page.tap('.button', '保存到相册')
  errMsg = 'saveImageToPhotosAlbum:fail file not found'
  await page.tap('.button', '保存到相册')
  assert.deepEqual(page.said, ['需要相册权限', '保存失败，请重试'])
})

test('loading, and a failure that can be retried', async (t) => {
  const loading = await visit(t, 'loading')
  assert.ok(loading.has('.bone'))
  const failed = await scene('poster', 'error')
  failed.script({ createShare: { code: 'demoShare3', kind: 'group', target: 'group-1', channel: 'poster' } })
  await failed.tap('.button', '重新加载')
  assert.ok(failed.has('.poster'))
  failed.close()
})

test('the shared page leads to the group with the code of the poster', async (t) => {
  const page = await visit(t, 'group')
  assert.equal(page.instance.onShareAppMessage().path, '/pages/group/index?groupId=group-1&share=demoShare3')
})

test('the card in a chat has the price, what is missing, and a call', () => {
  const canvas = Object.assign(new Canvas(), CARD)
  drawCard(canvas.getContext('2d'), { cover: null, price: '45', line: '3 人团，还差 1 人', call: '去参团' })
  assert.deepEqual(canvas.texts, ['¥45', '3 人团，还差 1 人', '去参团'])
  assert.equal(CARD.width / CARD.height, 1.25, 'WeChat cuts other shapes')
})

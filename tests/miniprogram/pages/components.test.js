/** The components that pages share. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { mount } = require('../support/page')

const GOODS = { goodsId: 'tea', title: '红茶', cover: 'https://img.test/tea.png', price: 8850, linePrice: 12000 }

test('a price is in yuan, without zeros that say nothing, and crossed out only what is more', () => {
  const price = (properties) => {
    const shown = mount('components/price/index', properties)
    const text = shown.text()
    shown.close()
    return text
  }
  assert.equal(price({ fen: 8800 }), '¥88')
  assert.equal(price({ fen: 8850 }), '¥88.5')
  assert.equal(price({ fen: 5 }), '¥0.05')
  assert.equal(price({ fen: 0, prefix: '拼' }), '拼¥0')
  assert.equal(price({ fen: 8800, line: 9900 }), '¥88¥99')
  assert.equal(price({ fen: 8800, line: 8800 }), '¥88')
})

test('a countdown counts, stops while its page is hidden, and tells its end once', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1000000 })
  const shown = mount('components/countdown/index', { until: 1000000 + 90061000 }, ['end'])
  t.after(() => shown.close())
  assert.equal(shown.text(), '1天 01:01:01')
  t.mock.timers.tick(2000)
  assert.equal(shown.text(), '1天 01:00:59')
  shown.hide()
  t.mock.timers.tick(59000)
  assert.equal(shown.text(), '1天 01:00:59')
  shown.show()
  assert.equal(shown.text(), '1天 01:00:00')
  t.mock.timers.tick(90000000)
  assert.equal(shown.text(), '00:00:00')
  shown.hide()
  shown.show()
  assert.deepEqual(shown.told, [['end', {}]])
})

test('a state of a page is a skeleton, empty with an action, a failure that can be retried, more, or the end', async () => {
  const state = (properties) => mount('components/page-state/index', properties, ['retry', 'action'])
  assert.equal(state({ state: 'loading', skeleton: 'feed' }).findAll('.bone-card').length, 6)
  assert.equal(state({ state: '' }).text(), '')
  assert.equal(state({ state: 'end' }).text(), '— 没有更多了 —')
  assert.equal(state({ state: 'more' }).text(), '加载中…')
  const empty = state({ state: 'empty', text: '还没有订单', action: '去逛逛' })
  assert.match(empty.text(), /还没有订单/)
  await empty.tap('.button', '去逛逛')
  assert.deepEqual(empty.told, [['action', {}]])
  const failed = state({ state: 'error', text: '网络异常' })
  await failed.tap('.button', '重新加载')
  assert.match(failed.text(), /网络异常/)
  assert.deepEqual(failed.told, [['retry', {}]])
})

test('a card of goods tells that it is tapped, how high its picture is, and once that it was seen', async (t) => {
  const shown = mount('components/goods-card/index', { goods: { ...GOODS, group: { size: 3, hours: 24, price: 6600 } }, position: 4 }, ['open', 'seen', 'ratio'])
  t.after(() => shown.close())
  assert.equal(shown.text(), '红茶3人团拼¥66¥88.5¥120')
  await shown.tap('.goods')
  await shown.emit('.cover', 'load', { width: 200, height: 300 })
  await shown.emit('.cover', 'load', { width: 0, height: 0 })
  let look
  const watching = { relativeToViewport: () => watching, observe: (selector, callback) => { look = callback }, disconnect: () => { watching.over = true } }
  shown.instance.createIntersectionObserver = () => watching
  shown.instance.watch()
  look({ intersectionRatio: 0.1 })
  assert.equal(watching.over, undefined)
  look({ intersectionRatio: 0.6 })
  assert.equal(watching.over, true)
  const card = { goodsId: 'tea', position: 4 }
  assert.deepEqual(shown.told, [['open', card], ['ratio', { goodsId: 'tea', ratio: 1.5 }], ['seen', card]])
})

test('a group that costs nothing says so', () => {
  const shown = mount('components/goods-card/index', { goods: { ...GOODS, group: { size: 3, hours: 24, price: 0 } } })
  assert.match(shown.text(), /免费拼/)
  shown.close()
})

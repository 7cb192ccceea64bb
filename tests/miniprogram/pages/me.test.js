/** The user's own page, their groups, and what the shop knows of them. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { open, refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { NOW } = require('../support/shop')

function visit (t, name, state, more) {
  t.mock.timers.enable({ apis: ['Date', 'setInterval', 'setTimeout'], now: NOW })
  return scene(name, state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}
const texts = (page, selector) => page.findAll(selector).map((each) => each.textContent.trim())

test('orders by state with their numbers, the after-sales that wait, and the points', async (t) => {
  const page = await visit(t, 'me', 'full')
  assert.deepEqual(texts(page, '.state'), ['1待付款', '3待发货', '50+待收货', '已完成', '1售后'])
  assert.equal(page.text('.score'), '386')
  await page.tap('.state', '待发货')
  await page.tap('.state', '售后')
  await page.tap('.quiet', '全部')
  for (const item of ['我的拼团', '收货地址', '个人信息与隐私']) await page.tap('.item', item)
  await page.tap('.points')
  assert.deepEqual(page.went, [
    '/packages/order/list/index?status=PAID',
    '/packages/order/after-sales/index',
    '/packages/order/list/index',
    '/packages/user/groups/index',
    '/packages/user/addresses/index',
    '/packages/user/data/index',
    '/packages/promotion/points/index'
  ])
})

test('customer service gets a card of the latest order', async (t) => {
  const page = await visit(t, 'me', 'full')
  assert.equal(page.attribute('.contact', 'openType'), 'contact')
  assert.equal(page.attribute('.contact', 'showMessageCard'), true)
  assert.equal(page.attribute('.contact', 'sendMessagePath'), '/packages/order/detail/index?orderId=order-1')
  assert.match(page.attribute('.contact', 'sendMessageTitle'), /云南蓝莓/)
  const none = await scene('me', 'empty')
  assert.equal(none.attribute('.contact', 'showMessageCard'), false)
  none.close()
})

test('the user chooses the language of what the shop says', async (t) => {
  const page = await visit(t, 'me', 'full', { wx: { showActionSheet: () => ({ tapIndex: 2 }) } })
  assert.match(page.text('.list'), /联系客服/)
  await page.tap('.item', '提示语言')
  assert.ok(page.has('.item', 'English'))
  page.show()
  await page.settle()
  assert.ok(page.has('.item', 'English'), 'it is kept')
})

test('numbers that fail are left out; if all fail, the user can retry', async (t) => {
  const page = await visit(t, 'me', 'full', { cloud: { listMyAfterSales: () => { throw refusal('BUSY', '系统繁忙，请稍后再试') } } })
  assert.deepEqual(texts(page, '.state').slice(3), ['已完成', '售后'])
  assert.ok(!page.has('.notice'))
  const failed = await scene('me', 'error')
  assert.match(failed.text('.notice'), /点此重试/)
  failed.script({ getScore: { score: 9, debt: 0, expiring: [], streak: 0 } })
  await failed.tap('.notice')
  assert.equal(failed.text('.score'), '9')
  assert.ok(!failed.has('.notice'))
  failed.close()
})

test('the user\'s groups in each state lead to their page', async (t) => {
  const page = await visit(t, 'groups', 'full')
  assert.deepEqual(texts(page, '.word'), ['拼团中', '待付款', '拼团成功', '未成团'])
  assert.match(page.text('.card'), /还差 1 人，剩余 05:08:00/)
  await page.tap('.card', '待付款')
  assert.deepEqual(page.went, ['/pages/group/index?groupId=group-2'])
})

test('groups: loading, empty, and a failure that can be retried', async (t) => {
  const loading = await visit(t, 'groups', 'loading')
  assert.ok(loading.has('.bone'))
  const empty = await scene('groups', 'empty')
  await empty.tap('.button', '去逛逛')
  assert.deepEqual(empty.went, ['/pages/home/index'])
  empty.close()
  const failed = await scene('groups', 'error')
  failed.script({ listMyGroups: { items: [] } })
  await failed.tap('.button', '重新加载')
  assert.match(failed.text(), /还没有参加过拼团/)
  failed.close()
})

test('an export is waited for, and then sent to a chat or copied', async (t) => {
  const page = await visit(t, 'data', 'running', { wx: { downloadFile: () => ({ statusCode: 200, tempFilePath: 'wxfile://tmp' }), shareFileMessage: () => ({}) } })
  assert.match(page.text(), /正在整理… 120 \/ 431/)
  page.script({ exportMyData: { state: 'DONE', done: 431, total: 431, url: 'https://files.test/data.json' } })
  t.mock.timers.tick(3000)
  await page.settle()
  await page.tap('.button', '发送到聊天')
  assert.equal(page.asked('shareFileMessage')[0].filePath, 'wxfile://tmp')
  await page.tap('.button', '复制下载链接')
  assert.equal(page.asked('setClipboardData')[0].data, 'https://files.test/data.json')
})

test('a link that has expired, or a failed download, says so', async (t) => {
  const page = await visit(t, 'data', 'done', { wx: { downloadFile: () => ({ statusCode: 403, tempFilePath: '' }) } })
  await page.tap('.button', '发送到聊天')
  assert.deepEqual(page.said, ['链接已失效，请重新导出'])
  assert.ok(page.has('.button', '导出'))
})

test('a page that is left does not ask any more', async (t) => {
  const page = await visit(t, 'data', 'running')
  page.live('onUnload')
  t.mock.timers.tick(60000)
  await page.settle()
  assert.equal(page.sent('exportMyData').length, 1)
})

test('data is erased only after a look ahead and the word that the user writes', async (t) => {
  let word = '不要'
  const wx = { showModal: ({ editable }) => ({ confirm: true, cancel: false, content: editable ? word : '' }) }
  const eraseMe = ({ preview }) => preview ? { state: 'READY', points: 386 } : { state: 'ERASING', points: 386, doneBy: NOW + 1800000 }
  const page = await visit(t, 'data', 'start', { wx: { ...wx }, cloud: { eraseMe } })
  await page.tap('.button', '申请注销')
  assert.deepEqual(page.sent('eraseMe'), [{ preview: true }])
  assert.match(page.asked('showModal')[0].placeholderText, /386 积分将一并清除/)
  word = ' 注销 '
  await page.tap('.button', '申请注销')
  assert.deepEqual(page.sent('eraseMe').slice(1), [{ preview: true }, {}])
  assert.deepEqual(page.went, ['/pages/home/index'])
})

test('an erasure that is not possible now says why', async (t) => {
  const page = await visit(t, 'data', 'start', { cloud: { eraseMe: () => { throw refusal('UNFINISHED', '您还有未完成的订单，请完成后再注销') } } })
  await page.tap('.button', '申请注销')
  assert.deepEqual(page.said, ['您还有未完成的订单，请完成后再注销'])
})

test('privacy: the page in front asks, and all calls that wait get the answer', async (t) => {
  const page = await visit(t, 'data', 'start')
  const answers = []
  wx.askPrivacy((answer) => answers.push(answer.event))
  wx.askPrivacy((answer) => answers.push(answer.event))
  await page.settle()
  assert.match(page.text('.sheet'), /《Tuan 拼团小程序隐私保护指引》/)
  await page.tap('.contract')
  assert.equal(page.asked('openPrivacyContract').length, 1)
  await page.emit('#agree-privacy', 'agreeprivacyauthorization')
  assert.deepEqual(answers, ['exposureAuthorization', 'exposureAuthorization', 'agree', 'agree'])
  assert.ok(!page.has('.sheet'))
  wx.askPrivacy((answer) => answers.push(answer.event))
  await page.settle()
  await page.tap('.button', '暂不同意')
  assert.equal(answers.pop(), 'disagree')
})

test('privacy: a page that is closed leaves no call waiting', async (t) => {
  const page = await open('packages/user/data/index')
  const answers = []
  wx.askPrivacy(({ event }) => answers.push(event))
  page.close()
  assert.deepEqual(answers, ['exposureAuthorization', 'disagree'])
})

test('the staff, and nobody else, finds the way into the merchant\'s console', async (t) => {
  const page = await visit(t, 'me', 'staff')
  await page.tap('.item', '登录商家后台')
  assert.deepEqual(page.went, ['/packages/staff/console/index'])
  page.close()
  const buyer = await scene('me', 'full')
  t.after(() => buyer.close())
  assert.ok(!buyer.text().includes('登录商家后台'))
})

/** The page of points: the balance, the calendar of check-ins, the ledger, what expires, and the rules. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { NOW, DAY } = require('../support/shop')
const { month, nextBonus } = require('../../../miniprogram/packages/promotion/lib/calendar')

function visit (t, state, more) {
  t.mock.timers.enable({ apis: ['Date'], now: NOW })
  return scene('points', state, more).then((page) => {
    t.after(() => page.close())
    return page
  })
}
const texts = (page, selector) => page.findAll(selector).map((each) => each.textContent.trim())

test('the balance, what it is worth, what expires first, the days of this month with a check-in', async (t) => {
  const page = await visit(t, 'full')
  assert.equal(page.text('.score'), '386')
  assert.match(page.text('.head'), /100 积分抵 1 元，最多抵订单金额的 50%/)
  assert.match(page.text('.head'), /120 积分将于 2026-11-30 后过期/)
  assert.equal(page.findAll('.day.done').length, 5)
  assert.equal(page.text('.day.today'), '26')
  assert.match(page.text(), /再连续签到 3 天，额外得 20 积分/)
  await page.tap('.button', '去使用')
  assert.deepEqual(page.went, ['/pages/home/index'])
})

test('a check-in counts once: the button says so after it', async (t) => {
  const page = await visit(t, 'full', { cloud: { updateScore: { score: 396, earned: 10 } } })
  page.script({ getScore: { score: 396, debt: 0, expiring: [], streak: 5 }, listScore: { items: [{ entry: 'daily_checkin#2026-11-26', points: 10, balance: 396, at: NOW, action: 'daily_checkin' }], cursor: null } })
  await page.tap('.button', '签到领 10 积分')
  assert.deepEqual(page.sent('updateScore'), [{ action: 'daily_checkin' }])
  assert.deepEqual(page.consents, [['pointsExpiring']])
  assert.deepEqual(page.said, ['签到成功 +10'])
  assert.equal(page.text('.score'), '396')
  await assert.rejects(page.tap('.button', '今日已签到'), /disabled/)
})

test('a check-in on another phone today is no failure', async (t) => {
  const page = await visit(t, 'full', { cloud: { updateScore: () => { throw refusal('ALREADY_COUNTED', '已领取过该积分') } } })
  await page.tap('.button', '签到领 10 积分')
  assert.deepEqual(page.said, ['今天已签到，明天再来'])
})

test('the ledger says what happened, when, and why an operator changed it', async (t) => {
  const page = await visit(t, 'full')
  const rows = texts(page, '.entry')
  assert.equal(rows[0], '每日签到2026-11-25 20:00+10')
  assert.equal(rows[1], '下单抵扣2026-11-25 19:00-200')
  assert.equal(rows[6], '客服调整包裹晚到，致歉2026-11-16 20:00+100')
})

test('the ledger goes on at its end; a page that fails can be asked for again', async (t) => {
  const old = (n) => ({ entry: `purchase#${n}`, points: 5, balance: 5, at: NOW - 60 * DAY, action: 'purchase' })
  const page = await visit(t, 'full', { cloud: { listScore: { items: [old(1)], cursor: 'next' } } })
  assert.deepEqual(page.sent('listScore'), [{}], 'the first page reaches back to before this month')
  page.script({ listScore: () => { throw refusal('BUSY', '系统繁忙，请稍后再试') } })
  await page.instance.onReachBottom()
  await page.settle()
  page.script({ listScore: { items: [old(2)], cursor: null } })
  await page.tap('.button', '重新加载')
  assert.equal(page.findAll('.entry').length, 2)
  assert.match(page.text(), /没有更多了/)
})

test('the calendar reads the ledger back to the first day of the month', async (t) => {
  const pages = [[NOW, 'a'], [NOW - 3 * DAY, 'b'], [NOW - 40 * DAY, null]]
  let number = 0
  const page = await visit(t, 'full', { cloud: { listScore: () => { const [at, cursor] = pages[number++]; return { items: [{ entry: `purchase#${at}`, points: 1, balance: 1, at, action: 'purchase' }], cursor } } } })
  assert.equal(page.sent('listScore').length, 3)
})

test('what expires when, and how points are earned and spent', async (t) => {
  const expiring = await visit(t, 'expiring')
  assert.deepEqual(texts(expiring, '.entry'), ['2026-11-30 到期120', '2027-11-30 到期266'])
  const rules = await scene('points', 'rules')
  assert.deepEqual(texts(rules, '.entry'), [
    '每日签到连续 7 天再送 20，连续 30 天再送 100+10',
    '邀请新朋友下单每天最多 20 次+50',
    '购物奖励每消费 1 元 +10',
    '分享好物好友打开您的分享后到账，每件商品每天一次，每天最多 10 次+5'
  ])
  rules.close()
})

test('a debt, an empty ledger, loading, and a failure that can be retried', async (t) => {
  const debt = await visit(t, 'debt')
  assert.match(debt.text('.head'), /待抵扣 59 积分/)
  const empty = await scene('points', 'empty')
  assert.match(empty.text(), /还没有积分，先签到吧/)
  empty.close()
  const loading = await scene('points', 'loading')
  assert.ok(loading.has('.bone'))
  loading.close()
  const failed = await scene('points', 'error')
  failed.script({ getScore: { score: 7, debt: 0, expiring: [], streak: 0 } })
  await failed.tap('.button', '重新加载')
  assert.equal(failed.text('.score'), '7')
  failed.close()
})

test('a month is the month of Shanghai, in weeks from Monday', () => {
  const lastNight = month(Date.parse('2026-03-01T00:30:00+08:00'), ['2026-03-01'])
  assert.equal(lastNight.title, '2026 年 3 月')
  assert.equal(lastNight.weeks[0].days[6].day, 1, '2026-03-01 is a Sunday')
  assert.ok(lastNight.doneToday)
  assert.equal(lastNight.weeks.flatMap(({ days }) => days).filter(({ day }) => day).length, 31)
  const leap = month(Date.parse('2028-02-29T12:00:00+08:00'), [])
  assert.equal(leap.weeks.flatMap(({ days }) => days).filter(({ day }) => day).length, 29)
})

test('the next bonus is the first one that the streak has not reached', () => {
  const rule = { streak: [{ days: 7, points: 20 }, { days: 30, points: 100 }] }
  assert.deepEqual(nextBonus(rule, 6), { days: 7, points: 20, left: 1 })
  assert.deepEqual(nextBonus(rule, 7), { days: 30, points: 100, left: 23 })
  assert.equal(nextBonus(rule, 30), null)
  assert.equal(nextBonus(undefined, 0), null)
})

/** The states of the page of points. */

const { NOW, DAY } = require('../support/shop')
const { refusal } = require('../support/page')

const page = 'packages/promotion/points/index'
const rule = (action, points, more = {}) => ({ action, points, percent: 0, per: 'event', dailyCap: 0, streak: [], months: 12, claimable: false, ...more })
const rules = {
  items: [
    rule('daily_checkin', 10, { per: 'day', claimable: true, streak: [{ days: 7, points: 20 }, { days: 30, points: 100 }] }),
    rule('invite', 50, { dailyCap: 20 }),
    rule('purchase', 0, { percent: 10 }),
    rule('redeem', 0, { percent: 50, months: 1, pointsPerYuan: 100 }),
    rule('share_goods', 5, { per: 'goods_day', dailyCap: 10, claimable: true, whenOpened: true })
  ]
}
const day = (ms) => new Date(ms + 8 * 3600000).toISOString().slice(0, 10)
const checkIn = (ago, balance) => ({ entry: `daily_checkin#${day(NOW - ago * DAY)}`, points: 10, balance, at: NOW - ago * DAY, action: 'daily_checkin' })
const entries = [
  checkIn(1, 386),
  { entry: 'spend#order-1', points: -200, balance: 376, at: NOW - DAY - 3600000, action: 'spend' },
  checkIn(2, 576), checkIn(3, 566), checkIn(4, 556), checkIn(9, 546),
  { entry: 'adjust#case-1', points: 100, balance: 536, at: NOW - 10 * DAY, action: 'adjust', reason: '包裹晚到，致歉' },
  { entry: 'purchase#order-1', points: 59, balance: 436, at: NOW - 30 * DAY, action: 'purchase' }
]
const score = { score: 386, debt: 0, expiring: [{ date: '2026-11-30', points: 120 }, { date: '2027-11-30', points: 266 }], streak: 4 }
const cloud = { getScore: score, listScoreRules: rules, listScore: { items: entries, cursor: null } }

module.exports = {
  page,
  rules,
  states: {
    full: { cloud, dark: true, large: true, whole: true },
    done: { cloud: { ...cloud, getScore: { ...score, score: 396, streak: 5 }, listScore: { items: [checkIn(0, 396), ...entries], cursor: null } } },
    expiring: { cloud, whole: true, then: (opened) => opened.tap('.tab', '到期时间') },
    rules: { cloud, whole: true, then: (opened) => opened.tap('.tab', '赚取规则') },
    debt: { cloud: { ...cloud, getScore: { score: 0, debt: 59, expiring: [], streak: 0 } } },
    empty: { cloud: { ...cloud, getScore: { score: 0, debt: 0, expiring: [], streak: 0 }, listScore: { items: [], cursor: null } }, whole: true },
    loading: { cloud: { ...cloud, getScore: () => new Promise(() => {}) } },
    error: { cloud: { ...cloud, getScore: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

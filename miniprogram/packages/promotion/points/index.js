const { ask } = require('../../../utils/ask')
const { sorry, say } = require('../../../utils/toast')
const tuan = require('../../../lib/tuan/index')
const routes = require('../../../utils/routes')
const { month, checkedDays, reachesBack, nextBonus } = require('../lib/calendar')
const { rowOf, waysOf, worth } = require('../lib/ledger')

const MOST_PAGES = 5 // of the ledger, read for the calendar of this month

/** Points: the balance, the check-in of today and of this month, what expires when, and the ledger. */
Page({
  data: {
    page: 'loading',
    error: null,
    score: 0,
    debt: 0,
    streak: 0,
    expiring: [],
    calendar: null,
    bonus: null,
    earns: 0,
    ways: [],
    worth: '',
    rows: [],
    list: '', // more, end, error
    tab: 'ledger', // ledger, expiring, rules
    busy: false
  },

  onLoad () {
    return this.load()
  },

  async onPullDownRefresh () {
    await this.load()
    wx.stopPullDownRefresh()
  },

  async load () {
    try {
      const [score, rules] = await Promise.all([ask('getScore'), ask('listScoreRules')])
      this.rules = rules.items
      await this.readLedger()
      this.show(score)
      this.setData({ page: 'ready', ways: waysOf(this.rules), worth: worth(this.rules) })
    } catch (error) {
      this.setData({ page: 'error', error })
    }
  },

  /** The first pages of the ledger, back to the beginning of the month. */
  async readLedger () {
    this.entries = []
    this.cursor = undefined
    do await this.readPage()
    while (this.cursor && !reachesBack(this.entries, Date.now()) && this.entries.length < MOST_PAGES * 20)
  },

  async readPage () {
    const { items, cursor } = await ask('listScore', this.cursor ? { cursor: this.cursor } : {})
    this.entries.push(...items)
    this.cursor = cursor
    this.setData({ rows: this.entries.map(rowOf), list: cursor ? 'more' : 'end' })
  },

  show ({ score, debt, streak, expiring }) {
    const rule = this.rules.find(({ action }) => action === 'daily_checkin')
    this.setData({
      score,
      debt,
      streak,
      expiring,
      calendar: month(Date.now(), checkedDays(this.entries)),
      bonus: nextBonus(rule, streak),
      earns: rule ? rule.points : 0
    })
  },

  async onReachBottom () {
    if (this.data.tab !== 'ledger' || !this.cursor || this.reading) return
    this.reading = true
    try {
      await this.readPage()
    } catch (error) {
      this.setData({ list: 'error' })
    }
    this.reading = false
  },

  async checkIn () {
    const { busy, calendar } = this.data
    if (busy || calendar.doneToday) return
    this.setData({ busy: true })
    try {
      await tuan.allowNotices(['pointsExpiring'])
      const { earned } = await ask('updateScore', { action: 'daily_checkin' })
      wx.showToast({ title: `签到成功 +${earned}`, icon: 'none' })
    } catch (error) {
      if (error.code === 'ALREADY_COUNTED') say('今天已签到，明天再来')
      else sorry(error)
    }
    this.setData({ busy: false })
    await this.load()
  },

  choose ({ currentTarget }) {
    this.setData({ tab: currentTarget.dataset.tab })
  },

  /** Points pay for part of an order, on the page that confirms it. */
  spend () {
    wx.switchTab({ url: routes.home() })
  }
})

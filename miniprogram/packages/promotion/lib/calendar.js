/** The month of check-ins, in days of Asia/Shanghai: 'YYYY-MM-DD'. */

const DAY_MS = 86400000
const SHANGHAI_MS = 8 * 3600000

const dayOf = (ms) => new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10)

const CHECK_IN = /^daily_checkin#(\d{4}-\d{2}-\d{2})$/

/** The days of the check-ins among the ledger's entries. */
function checkedDays (entries) {
  return entries.map(({ entry }) => CHECK_IN.exec(entry)).filter(Boolean).map(([, day]) => day)
}

/** Whether the entries, newest first, go back to before the month of `now`. */
function reachesBack (entries, now) {
  const last = entries[entries.length - 1]
  return Boolean(last) && dayOf(last.at) < `${dayOf(now).slice(0, 7)}-01`
}

/** The weeks of the month of `now`, from Monday: rows of seven `{ key, day, done, today, ahead }`; `day` is '' outside. */
function month (now, checked) {
  const today = dayOf(now)
  const [year, number] = today.split('-').map(Number)
  const first = Date.UTC(year, number - 1, 1)
  const days = (Date.UTC(year, number, 1) - first) / DAY_MS
  const before = (new Date(first).getUTCDay() + 6) % 7
  const done = new Set(checked)
  const weeks = []
  for (let at = 0; at < before + days; at += 7) {
    weeks.push({ key: `w${at}`, days: [0, 1, 2, 3, 4, 5, 6].map((i) => cell(at + i - before)) })
  }
  return { title: `${year} 年 ${number} 月`, weeks, doneToday: done.has(today) }

  function cell (index) {
    if (index < 0 || index >= days) return { key: `x${index}`, day: '', done: false, today: false, ahead: false }
    const date = new Date(first + index * DAY_MS).toISOString().slice(0, 10)
    return { key: date, day: index + 1, done: done.has(date), today: date === today, ahead: date > today }
  }
}

/** The next bonus of a streak of check-ins: `{ days, points, left }`, or null if there is none. */
function nextBonus (rule, streak) {
  const found = rule ? rule.streak.find(({ days }) => days > streak) : null
  return found ? { days: found.days, points: found.points, left: found.days - streak } : null
}

module.exports = { month, checkedDays, reachesBack, nextBonus, dayOf }

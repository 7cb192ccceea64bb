/** Texts that users read: amounts, times, amounts of people. */

const DAY = 24 * 3600 * 1000
const two = (number) => String(number).padStart(2, '0')

/** 8800 fen as '88', 8850 as '88.5', 8805 as '88.05'. */
function yuan (fen) {
  return (fen / 100).toFixed(2).replace(/\.?0+$/, '')
}

/** 8800 fen as '88.00', for sums that stand below each other. */
function yuanFull (fen) {
  return (fen / 100).toFixed(2)
}

/** Milliseconds as '1天 02:03:04' or '02:03:04'; '00:00:00' when the time is over. */
function countdown (ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const days = Math.floor(seconds / 86400)
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return days ? `${days}天 ${clock}` : clock
}

/** A time as '2026-11-26 17:05', by the clock of the phone. */
function moment (ms) {
  const at = new Date(ms)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}`
}

/** When something begins or ends: '今天 20:00', '明天 20:00', '11月28日 20:00'. */
function soon (ms, now = Date.now()) {
  const at = new Date(ms)
  const days = Math.round((midnight(at) - midnight(new Date(now))) / DAY)
  const day = ['今天', '明天'][days] || `${at.getMonth() + 1}月${at.getDate()}日`
  return `${day} ${clock(at)}`
}

/** Units sold, as a shop says them: '856', '1.2万'. */
function many (number) {
  return number < 10000 ? String(number) : `${(Math.floor(number / 1000) / 10).toFixed(1).replace('.0', '')}万`
}

/** The options of a SKU as '黑 / XL'; empty without options. */
function choice (options) {
  return Object.values(options || {}).join(' / ')
}

/** An address as one line. */
function addressLine ({ provinceName, cityName, countyName, streetName, detailInfo }) {
  const city = cityName === provinceName ? '' : cityName // 北京市北京市 is 北京市
  return [provinceName, city, countyName, streetName, detailInfo].filter(Boolean).join('')
}

function clock (at) {
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

function midnight (at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
}

module.exports = { yuan, yuanFull, countdown, moment, soon, many, choice, addressLine }

/** The states of the list of live rooms. */

const { NOW, HOUR, MINUTE } = require('../support/shop')
const { refusal } = require('../support/page')

const page = 'pages/live/index'
const room = (liveId, status, more = {}) => ({ liveId, title: '周末水果专场', status, startAt: NOW - HOUR, endAt: null, ...more })
const items = [
  room('live-1', 'LIVE'),
  room('live-2', 'PLANNED', { title: '年货节预热：坚果、腊味和礼盒一次买齐', startAt: NOW + 26 * HOUR }),
  room('live-3', 'PLANNED', { title: '咖啡器具专场', startAt: NOW - MINUTE }),
  room('live-4', 'ENDED', { title: '秋冬家纺', startAt: NOW - 50 * HOUR, endAt: NOW - 48 * HOUR })
]

module.exports = {
  page,
  states: {
    full: { cloud: { listLives: { items, cursor: null } }, dark: true, large: true },
    loading: { cloud: { listLives: () => new Promise(() => {}) } },
    empty: { cloud: { listLives: { items: [], cursor: null } } },
    error: { cloud: { listLives: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

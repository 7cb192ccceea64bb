/**
 * `tuan`: replaces wx.cloud for a shop of your own.
 *
 *   const tuan = require('../../lib/tuan/index')
 *   tuan.init({ api: 'https://api.example.com', ws: 'wss://live.example.com' })
 *   const { result } = await tuan.callFunction({ name: 'joinGroup', data: { groupId } })
 *
 * As in wx.cloud, a call resolves to `{ result, errMsg: 'cloud.callFunction:ok', requestID }`, or rejects with an
 * Error that has `errCode` (an integer) and `errMsg`. It also has `code`, the shop's own name of the failure,
 * such as 'GROUP_FULL'; `text`, a sentence for the user; and, for developers, `field` and `detail`.
 *
 * It logs in before the first call, keeps the session, and logs in again once after a 401. It repeats calls
 * that failed on the network, with the same Idempotency-Key, so that nothing is done twice.
 *
 * index.d.ts has the types of all functions. Sources: wx.cloud, wx.request, wx.login, wx.connectSocket,
 * wx.requestPayment and wx.requestSubscribeMessage in the mini-program API.
 */

const settings = require('./settings')
const session = require('./session')
const tracking = require('./track')
const variants = require('./variant')
const { callFunction } = require('./call')
const { room } = require('./room')
const { pay } = require('./pay')
const { allowNotices } = require('./notices')
const { textOf } = require('./texts')

/** Set the addresses, and other settings of settings.js. What wx.cloud.init takes (`env`, `traceUser`) has no effect. */
function init (options = {}) {
  const { api } = settings
  for (const name of Object.keys(settings)) {
    if (options[name] !== undefined) settings[name] = options[name]
  }
  for (const name of ['api', 'sandbox']) settings[name] = settings[name].replace(/\/+$/, '')
  if (settings.api === api) return
  session.reset()
  variants.reset()
  tracking.begin()
}

/** Put the client in the place of `wx.cloud`: pages that call wx.cloud.callFunction need no change. */
function install () {
  Object.defineProperty(wx, 'cloud', { configurable: true, get: () => tuan })
  return tuan
}

const tuan = {
  init,
  install,
  callFunction,
  login: session.login,
  room,
  track: tracking.track,
  variant: variants.variant,
  pay,
  allowNotices,
  textOf
}

module.exports = tuan

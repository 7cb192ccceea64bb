/**
 * `cloud`: replaces wx.cloud's callFunction for a shop of your own.
 *
 *   const cloud = require('../../lib/cloud')
 *   cloud.init({ api: 'https://api.example.com', ws: 'wss://live.example.com' })
 *   const { result } = await cloud.callFunction({ name: 'joinGroup', data: { groupId } })
 *
 * As in wx.cloud, a call resolves to `{ result, errMsg: 'cloud.callFunction:ok', requestID }`, or
 * rejects with an Error that has `errCode` and `errMsg`. With `success`, `fail` or `complete` it
 * calls these instead. Here `errCode` is a name ('GROUP_FULL'), `errMsg` a text for users (English
 * if the phone's language is; `lib/show.js` has it in Chinese), and `detail`, if there is one, the
 * exact reason for developers.
 *
 * It logs in before the first call, keeps the session, and logs in again once after a 401. It
 * repeats calls that failed on the network, with the same Idempotency-Key, so that nothing is done
 * twice. `cloud.watchLive` keeps a socket to a live room open.
 *
 * Sources: wx.cloud.callFunction, wx.request, wx.login and wx.connectSocket in the mini-program API.
 */

const OK = 'cloud.callFunction:ok'
const SESSION_KEY = 'tuan.session'
const RETRYABLE = new Set([429, 502, 503, 504])
const READS = /^(get|list)[A-Z]/ // these change nothing, so a repeat needs no key
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/ // what Lambda takes
const AHEAD_MS = 60 * 1000 // a session that ends within this time is renewed first

const settings = {
  api: '',
  ws: '',
  timeout: 10000,
  retries: 2,
  retryDelay: 300, // ms; doubles with each retry
  reconnectDelay: 1000, // ms; doubles with each failure, up to 30 s
  pingEvery: 4 * 60 * 1000 // API Gateway closes sockets that are silent for 10 minutes
}

let session = null
let loggingIn = null

/** Set the addresses: `api` is the URL of the HTTP API, `ws` that of the WebSocket API. */
function init (options) {
  Object.assign(settings, options)
  settings.api = settings.api.replace(/\/+$/, '')
  session = null
  loggingIn = null
}

/** Call a cloud function. See the head of this file. */
function callFunction ({ name, data = {}, success, fail, complete } = {}) {
  const call = run(name, data)
  if (!success && !fail && !complete) return call
  call.then(
    (answer) => {
      if (success) success(answer)
      if (complete) complete(answer)
    },
    (error) => {
      if (fail) fail(error)
      if (complete) complete(error)
    }
  )
}

/** The user's session: `{ openid, token, expiresAt }`. Logs in if there is none. */
function login () {
  if (session === null) session = recall()
  if (session && session.expiresAt - AHEAD_MS > Date.now()) return Promise.resolve(session)
  return logInAgain()
}

// --- calls ---------------------------------------------------------------------------------------

async function run (name, data) {
  if (typeof name !== 'string' || !NAME.test(name)) throw failure('INVALID_PARAM', 'name is not the name of a cloud function')
  const header = READS.test(name) ? {} : { 'idempotency-key': randomKey() }
  const me = await login()
  let answer = await send(name, data, header, me)
  if (answer.statusCode === 401) {
    forget(me)
    answer = await send(name, data, header, await login())
  }
  return resultOf(answer)
}

function resultOf (answer) {
  const requestID = requestIdOf(answer)
  if (answer.statusCode === 200) return { result: answer.data, errMsg: OK, requestID }
  const refusal = answer.data && answer.data.errCode ? answer.data : { errMsg: `HTTP ${answer.statusCode}` }
  throw failure(refusal.errCode || 'UNKNOWN', refusal.errMsg, { requestID, field: refusal.field, detail: refusal.detail })
}

/** The answer to a request. Repeats the request while the failure is retryable. */
async function send (name, data, header, me) {
  for (let attempt = 0; ; attempt++) {
    const last = attempt >= settings.retries
    try {
      const answer = await request(name, data, { ...header, authorization: `Bearer ${me.token}` })
      if (last || !isRetryable(answer)) return answer
    } catch (error) {
      if (last) throw error
    }
    await pause(settings.retryDelay * 2 ** attempt)
  }
}

function isRetryable (answer) {
  if (RETRYABLE.has(answer.statusCode)) return true
  return answer.statusCode === 409 && answer.data && answer.data.errCode === 'IN_PROGRESS'
}

function request (name, data, header) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: `${settings.api}/${name}`,
      method: 'POST',
      data,
      header: { 'content-type': 'application/json', ...header },
      timeout: settings.timeout,
      success: resolve,
      fail: ({ errMsg }) => reject(failure('NETWORK', errMsg || 'request:fail'))
    })
  })
}

function requestIdOf (answer) {
  if (answer.data && answer.data.requestId) return answer.data.requestId
  const found = Object.entries(answer.header || {}).find(([name]) => /^apigw-requestid$/i.test(name))
  return found ? found[1] : ''
}

function failure (errCode, errMsg, more = {}) {
  const error = new Error(`cloud.callFunction:fail ${errCode} ${errMsg}`)
  return Object.assign(error, { errCode, errMsg, requestID: '' }, more)
}

// --- sessions ------------------------------------------------------------------------------------

/** One login at a time, even if many calls wait for it. */
function logInAgain () {
  if (!loggingIn) {
    const done = () => { loggingIn = null }
    loggingIn = enter()
    loggingIn.then(done, done)
  }
  return loggingIn
}

/** A code of wx.login works once, so every attempt gets a new one. */
async function enter () {
  for (let attempt = 0; ; attempt++) {
    const last = attempt >= settings.retries
    try {
      const answer = await request('login', { code: await freshCode() }, {})
      if (last || !isRetryable(answer)) return keep(resultOf(answer).result)
    } catch (error) {
      if (last || error.errCode !== 'NETWORK') throw error
    }
    await pause(settings.retryDelay * 2 ** attempt)
  }
}

function freshCode () {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) => resolve(code),
      fail: ({ errMsg }) => reject(failure('NETWORK', errMsg || 'login:fail'))
    })
  })
}

function keep ({ token, expiresIn, openid }) {
  session = { token, openid, api: settings.api, expiresAt: Date.now() + expiresIn * 1000 }
  wx.setStorage({ key: SESSION_KEY, data: session })
  return session
}

function recall () {
  const kept = wx.getStorageSync(SESSION_KEY)
  return kept && kept.api === settings.api ? kept : undefined
}

/** Forget a refused session, unless another call has logged in again in the meantime. */
function forget (refused) {
  if (session && session.token === refused.token) {
    session = undefined
    wx.removeStorage({ key: SESSION_KEY })
  }
}

// --- live rooms ----------------------------------------------------------------------------------

/**
 * Watch a live room. `onPush(push)` gets each goods push once, the current one first; `onState` gets
 * 'open' and 'closed'. When the socket is lost it is opened again, until `close()`.
 */
function watchLive ({ liveId, onPush, onState = () => {} }) {
  const seen = new Set()
  let newest = 0
  let failures = 0
  let closed = false
  let task = null
  let ping = null
  let again = null

  async function open () {
    again = null
    let me
    try {
      me = await login()
    } catch (error) {
      return later()
    }
    if (closed) return
    const query = `liveId=${encodeURIComponent(liveId)}&token=${encodeURIComponent(me.token)}`
    const mine = task = wx.connectSocket({ url: `${settings.ws}?${query}` })
    let opened = false
    let over = false
    mine.onOpen(() => {
      opened = true
      failures = 0
      ping = setInterval(() => mine.send({ data: '{"action":"ping"}' }), settings.pingEvery)
      onState('open')
    })
    mine.onMessage(({ data }) => receive(data))
    const lost = () => {
      if (over) return // an error is followed by a close
      over = true
      clearInterval(ping)
      if (opened) onState('closed')
      else forget(me) // a failed handshake gives no reason: the session may have expired
      if (!closed) later()
    }
    mine.onError(lost)
    mine.onClose(lost)
  }

  function later () {
    const wait = Math.min(settings.reconnectDelay * 2 ** failures++, 30000)
    if (!closed) again = setTimeout(open, wait * (0.5 + Math.random() / 2))
  }

  /** The shop sends at least once: pass each push on once, and none older than the current one. */
  function receive (text) {
    let message
    try {
      message = JSON.parse(text)
    } catch (error) {
      return
    }
    if (!message || message.type !== 'goodsPush') return
    if (seen.has(message.pushId) || message.at < newest) return
    seen.add(message.pushId)
    newest = message.at
    onPush(message)
  }

  open()
  return {
    close () {
      closed = true
      clearInterval(ping)
      clearTimeout(again)
      if (task) task.close({})
    }
  }
}

// --- helpers -------------------------------------------------------------------------------------

/** Wait between half and all of `ms`, so that many clients do not retry at the same moment. */
function pause (ms) {
  return new Promise((resolve) => setTimeout(resolve, ms * (0.5 + Math.random() / 2)))
}

/** Unique, not secret: the shop keeps keys per user and function. */
function randomKey () {
  const part = () => Math.random().toString(36).slice(2, 12)
  return `${Date.now().toString(36)}-${part()}${part()}`
}

module.exports = { init, callFunction, login, watchLive }

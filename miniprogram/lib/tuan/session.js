/** The user's session with the shop: one login at a time, however many calls wait for it. */

const settings = require('./settings')
const { post, persist, resultOf } = require('./requests')
const { callFailure } = require('./failures')
const { randomKey, kept, keep } = require('./helpers')

const SESSION = 'tuan.session'
const DEVICE = 'tuan.device'
const AHEAD = 60 * 1000 // ms; a session that ends within this time is renewed first

let session = null
let entering = null

/** `{ openid, roles, token, expiresAt }`. Logs in if there is no session. */
function login () {
  if (!session && !settings.sandbox) session = recall()
  if (session && session.expiresAt - AHEAD > Date.now()) return Promise.resolve(session)
  if (!entering) {
    const done = () => { entering = null }
    entering = enter()
    entering.then(done, done)
  }
  return entering
}

/** A code works once, so every attempt gets a new one. */
async function enter () {
  const { api } = settings
  const answer = await persist(async () => post('login', { code: await code() }))
  const { token, expiresIn, openid, roles = [] } = resultOf(answer).result
  const entered = { token, openid, roles, api, expiresAt: Date.now() + expiresIn * 1000 }
  if (api === settings.api) { // `init` has not chosen another shop meanwhile
    session = entered
    keep(SESSION, session)
  }
  return entered
}

/** A code of wx.login. For the sandbox it is the id of this device: its page /dev says who the user is. */
function code () {
  if (settings.sandbox) return `dev.${device()}`
  return new Promise((resolve, reject) => {
    wx.login({
      success: (answer) => resolve(answer.code),
      fail: ({ errMsg } = {}) => reject(callFailure('NETWORK', { why: errMsg || 'login:fail' }))
    })
  })
}

function device () {
  const id = kept(DEVICE) || randomKey()
  keep(DEVICE, id)
  return id
}

function recall () {
  const found = kept(SESSION)
  return found && found.api === settings.api ? found : null
}

/** Forget a refused session, unless another call has logged in again in the meantime. */
function forget (refused) {
  if (session && session.token === refused.token) {
    session = null
    wx.removeStorage({ key: SESSION, fail () {} })
  }
}

/** Begin again, for another shop. */
function reset () {
  session = null
  entering = null
}

module.exports = { login, forget, reset }

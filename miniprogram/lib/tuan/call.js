/** callFunction, with the behaviour of wx.cloud.callFunction. */

const settings = require('./settings')
const { post, persist, resultOf } = require('./requests')
const { callFailure } = require('./failures')
const { login, forget } = require('./session')
const { randomKey } = require('./helpers')

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/ // what Lambda takes
const READS = /^(get|list|search|count|quote)[A-Z]/ // these change nothing, so a repeat needs no key
const SLOW = 60000

/**
 * Call a cloud function: `{ name, data, config, slow, success, fail, complete }`. Resolves to
 * `{ result, requestID, errMsg }`. With a callback it returns nothing, and calls it instead.
 */
function callFunction (options) {
  const call = run(options)
  const { success, fail, complete } = options || {}
  if (!success && !fail && !complete) return call
  const tell = (first) => (value) => {
    for (const callback of [first, complete]) {
      try {
        if (callback) callback(value)
      } catch (error) {
        setTimeout(() => { throw error }) // it is the page's own: the others are called nevertheless
      }
    }
  }
  call.then(tell(success), tell(fail))
}

async function run (options) {
  const { name, data = {}, slow } = check(options)
  const header = READS.test(name) ? {} : { 'idempotency-key': randomKey() }
  const send = (me) => persist(() => post(name, data, me.token ? { ...header, authorization: `Bearer ${me.token}` } : header, slow && SLOW))
  let me = await enter()
  let answer = await send(me)
  if (answer.statusCode === 401 && me.token) {
    forget(me)
    me = await enter()
    answer = await send(me)
  }
  if (answer.statusCode === 401 && me.refused) throw me.refused
  return resultOf(answer)
}

/** The session. Who cannot log in is a guest: many functions are for guests, too. */
function enter () {
  return login().catch((error) => {
    if (error.code === 'NETWORK') throw error
    return { refused: error }
  })
}

function check (options) {
  if (!settings.api) throw wrong("Cloud API isn't enabled, please call init first", 'NOT_INITIALISED')
  if (!isObject(options)) throw wrong(`parameter should be object instead of ${typeof options}`)
  const { name, data } = options
  if (typeof name !== 'string') throw wrong(`parameter.name should be string instead of ${typeof name}`)
  if (!NAME.test(name)) throw wrong('parameter.name is not the name of a cloud function')
  if (data !== undefined && !isObject(data)) throw wrong(`parameter.data should be object instead of ${data === null ? 'null' : typeof data}`)
  return options
}

const isObject = (value) => typeof value === 'object' && value !== null
const wrong = (why, code = 'INVALID_PARAM') => callFailure(code, { why })

module.exports = { callFunction }

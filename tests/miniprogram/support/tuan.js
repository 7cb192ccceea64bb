/**
 * Stands for miniprogram/lib/tuan in tests of pages. `answers[name]` is the result of a cloud function, or
 * a function of its data that returns it, or throws `refusal(...)`. A cloud function that is not scripted is
 * an error. `tests/miniprogram/client-files.test.js` holds the real client to the same names.
 */

const api = { answers: {}, calls: [], events: [], payments: [], consents: [], rooms: [] }

function reset (answers = {}) {
  Object.assign(api, { answers, calls: [], events: [], payments: [], consents: [], rooms: [] })
}

/** A failure as the client gives it: `code` is the shop's, `text` is for the user. */
function refusal (code, text, more = {}) {
  return Object.assign(new Error(`cloud.callFunction:fail ${code}`), { errCode: -1, code, text, errMsg: text }, more)
}

async function callFunction ({ name, data = {} }) {
  const sent = structuredClone(data) // what cannot be sent fails here, as it would on the way
  api.calls.push([name, sent])
  if (!(name in api.answers)) throw new Error(`the cloud function ${name} is not scripted`)
  const answer = api.answers[name]
  const result = typeof answer === 'function' ? await answer(sent) : answer
  return { result: structuredClone(result), errMsg: 'cloud.callFunction:ok', requestID: 'request-1' }
}

/** `answers.$pay` decides how a payment ends; without it, the user pays. */
async function pay (payment, more) {
  api.payments.push([payment, more])
  if (api.answers.$pay) return api.answers.$pay(payment, more)
  return { status: 'PAID' }
}

async function allowNotices (keys) {
  api.consents.push(keys)
  return { accepted: [] }
}

/** `answers.$variant` is the variant of every experiment. */
async function variant (experiment) {
  return api.answers.$variant || { variant: 'v1', config: {}, inExperiment: false, experiment }
}

/** A room that a test speaks in: `rooms[0].push({...})`, `rooms[0].state('closed')`. */
function room (liveId, handlers = {}) {
  const listeners = { push: [], state: [] }
  const on = (what, listener) => { listeners[what] = [...(listeners[what] || []), listener]; return made }
  const tell = (what, value) => {
    for (const listener of listeners[what] || []) listener(value)
    const handler = handlers[`on${what[0].toUpperCase()}${what.slice(1)}`]
    if (handler) handler(value)
  }
  const made = {
    liveId,
    closed: false,
    on,
    onPush: (listener) => on('push', listener),
    onState: (listener) => on('state', listener),
    onMessage: (listener) => on('message', listener),
    send: (message) => { made.sent.push(message) },
    sent: [],
    close () { made.closed = true },
    push: (value) => tell('push', value),
    message: (value) => tell('message', value),
    state: (value) => tell('state', value)
  }
  api.rooms.push(made)
  return made
}

const client = {
  init () {},
  install: () => client,
  callFunction,
  login: async () => ({ openid: 'me', roles: [], ...api.answers.$login }),
  pay,
  track (event, props) { api.events.push([event, props]) },
  variant,
  room,
  allowNotices,
  textOf: (error) => (error && error.text) || '操作失败，请稍后再试'
}

module.exports = { api, client, reset, refusal }

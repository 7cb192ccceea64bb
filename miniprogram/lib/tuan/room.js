/** A live room: a socket that is opened again when it is lost, until `close()`. */

const settings = require('./settings')
const { login, forget } = require('./session')

const LONGEST = 30000 // ms between two attempts

/**
 * Watch a live room. `handlers`, which the methods of the same names add to, are `onPush(push)`: each goods push
 * once, the current one first; `onStock(message)`: what is left of the goods on show; `onState('open' |
 * 'closed')`; `onMessage(message)`: all else that the room says, also what is left.
 */
function room (liveId, handlers = {}) {
  const listeners = {}
  const seen = new Set()
  let shown = 0
  let left = 0
  let failures = 0
  let forgot = false // the session, since a socket was open last
  let closed = false
  let task = null
  let isOpen = false
  let ping = null
  let again = null

  const made = {
    /** Say something to the room. Without a connection it is not sent. */
    send (message) {
      if (isOpen) task.send({ data: JSON.stringify(message), fail () {} })
    },
    close () {
      closed = true
      clearInterval(ping)
      clearTimeout(again)
      if (task) task.close({})
    }
  }
  for (const name of ['onPush', 'onStock', 'onState', 'onMessage']) {
    listeners[name] = handlers[name] ? [handlers[name]] : []
    made[name] = (listener) => {
      listeners[name].push(listener)
      return made
    }
  }
  const tell = (name, value) => listeners[name].forEach((listener) => listener(value))

  async function open () {
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
      opened = isOpen = true
      failures = 0
      forgot = false
      ping = setInterval(() => made.send({ action: 'ping' }), settings.pingEvery)
      tell('onState', 'open')
    })
    mine.onMessage(({ data }) => receive(data))
    const lost = () => {
      if (over) return // an error is followed by a close
      over = true
      isOpen = false
      clearInterval(ping)
      if (opened) tell('onState', 'closed')
      else if (!closed && !forgot) {
        forgot = true // once: when sockets are down, a new session at every attempt is of no use
        forget(me) // a failed handshake gives no reason: the session may have expired
      }
      later()
    }
    mine.onError(lost)
    mine.onClose(lost)
  }

  function later () {
    const wait = Math.min(settings.reconnectDelay * 2 ** failures++, LONGEST)
    if (!closed) again = setTimeout(open, wait * (0.5 + Math.random() / 2))
  }

  /** The shop sends at least once, in any order: tell each push once, and nothing that is older than the last. */
  function receive (text) {
    let message
    try {
      message = JSON.parse(text)
    } catch (error) {
      return
    }
    const { type, pushId, at } = message || {}
    if (!type || type === 'pong') return
    if (type === 'goodsPush') {
      if (seen.has(pushId) || at < shown) return
      seen.add(pushId)
      shown = at
      return tell('onPush', message)
    }
    if (type === 'stock') {
      if (at < left) return
      left = at
      tell('onStock', message)
    }
    tell('onMessage', message)
  }

  open()
  return made
}

module.exports = { room }

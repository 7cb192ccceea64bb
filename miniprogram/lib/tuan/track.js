/**
 * Events of users. They are kept until the shop has taken them, also when WeChat kills the mini-program;
 * an event that is sent twice counts once, because it keeps its `insertId`.
 */

const settings = require('./settings')
const { callFunction } = require('./call')
const { randomKey, kept, keep } = require('./helpers')

const EVENTS = 'tuan.events'
const MOST_KEPT = 500
const LARGEST = 50 // events in one batch
const OLDEST = 72 * 3600 * 1000 // ms; the shop takes no older ones

let events = null
let timer = null
let sending = false
let size = LARGEST

/** Note that the user has done something. `event` and its `props` are in the shop's catalogue (listEvents). */
function track (event, props = {}) {
  const page = getCurrentPages().pop()
  all().push({ insertId: randomKey(), event, time: Date.now(), page: page ? page.route : '', props })
  events.splice(0, events.length - MOST_KEPT)
  keep(EVENTS, { api: settings.api, events })
  plan(events.length < settings.trackMost ? settings.trackEvery : 0)
}

/** The events that the shop has not taken yet: at first, those of an earlier run. */
function all () {
  if (!events) {
    const found = kept(EVENTS)
    events = found && found.api === settings.api ? found.events : []
  }
  return events
}

function plan (ms) {
  if (timer && ms) return
  clearTimeout(timer)
  timer = setTimeout(send, ms)
}

/** Send what is there. What fails for a while is sent later; what the shop cannot read is left out. */
async function send () {
  timer = null
  if (sending || !all().length) return
  sending = true
  events = events.filter(({ time }) => Date.now() - time < OLDEST)
  const batch = events.slice(0, size)
  let next = 0
  try {
    if (batch.length) await callFunction({ name: 'trackEvents', data: { events: batch } })
    remove(batch)
    size = LARGEST
  } catch (error) {
    next = settings.trackEvery * 4
    if (error.code === 'BAD_REQUEST') { // one of them is at fault: look for it in smaller batches
      next = 0
      if (batch.length === 1) remove(batch)
      size = Math.max(1, batch.length >> 1)
    }
  }
  sending = false
  if (events.length) plan(next)
}

function remove (batch) {
  const gone = new Set(batch.map(({ insertId }) => insertId))
  events = events.filter(({ insertId }) => !gone.has(insertId))
  keep(EVENTS, { api: settings.api, events })
}

/** Send what an earlier run has left, and what there is whenever the user leaves. */
function begin () {
  events = null
  if (all().length) plan(settings.trackEvery)
  if (wx.onAppHide) {
    if (wx.offAppHide) wx.offAppHide(send)
    wx.onAppHide(send)
  }
}

module.exports = { track, begin }

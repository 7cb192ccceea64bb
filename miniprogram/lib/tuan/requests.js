/** Requests: at most ten at once, as WeChat allows; the others wait for their turn. */

const settings = require('./settings')
const { language } = require('./texts')
const { callFailure } = require('./failures')
const { pause } = require('./helpers')

const RETRYABLE = [429, 502, 503, 504]
const waiting = []
let running = 0

/** POST to a function. Resolves to WeChat's answer, with any status; a failed request is NETWORK. */
function post (name, data, header, timeout) {
  return new Promise((resolve, reject) => {
    waiting.push({
      url: `${settings.api}/${name}`,
      method: 'POST',
      data,
      header: { 'content-type': 'application/json', 'accept-language': language(), ...header },
      timeout: timeout || settings.timeout,
      success: resolve,
      fail: ({ errMsg } = {}) => reject(callFailure('NETWORK', { why: errMsg || 'request:fail' }))
    })
    next()
  })
}

function next () {
  while (running < settings.atOnce && waiting.length) {
    const options = waiting.shift()
    let over = false
    const ended = (then) => (result) => {
      if (over) return
      over = true
      running--
      then(result)
      next()
    }
    running++
    const fail = ended(options.fail)
    try {
      wx.request({ ...options, success: ended(options.success), fail })
    } catch (error) {
      fail({ errMsg: `request:fail ${error.message}` })
    }
  }
}

/** What `ask()` resolves to. It is asked again while its failure may pass: of the network, or the shop is busy. */
async function persist (ask) {
  for (let attempt = 0; ; attempt++) {
    const last = attempt >= settings.retries
    try {
      const answer = await ask()
      if (last || !mayPass(answer)) return answer
    } catch (error) {
      if (last || error.code !== 'NETWORK') throw error
    }
    await pause(settings.retryDelay * 2 ** attempt)
  }
}

function mayPass ({ statusCode, data }) {
  return RETRYABLE.includes(statusCode) || (statusCode === 409 && data && data.errCode === 'IN_PROGRESS')
}

/** The result of an answer, as wx.cloud gives it. Another status than 200 is a failure. */
function resultOf ({ statusCode, data, header }) {
  const requestID = (data && data.requestId) || idIn(header || {})
  if (statusCode === 200) return { result: data, errMsg: 'cloud.callFunction:ok', requestID }
  if (!data || typeof data.errCode !== 'string') { // it is not the shop's: of a gateway, or of the way there
    const code = statusCode === 429 ? 'TOO_MANY_REQUESTS' : statusCode > 501 ? 'BUSY' : 'UNKNOWN'
    throw callFailure(code, { why: `HTTP ${statusCode}`, requestID })
  }
  const { errCode, errMsg, field, detail } = data
  throw callFailure(errCode, { said: errMsg, why: detail || errMsg, requestID, ...(field && { field }), ...(detail && { detail }) })
}

function idIn (header) {
  const name = Object.keys(header).find((each) => /^apigw-requestid$/i.test(each))
  return name ? header[name] : ''
}

module.exports = { post, persist, resultOf }

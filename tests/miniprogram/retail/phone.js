/** A `wx` that reaches the local stack: requests and logins are real, what has a screen is noted. */

/** `stack` is .local/stack.json, `openid` the user. */
function phone (stack, openid) {
  const kept = new Map()
  const calls = []
  let waiting = 0
  let lastOrder = null

  async function post (url, body, header = {}) {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...header } })
    return { statusCode: answer.status, data: await answer.json(), header: Object.fromEntries(answer.headers) }
  }

  /** Run, and tell `success` or `fail`, as wx does. */
  function told (name, work) {
    return ({ success = () => {}, fail = () => {}, complete = () => {}, ...options } = {}) => {
      calls.push([name, options])
      waiting++
      work(options).then(
        (result) => { success({ errMsg: `${name}:ok`, ...result }); complete(result) },
        (error) => { fail({ errMsg: `${name}:fail ${error.message}` }); complete(error) }
      ).finally(() => { waiting-- })
    }
  }

  const real = {
    request: told('request', async ({ url, data, header }) => {
      const answer = await post(url, data, header)
      if (answer.data.orderId && answer.data.payment) lastOrder = answer.data.orderId
      return answer
    }),
    login: told('login', async () => (await post(`${stack.sandbox}/sandbox/code`, { openid })).data),
    requestPayment: told('requestPayment', async () => {
      await post(`${stack.sandbox}/sandbox/pay`, { out_trade_no: lastOrder })
    }),
    getStorageSync: (key) => kept.has(key) ? kept.get(key) : '',
    setStorageSync: (key, value) => { kept.set(key, value) },
    removeStorageSync: (key) => { kept.delete(key) },
    setStorage: ({ key, data }) => { kept.set(key, data) },
    removeStorage: ({ key }) => { kept.delete(key) },
    canIUse: () => true,
    nextTick: (run) => { setTimeout(run, 0) },
    getWindowInfo: () => screen(),
    getSystemInfoSync: () => screen(),
    getAppBaseInfo: () => screen(),
    getDeviceInfo: () => screen(),
    getSkylineInfoSync: () => ({ isSupported: false }),
    getMenuButtonBoundingClientRect: () => ({ top: 4, bottom: 36, left: 280, right: 367, width: 87, height: 32 }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop', version: '' } }),
    getUpdateManager: () => ({ onCheckForUpdate () {}, onUpdateReady () {}, onUpdateFailed () {} }),
    createSelectorQuery: noSelection,
    createIntersectionObserver: () => ({ relativeToViewport: () => ({ observe () {} }), disconnect () {} })
  }

  const wx = new Proxy(real, {
    get: (target, name) => name in target || typeof name === 'symbol'
      ? target[name]
      : (options) => { calls.push([name, options]) },
    has: () => true
  })

  /** Wait until no request is under way any more. */
  async function quiet () {
    for (let still = 0; still < 8; still = waiting ? 0 : still + 1) await new Promise((resolve) => setTimeout(resolve, 25))
  }

  return { wx, calls, post, quiet }
}

const screen = () => ({ windowWidth: 390, windowHeight: 844, screenWidth: 390, screenHeight: 844, statusBarHeight: 47, pixelRatio: 2, platform: 'ios', SDKVersion: '2.19.0' }) // older than built-in behaviours that the simulation lacks

/** Without a screen, nothing has a size. */
function noSelection () {
  const none = { in: () => none, select: () => none, selectAll: () => none, selectViewport: () => none, boundingClientRect: () => none, scrollOffset: () => none, fields: () => none, node: () => none, exec: (then) => then && then([]) }
  return none
}

module.exports = { phone }

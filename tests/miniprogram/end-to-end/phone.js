/**
 * A phone with the mini-program: its own `wx`, its own modules, its own pages, so that several users can
 * meet in one test. `wx.request` and `wx.connectSocket` reach the functions that `make up` has deployed;
 * logins, payments and receipts go to the sandbox, as the user's taps in WeChat do.
 *
 *   const mei = new Phone(stack, 'mei')
 *   const page = await mei.open('/pages/group/index?groupId=...')
 *   await page.join()
 */

const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')
const { WebSocket } = require('ws')

const ROOT = path.resolve(__dirname, '../../../miniprogram')

class Phone {
  /** `openid` is who the user is; `config` replaces settings of config.js. */
  constructor (stack, openid, config = {}) {
    this.stack = stack
    this.openid = openid
    this.settings = { api: stack.api, ws: stack.ws, ...config }
    this.modules = new Map()
    this.pages = []
    this.said = [] // toasts and dialogs
    this.went = [] // urls of pages that were left for another one
    this.consents = {} // template id → 'accept'; everything else is rejected
    this.stored = new Map()
    this.wx = wxOf(this)
    this.globals = vm.createContext({
      wx: this.wx,
      console,
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
      getApp: () => this.app,
      getCurrentPages: () => [...this.pages],
      App: (options) => { this.app = options },
      Page: (options) => { this.declared = options },
      Component: () => {},
      Behavior: (options) => options
    })
    this.require('app.js')
    if (this.app.onLaunch) this.app.onLaunch({ path: 'pages/home/index', query: {}, scene: 1001 })
    if (this.app.onShow) this.app.onShow({ path: 'pages/home/index', query: {}, scene: 1001 })
  }

  /** The client, as pages have it. */
  get tuan () { return this.require('lib/tuan/index.js') }

  /** The result of a cloud function, called as this user. */
  async call (name, data = {}) {
    const { result } = await this.tuan.callFunction({ name, data })
    return JSON.parse(JSON.stringify(result))
  }

  /** Open a page by its address, wait until it is loaded, and return it. */
  async open (url) {
    const [route, query = ''] = url.replace(/^\//, '').split('?')
    this.declared = null
    this.modules.delete(path.join(ROOT, `${route}.js`)) // each opened page has fields of its own
    this.require(`${route}.js`)
    const page = this.declared
    if (!page) throw new Error(`${route} declares no page`)
    page.route = route
    page.options = Object.fromEntries(new URLSearchParams(query))
    page.data = JSON.parse(JSON.stringify(page.data || {}))
    page.setData = (change, done) => {
      for (const [name, value] of Object.entries(change)) put(page.data, name, value)
      if (done) done()
    }
    page.createSelectorQuery = () => noSelection()
    page.selectComponent = () => null
    page.createIntersectionObserver = () => ({ relativeToViewport: () => ({ observe () {} }), disconnect () {} })
    const behind = this.pages[this.pages.length - 1]
    if (behind && behind.onHide) behind.onHide()
    this.pages.push(page)
    const raw = Object.fromEntries(query.split('&').filter(Boolean).map((part) => part.split('=')))
    if (page.onLoad) await page.onLoad(raw)
    if (page.onShow) await page.onShow()
    if (page.onReady) await page.onReady()
    return page
  }

  /** The page that the last navigation led to, opened. */
  async follow () {
    if (!this.went.length) throw new Error('no page was left for another one')
    return this.open(this.went.pop())
  }

  /** Leave the page in front. */
  back () {
    const page = this.pages.pop()
    if (page && page.onUnload) page.onUnload()
  }

  /** Leave all pages and close all sockets. */
  off () {
    while (this.pages.length) this.back()
    for (const socket of this.sockets || []) socket.close()
  }

  require (name) {
    const file = path.join(ROOT, name)
    if (this.modules.has(file)) return this.modules.get(file).exports
    const module = { exports: {} }
    this.modules.set(file, module)
    if (name === 'config.js') {
      this.run(file, module)
      Object.assign(module.exports, this.settings)
      return module.exports
    }
    this.run(file, module)
    return module.exports
  }

  run (file, module) {
    const wrapped = `(function (require, module, exports) {${fs.readFileSync(file, 'utf8')}\n})`
    const load = (request) => {
      const found = path.resolve(path.dirname(file), request)
      const name = [`${found}.js`, found, path.join(found, 'index.js')].find((each) => fs.existsSync(each) && fs.statSync(each).isFile())
      if (!name) throw new Error(`${request} is not in the mini-program (${file})`)
      return this.require(path.relative(ROOT, name))
    }
    vm.runInContext(wrapped, this.globals, { filename: file })(load, module, module.exports)
  }

  /** Ask the sandbox: what the user does in WeChat itself. */
  async wechat (name, body) {
    const answer = await fetch(`${this.stack.sandbox}/sandbox/${name}`, body
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : {})
    const found = await answer.json()
    if (!answer.ok) throw new Error(`the sandbox refused ${name}: ${JSON.stringify(found)}`)
    return found
  }
}

/** `setData` with a path, such as 'bubble.left'. */
function put (data, name, value) {
  const parts = name.split(/[.[\]]+/).filter(Boolean)
  const last = parts.pop()
  const owner = parts.reduce((found, part) => found[part], data)
  owner[last] = value
}

/** Without a screen there is no canvas: pictures of shares are those of the goods. */
function noSelection () {
  const query = { in: () => query, select: () => query, selectAll: () => query, fields: () => query, boundingClientRect: () => query, exec: (then) => then && then([null]) }
  return query
}

/** `wx` of one phone. What it lacks is an error, so that no page calls an API that WeChat does not have. */
function wxOf (phone) {
  const { stack, stored } = phone

  /** As WeChat does: with a callback nothing is returned, without one a promise. */
  const answering = (work) => (options = {}) => {
    const { success, fail, complete } = options
    const ended = work(options)
    if (!success && !fail && !complete) return ended
    ended.then((result) => { if (success) success(result); if (complete) complete(result) },
      (error) => { if (fail) fail(error); if (complete) complete(error) })
  }
  const going = (keep) => answering(async ({ url }) => {
    phone.went.push(url)
    return { errMsg: `${keep}:ok` }
  })

  const wx = {
    login: answering(async () => ({ code: (await phone.wechat('code', { openid: phone.openid })).code, errMsg: 'login:ok' })),

    request (options) {
      const { url, method = 'GET', data, header = {} } = options
      const abort = new AbortController()
      answering(async () => {
        const answer = await fetch(url, { method, headers: header, body: JSON.stringify(data), signal: abort.signal }).catch((error) => { throw { errMsg: `request:fail ${error.message}` } })
        const text = await answer.text()
        let body = text
        try { body = JSON.parse(text) } catch (error) { /* WeChat only tries to read JSON */ }
        return { data: body, statusCode: answer.status, header: Object.fromEntries(answer.headers), cookies: [], errMsg: 'request:ok' }
      })(options)
      return { abort: () => abort.abort() }
    },

    connectSocket ({ url, success }) {
      const socket = new WebSocket(url)
      phone.sockets = [...(phone.sockets || []), socket]
      if (success) success({ errMsg: 'connectSocket:ok' })
      return {
        onOpen: (listener) => { socket.onopen = () => listener({}) },
        onMessage: (listener) => { socket.onmessage = ({ data }) => listener({ data }) },
        onClose: (listener) => { socket.onclose = ({ code, reason }) => listener({ code, reason }) },
        onError: (listener) => { socket.onerror = () => listener({ errMsg: 'connectSocket:fail' }) },
        send: ({ data }) => { if (socket.readyState === 1) socket.send(data) },
        close: () => socket.close()
      }
    },

    /** The user pays. What WeChat gives the page says nothing about the order: it may still be unpaid. */
    requestPayment: answering(async ({ package: prepay }) => {
      const { orders } = await phone.wechat('orders')
      const order = orders.find(({ prepay_ids: ids }) => ids.includes(prepay.split('=')[1]))
      if (!order) throw { errMsg: 'requestPayment:fail' }
      await phone.wechat('pay', { out_trade_no: order.out_trade_no, strict: true })
      return { errMsg: 'requestPayment:ok' }
    }),

    /** WeChat's own component: the user confirms the receipt of an order. */
    openBusinessView: answering(async ({ businessType, extraData }) => {
      if (businessType !== 'weappOrderConfirm') throw { errMsg: 'openBusinessView:fail' }
      await phone.wechat('receipt', { out_trade_no: extraData.merchant_trade_no, silent: true })
      return { errMsg: 'openBusinessView:ok', extraData: { status: 'success' } }
    }),

    requestSubscribeMessage: answering(async ({ tmplIds }) => ({
      errMsg: 'requestSubscribeMessage:ok',
      ...Object.fromEntries(tmplIds.map((id) => [id, phone.consents[id] || 'reject']))
    })),

    chooseAddress: answering(async () => ({
      errMsg: 'chooseAddress:ok', userName: '张三', postalCode: '510000', provinceName: '广东省', cityName: '广州市', countyName: '海珠区', detailInfo: '新港中路397号', nationalCode: '440105', telNumber: '020-81167888'
    })),

    getStorageSync: (key) => stored.has(key) ? JSON.parse(stored.get(key)) : '',
    setStorageSync: (key, value) => { stored.set(key, JSON.stringify(value)) },
    removeStorageSync: (key) => { stored.delete(key) },
    clearStorageSync: () => stored.clear(),
    setStorage: answering(async ({ key, data }) => { stored.set(key, JSON.stringify(data)); return { errMsg: 'setStorage:ok' } }),
    removeStorage: answering(async ({ key }) => { stored.delete(key); return { errMsg: 'removeStorage:ok' } }),

    navigateTo: going('navigateTo'),
    redirectTo: going('redirectTo'),
    switchTab: going('switchTab'),
    reLaunch: going('reLaunch'),
    navigateBack: answering(async () => { phone.back(); return { errMsg: 'navigateBack:ok' } }),

    showToast: answering(async ({ title }) => { phone.said.push(title); return { errMsg: 'showToast:ok' } }),
    showModal: answering(async ({ content, title }) => { phone.said.push(content || title); return { confirm: true, cancel: false, errMsg: 'showModal:ok' } }),
    showLoading: answering(async () => ({ errMsg: 'showLoading:ok' })),
    hideLoading: answering(async () => ({ errMsg: 'hideLoading:ok' })),
    hideToast: answering(async () => ({ errMsg: 'hideToast:ok' })),
    vibrateShort: answering(async () => ({ errMsg: 'vibrateShort:ok' })),
    stopPullDownRefresh: answering(async () => ({ errMsg: 'stopPullDownRefresh:ok' })),
    setNavigationBarTitle: answering(async () => ({ errMsg: 'setNavigationBarTitle:ok' })),
    pageScrollTo: answering(async () => ({ errMsg: 'pageScrollTo:ok' })),
    getAccountInfoSync: () => ({ miniProgram: { appId: stack.appid, envVersion: 'develop', version: '' } }),
    getAppBaseInfo: () => ({ language: 'zh_CN', theme: 'light', SDKVersion: '3.5.8' }),
    getDeviceInfo: () => ({ platform: 'ios', model: 'iPhone' }),
    getWindowInfo: () => ({ windowWidth: 390, windowHeight: 844, statusBarHeight: 47 }),
    getSystemInfoSync: () => ({ language: 'zh_CN', platform: 'ios', SDKVersion: '3.5.8' }),
    getNetworkType: answering(async () => ({ networkType: 'wifi', errMsg: 'getNetworkType:ok' })),
    canIUse: () => true,
    nextTick: (run) => { setTimeout(run, 0) },
    onAppShow () {},
    onAppHide () {},
    onNetworkStatusChange () {},
    onNeedPrivacyAuthorization () {}
  }
  return new Proxy(wx, {
    get (target, name) {
      if (name in target || typeof name === 'symbol') return target[name]
      throw new Error(`wx.${String(name)} is not in tests/miniprogram/end-to-end/phone.js`)
    }
  })
}

module.exports = { Phone }

/**
 * Opens a page of the mini-program as WeChat does, but in Node: its template is compiled by WeChat's own
 * compiler (miniprogram-compiler) and lives in miniprogram-simulate's tree. `wx` and the cloud are scripted.
 *
 *   const page = await open('pages/home/index', { cloud: { listGoods: {...} }, wx: {...}, query: {...} })
 *   await page.tap('.button', '去支付')
 *   assert.match(page.text(), /待付款/)
 *   page.close()
 */

require('./dom')
const Module = require('node:module')
const path = require('node:path')
const { scriptedWx } = require('./wx')
const { selecting } = require('./canvas')
const fake = require('./tuan')

const ROOT = path.resolve(__dirname, '../../../miniprogram')
const CLIENT = path.join(ROOT, 'lib/tuan/index')
const LIFE = ['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload']

global.wx = scriptedWx()
const simulate = require('miniprogram-simulate')
const exparser = require('miniprogram-exparser')

// Whoever requires the client gets the scripted one.
const resolve = Module._resolveFilename
Module._resolveFilename = function (request, parent, ...more) {
  if (request.startsWith('.') && parent && path.resolve(path.dirname(parent.filename), request).replace(/\.js$/, '') === CLIENT) {
    return require.resolve('./client_of_tests')
  }
  return resolve.call(this, request, parent, ...more)
}

/** A page is a component whose functions are methods. Other fields belong to each opened page. */
let fields = {}
global.Page = ({ data, ...more }) => {
  const methods = Object.fromEntries(Object.entries(more).filter(([, each]) => typeof each === 'function'))
  fields = Object.fromEntries(Object.entries(more).filter(([, each]) => typeof each !== 'function'))
  global.Component({ data, methods })
}
global.App = () => {}

const loaded = new Map()

/** Load a page or component once; WeChat compiles all templates of the mini-program together. */
function load (name) {
  if (!loaded.has(name)) {
    fields = {}
    const id = simulate.load(path.join(ROOT, name), 'main', { rootPath: ROOT, compilerOptions: { maxBuffer: 2 ** 26 } })
    loaded.set(name, { id, fields })
  }
  return loaded.get(name)
}

/** Open a page. `cloud` are results of cloud functions, `wx` those of WeChat, `config` settings of config.js. Everything is settled after it. */
async function open (name, { query = {}, cloud = {}, wx: answers = {}, config = {}, settled = true } = {}) {
  Object.assign(require(path.join(ROOT, 'config')), config)
  fake.reset(cloud)
  global.wx = scriptedWx(answers)
  global.getApp = () => ({ globalData: {} })
  const { id, fields: own } = load(name)
  const page = new Opened(simulate.render(id), name)
  global.getCurrentPages = () => [{ route: name, options: query }]
  Object.assign(page.instance, structuredClone(own), { route: name, options: query })
  page.instance.createSelectorQuery = selecting((canvas) => page.canvases.push(canvas))
  page.attach()
  page.live('onLoad', query)
  page.show()
  page.live('onReady')
  if (settled) await page.settle()
  return page
}

/** Show a component alone. `events` has all that it tells: [name, detail]. */
function mount (name, properties, events = []) {
  fake.reset()
  global.wx = scriptedWx()
  const { id } = load(name)
  const page = new Opened(simulate.render(id, properties), name)
  page.told = []
  for (const event of events) page.component.addEventListener(event, ({ detail }) => page.told.push([event, detail]))
  page.attach()
  return page
}

class Opened {
  constructor (component, name) {
    this.component = component
    this.name = name
    this.failures = []
    this.canvases = [] // what the page has drawn on
  }

  get instance () { return this.component.instance }
  get data () { return this.component.data }
  get calls () { return fake.api.calls }
  get events () { return fake.api.events }
  get payments () { return fake.api.payments }
  get consents () { return fake.api.consents }
  get rooms () { return fake.api.rooms }

  /** The data of all calls of one cloud function. */
  sent (name) { return this.calls.filter(([called]) => called === name).map(([, data]) => data) }

  /** The options of all calls of one function of `wx`. */
  asked (name) { return wx.calls.filter(([called]) => called === name).map(([, options]) => options) }

  /** What toasts and dialogs have said. */
  get said () {
    return wx.calls.filter(([name]) => name === 'showToast' || name === 'showModal').map(([, { title, content }]) => title || content)
  }

  /** Where the page has led: urls of navigateTo, redirectTo, switchTab. */
  get went () {
    return wx.calls.filter(([name]) => ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch'].includes(name)).map(([, { url }]) => url)
  }

  /** Script more results from now on. */
  script (cloud) { Object.assign(fake.api.answers, cloud) }

  attach () {
    this.box = document.createElement('div')
    document.body.appendChild(this.box)
    this.component.attach(this.box)
  }

  close () {
    this.live('onUnload')
    this.component.detach()
    this.box.remove()
  }

  show () {
    this.live('onShow')
    this.component.triggerPageLifeTime('show')
  }

  hide () {
    this.live('onHide')
    this.component.triggerPageLifeTime('hide')
  }

  /** Call a function of the page's life. A failure of it fails the test at the next `settle`. */
  live (name, ...values) {
    if (!LIFE.includes(name) || typeof this.instance[name] !== 'function') return
    Promise.resolve(this.instance[name](...values)).catch((error) => this.failures.push(error))
  }

  /** Wait until nothing happens any more: all scripted answers have come. */
  async settle () {
    for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve))
    if (this.failures.length) throw this.failures[0]
  }

  /**
   * All elements that match, over all components in the page: 'goods-card', '.button', '.button.line',
   * '#total'; with `text`, only the innermost that contain it.
   */
  findAll (selector, text) {
    const found = [...this.box.querySelectorAll('*')].filter((element) => element.__wxElement && matches(element, selector))
    return text === undefined ? found : found.filter((element) => words(element).includes(text))
  }

  find (selector, text) {
    const [first] = this.findAll(selector, text)
    if (!first) throw new Error(`${this.name} shows no ${selector}${text === undefined ? '' : ` with “${text}”`}: ${this.text()}`)
    return first
  }

  has (selector, text) { return this.findAll(selector, text).length > 0 }

  /** The text of the page, or of the first element that matches. */
  text (selector) { return words(selector ? this.find(selector) : this.box) }

  /** An attribute of the template, such as `src`, with its value now. */
  attribute (selector, name, text) { return attributeOf(this.find(selector, text), name) }

  /** Tap what a user would tap. A disabled button cannot be tapped. */
  async tap (selector, text) {
    const element = this.find(selector, text)
    if (attributeOf(element, 'disabled')) throw new Error(`${selector} ${text || ''} is disabled`)
    fire(element, 'tap', {}, true)
    await this.settle()
  }

  /** What a built-in component or one of ours tells: input, change, scrolltolower, retry... */
  async emit (selector, event, detail = {}, text) {
    fire(this.find(selector, text), event, detail, false)
    await this.settle()
  }
}

function fire (element, name, detail, bubbles) {
  exparser.Event.dispatchEvent(element.__wxElement, exparser.Event.create(name, detail, { bubbles, composed: bubbles, capturePhase: true }))
}

function matches (element, selector) {
  const [, tag, rest] = /^([a-z-]*)(.*)$/.exec(selector)
  if (tag && !element.localName.endsWith(`-${tag}`) && element.localName !== tag) return false
  const classes = [...element.classList].map((name) => name.replace(/^.*?--/, ''))
  return (rest.match(/[.#][\w-]+/g) || []).every((part) => part[0] === '.' ? classes.includes(part.slice(1)) : element.__wxElement.id === part.slice(1))
}

function words (element) {
  return element.textContent.replace(/\s+/g, ' ').trim()
}

function attributeOf (element, name) {
  const node = element.__wxElement
  const found = node._vt && node._vt.attrs.find((each) => each.name === name)
  return found && found.value
}

module.exports = { open, mount, attributeOf, ROOT, refusal: fake.refusal, fake: fake.api }

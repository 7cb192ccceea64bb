/** Opens a page of the built template in a simulated tree, and makes HTML of what it shows. */

require('../support/dom')
const fs = require('node:fs')
const path = require('node:path')
const { attribute, builtIn } = require('./look')
const { styles } = require('../support/wxss')

global.wx = new Proxy({ canIUse: () => true, getSystemInfoSync: () => ({ SDKVersion: '2.19.0' }) }, { get: (target, name) => name in target ? target[name] : () => ({ SDKVersion: '2.19.0' }) })
const simulate = require('miniprogram-simulate')
const exparser = require('miniprogram-exparser')

let fields = {}
global.App = () => {}
global.Page = ({ data, ...more }) => {
  const isMethod = ([, each]) => typeof each === 'function'
  fields = Object.fromEntries(Object.entries(more).filter((each) => !isMethod(each)))
  const methods = Object.fromEntries(Object.entries(more).filter(isMethod))
  global.Component({ data, methods: { ...methods, getTabBar: () => ({ init () {} }) } })
}

/** Load and show a page with its query. `phone` is the wx that it gets. */
async function open (root, name, query, phone) {
  global.wx = phone.wx
  global.getApp = () => ({ globalData: {} })
  fields = {}
  const id = simulate.load(path.join(root, name), 'main', { rootPath: root, compilerOptions: { maxBuffer: 2 ** 27 } })
  const component = simulate.render(id)
  Object.assign(component.instance, structuredClone(fields), { route: name, options: query })
  const select = component.instance.selectComponent
  component.instance.selectComponent = (selector) => orNull(() => select(selector))
  global.getCurrentPages = () => [component.instance]
  const box = document.body.appendChild(document.createElement('div'))
  component.attach(box)
  for (const life of ['onLoad', 'onShow', 'onReady']) {
    if (component.instance[life]) await component.instance[life](life === 'onLoad' ? query : undefined)
  }
  await phone.quiet()
  for (const image of box.querySelectorAll('wx-image')) arrived(image)
  await phone.quiet()
  return { component, page: component.instance, box, text: () => box.textContent.replace(/\s+/g, ' ').trim() }
}

/** A picture has come: TDesign shows a placeholder until then. */
function arrived (image) {
  exparser.Event.dispatchEvent(image.__wxElement, exparser.Event.create('load', { width: 300, height: 300 }, {}))
}

/** The simulation throws where WeChat gives null: a page may look for what it does not have. */
function orNull (look) {
  try {
    return look()
  } catch (error) {
    return null
  }
}

/** The opened page as a document for a browser, `width` pixels wide. */
function html (root, name, { box }, width) {
  const owners = new Map()
  collect(root, name, 'main', owners)
  const shown = box.cloneNode(true)
  dress(box, shown)
  const css = fs.readFileSync(path.join(__dirname, '../support/builtin.css'), 'utf8')
  const all = styles(root, [...owners].map(([file, tag]) => [tag, path.join(root, file)]), { width, dark: false })
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${css}\n${all}\n[hidden]{display:none}</style><body>${shown.innerHTML}</body>`
}

/** Path → the tag that gives its classes their prefix: the first that is met, as the simulation has it. */
function collect (root, name, tag, owners) {
  if (owners.has(name)) return
  owners.set(name, tag)
  const { usingComponents = {} } = JSON.parse(fs.readFileSync(path.join(root, `${name}.json`), 'utf8'))
  for (const [child, where] of Object.entries(usingComponents)) {
    const file = where.startsWith('/') ? where.slice(1) : path.join(path.dirname(name), where)
    if (fs.existsSync(path.join(root, `${file}.json`))) collect(root, file, child, owners)
  }
}

function dress (from, to) {
  for (const [index, element] of [...from.children].entries()) {
    dress(element, to.children[index])
    if (element.__wxElement) builtIn(element, to.children[index])
  }
}

module.exports = { attribute, html, open }

/**
 * An opened page as a page of HTML that a browser can show: the simulated tree, what its built-in components
 * (image, input, swiper...) show, its styles, and WeChat's bars above and below it.
 */

const fs = require('node:fs')
const path = require('node:path')
const { attributeOf, ROOT } = require('./page')
const { picture } = require('./picture')
const { styles } = require('./wxss')

const BUILT_IN = fs.readFileSync(path.join(__dirname, 'builtin.css'), 'utf8')
const json = (file) => JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8'))
const FITS = { aspectFill: 'cover', aspectFit: 'contain', widthFix: 'fill', scaleToFill: 'fill' }
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** Returns a whole document. `large` is WeChat's largest text but one. */
function html (page, { width, height, dark = false, large = false }) {
  const owners = new Map([['main', path.join(ROOT, page.name)]])
  addComponents(owners, page.name)
  const shown = page.box.cloneNode(true)
  copyBuiltIns(page.box, shown)
  const app = json('app.json')
  const theme = json('theme.json')[dark ? 'dark' : 'light']
  const themed = (value) => value.startsWith('@') ? theme[value.slice(1)] : value
  const own = json(`${page.name}.json`)
  const navigation = { ...app.window, ...own }
  const title = page.asked('setNavigationBarTitle').map(({ title }) => title).pop() || navigation.navigationBarTitleText
  const tabs = app.tabBar.list.some(({ pagePath }) => pagePath === page.name) ? app.tabBar : null
  const ink = themed(navigation.navigationBarTextStyle) === 'black' ? '#111' : '#fff'
  const bar = own.navigationStyle === 'custom'
    ? ''
    : `<div class="tests-bar" style="background:${themed(navigation.navigationBarBackgroundColor)};color:${ink}">${tabs ? '' : '<i></i>'}${escaped(title)}<span class="tests-capsule"></span></div>`
  const below = tabs ? tabBar(tabs, page.name, themed) : ''
  const room = height - (bar ? 44 : 0) - (tabs ? 50 : 0)
  return `<!doctype html><html style="font-size:${large ? 21 : 16}px"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${BUILT_IN}
    ${styles(ROOT, [...owners], { width, dark })}
    body { padding-bottom: ${tabs ? 50 : 0}px; min-height: ${height}px; }
    html { --tests-room: ${room}px; } .tests-bottom { bottom: 0; }
    ${tabs ? 'body .main--bar { bottom: 50px; }' : ''}
    </style></head><body>${bar}${shown.innerHTML}${below}</body></html>`
    .replace(/100vh/g, `${room}px`)
}

function tabBar ({ list, color, selectedColor, backgroundColor }, name, themed) {
  const tabs = list.map(({ pagePath, text, iconPath, selectedIconPath }) => {
    const chosen = pagePath === name
    const icon = fs.readFileSync(path.join(ROOT, themed(chosen ? selectedIconPath : iconPath))).toString('base64')
    return `<div style="color:${themed(chosen ? selectedColor : color)}"><img src="data:image/png;base64,${icon}">${escaped(text)}</div>`
  })
  return `<div class="tests-tabs" style="background:${themed(backgroundColor)}">${tabs.join('')}</div>`
}

/** The components that a page uses, and those that they use: name → path. */
function addComponents (owners, name) {
  const using = json(`${name}.json`).usingComponents || {}
  for (const [tag, where] of Object.entries(using)) {
    const file = where.startsWith('/') ? where.slice(1) : path.join(path.dirname(name), where)
    if (owners.has(tag)) continue
    owners.set(tag, path.join(ROOT, file))
    addComponents(owners, file)
  }
}

/** The simulated tree has no pictures and no texts of inputs: put them into its copy. */
function copyBuiltIns (from, to) {
  for (const [index, element] of [...from.children].entries()) {
    const copy = to.children[index]
    copyBuiltIns(element, copy)
    if (element.__wxElement) show(element, copy)
  }
}

function show (element, copy) {
  const of = (name) => attributeOf(element, name)
  const on = (yes) => { if (yes) copy.classList.add('tests-on') }
  if (of('style')) copy.setAttribute('style', of('style'))
  if (of('hidden')) copy.style.display = 'none'
  if (of('disabled')) copy.setAttribute('disabled', '')
  switch (element.localName) {
    case 'wx-image': {
      const mode = of('mode') || 'scaleToFill'
      if (mode === 'widthFix') copy.style.height = 'auto'
      if (of('src')) copy.innerHTML = `<img style="object-fit:${FITS[mode] || 'fill'}${mode === 'widthFix' ? ';height:auto' : ''}" src="${picture(of('src'))}">`
      break
    }
    case 'wx-input':
    case 'wx-textarea':
      copy.innerHTML = of('value') ? escaped(of('value')) : `<span class="tests-placeholder">${escaped(of('placeholder') || '')}</span>`
      break
    case 'wx-swiper': {
      const dots = element.querySelectorAll('wx-swiper-item').length
      if (of('indicator-dots') && dots > 1) copy.insertAdjacentHTML('beforeend', `<div class="tests-dots">${'<i></i>'.repeat(dots)}</div>`)
      break
    }
    case 'wx-switch':
    case 'wx-radio':
    case 'wx-checkbox':
      on(of('checked'))
      break
    case 'wx-scroll-view':
      copy.style.overflowX = of('scroll-x') ? 'auto' : 'hidden'
      break
  }
}

module.exports = { html }

/** What app.json declares is there: pages with their files, pictures of tabs, components that pages use. */

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const test = require('node:test')

const ROOT = path.resolve(__dirname, '../../miniprogram')
const json = (name) => JSON.parse(fs.readFileSync(path.join(ROOT, name), 'utf8'))
const has = (name) => assert.ok(fs.existsSync(path.join(ROOT, name)), name)

const app = json('app.json')
const pages = [...app.pages, ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))]

for (const page of pages) {
  test(`${page} has its files and its components`, () => {
    for (const kind of ['js', 'wxml', 'wxss']) has(`${page}.${kind}`)
    for (const where of Object.values(json(`${page}.json`).usingComponents || {})) has(`${where.startsWith('/') ? where.slice(1) : path.join(path.dirname(page), where)}.wxml`)
    assert.match(fs.readFileSync(path.join(ROOT, `${page}.wxml`), 'utf8'), /^<page-meta root-font-size="system"/, 'text follows the size that the user has set in WeChat')
  })
}

test('tabs, preloaded packages and addresses of pages are pages of the mini-program', () => {
  for (const { pagePath } of app.tabBar.list) assert.ok(app.pages.includes(pagePath), pagePath)
  for (const [page, { packages }] of Object.entries(app.preloadRule)) {
    assert.ok(pages.includes(page), page)
    for (const name of packages) assert.ok(app.subPackages.some((each) => each.name === name), name)
  }
  const routes = fs.readFileSync(path.join(ROOT, 'utils/routes.js'), 'utf8')
  for (const [, page] of routes.matchAll(/'\/((?:pages|packages)\/[\w/-]+)'/g)) assert.ok(pages.includes(page), page)
})

const sources = fs.readdirSync(ROOT, { recursive: true })
  .filter((name) => /\.(js|wxml)$/.test(name))
  .map((name) => [name, fs.readFileSync(path.join(ROOT, name), 'utf8')])

test('no page uses what WeChat has retired', () => {
  assert.ok(sources.length > 80)
  const calls = /wx\.(getUserInfo|getUserProfile|reportAnalytics|reportMonitor|onCustomerServiceMessage|getSystemInfo\b)/
  const marks = /open-type="getUserInfo"|report-submit|formId|form_id/ // template messages needed the last three
  for (const [name, source] of sources) {
    assert.doesNotMatch(source, calls, name)
    assert.doesNotMatch(source, marks, name)
  }
})

// Source: mini-program docs, framework/user-privacy/miniprogram-intro: what handles personal data.
const PRIVATE = /wx\.(chooseAddress|chooseLocation|getLocation|setClipboardData|getClipboardData|saveImageToPhotosAlbum|saveVideoToPhotosAlbum|chooseImage|chooseMedia|chooseMessageFile|getRecorderManager|makePhoneCall)|fromWeChat\(/

test('every page that uses personal data through WeChat has the privacy question', () => {
  const asking = pages.filter((page) => PRIVATE.test(sources.find(([name]) => name === `${page}.js`)[1]))
  assert.ok(asking.length >= 5, asking.join())
  for (const page of asking.filter((name) => !name.startsWith('packages/sandbox/'))) {
    assert.match(sources.find(([name]) => name === `${page}.wxml`)[1], /<privacy-popup \/>/, page)
    assert.ok(json(`${page}.json`).usingComponents['privacy-popup'], page)
  }
})

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
    for (const where of Object.values(json(`${page}.json`).usingComponents || {})) has(`${where.replace(/^\//, '')}.wxml`)
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

test('no page calls what WeChat has retired', () => {
  const files = fs.readdirSync(ROOT, { recursive: true }).filter((name) => name.endsWith('.js'))
  for (const name of files) {
    const source = fs.readFileSync(path.join(ROOT, name), 'utf8')
    assert.doesNotMatch(source, /wx\.(getUserInfo|getUserProfile|reportAnalytics|onCustomerServiceMessage|getSystemInfo\b)/, name)
  }
})

/**
 * Shows the pages of Tencent's retail template, unchanged, with the adapter on the local stack, buys
 * with them, and takes a picture of each:
 *
 *   make up
 *   (cd tests/miniprogram && npm ci && cd retail && npm install)
 *   node tests/miniprogram/retail/render.js ../tdesign-miniprogram-starter-retail /tmp/retail
 */

const fs = require('node:fs')
const path = require('node:path')
const { build, useNpm } = require('./build')
const { prepare } = require('./prepare')
const { phone } = require('./phone')
const pages = require('./page')
const { categories } = require('../../../miniprogram/config')
const { launch } = require('../support/chromium')

const STACK = path.resolve(__dirname, '../../../.local/stack.json')
const [WIDTH, HEIGHT] = [390, 844]

async function main (template, out) {
  const stack = JSON.parse(fs.readFileSync(STACK, 'utf8'))
  fs.mkdirSync(out, { recursive: true })
  const root = build(path.resolve(template))
  useNpm(root)
  const openid = `retail-${Date.now().toString(36)}`
  const mine = phone(stack, openid)
  global.wx = mine.wx
  const tuan = require(path.join(root, 'lib/tuan/index'))
  tuan.init({ api: stack.api, ws: stack.ws })
  require(path.join(root, 'services/_tuan/client')).use(tuan, { storeName: '团团生鲜', servicePhone: '400-000-0000', serviceTime: '每天 9:00-21:00', categories, popularWords: ['蓝莓', '大米'] })
  const made = await prepare(stack, openid)
  const browser = await launch()
  try {
    for (const { name, page, query, then } of made.scenes) {
      const opened = await pages.open(root, page, query, mine)
      if (then) {
        await then(opened, mine)
        await mine.quiet()
      }
      const { png } = await browser.picture(pages.html(root, page, opened, WIDTH), { width: WIDTH, height: HEIGHT, whole: true })
      fs.writeFileSync(path.join(out, `${name}.png`), png)
      console.log(`${name.padEnd(22)} ${opened.text().slice(0, 150)}`)
      opened.component.detach()
      opened.box.remove()
    }
  } finally {
    await browser.close()
    fs.rmSync(root, { recursive: true, force: true })
  }
}

const [template, out] = process.argv.slice(2)
if (!out) {
  console.error('Usage: node tests/miniprogram/retail/render.js TEMPLATE FOLDER')
  process.exit(2)
}
main(template, out).then(() => process.exit(0), (error) => {
  console.error(error)
  process.exit(1)
})

/** A page that was written for WeChat Cloud Development, as its own template has it, runs unchanged. */

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const test = require('node:test')
const vm = require('node:vm')
const { shop, start, until } = require('./mock_wx.js')

const PAGE = path.join(__dirname, 'cloudbase/page.js')

/** The page, in a mini-program whose app.js has one more line. */
function open (serve) {
  const tuan = start(serve)
  let made
  Object.defineProperty(wx, 'cloud', { configurable: true, get: () => { throw new Error("WeChat's own") } })
  tuan.install()
  vm.runInNewContext(fs.readFileSync(PAGE, 'utf8'), { wx, console: { error () {} }, Page: (options) => { made = options } }, { filename: PAGE })
  made.data = structuredClone(made.data)
  made.setData = (change) => Object.assign(made.data, change)
  wx.shown = []
  wx.showToast = ({ title }) => wx.shown.push(title)
  wx.showLoading = wx.hideLoading = () => {}
  return made
}

const answers = shop(({ url, data }) => {
  if (url.endsWith('/getOpenId')) return { data: { openid: 'o-mei' } }
  if (url.endsWith('/sum')) return { data: data.a + data.b }
  return { status: 500, data: { errCode: 'INTERNAL', errMsg: '系统出错了', requestId: 'r-1' } }
})

test('promises, callbacks, and results of all kinds', async () => {
  const page = open(answers)
  await page.onLoad()
  assert.deepEqual(page.data.openid, 'o-mei')
  page.add()
  await until(() => page.data.done === 2)
  assert.equal(page.data.sum, 3)
  assert.equal(typeof page.data.requestID, 'string')
})

test('failures have an integer and a text, in promises and in callbacks', async () => {
  const page = open(answers)
  await page.fails()
  assert.deepEqual(wx.shown, ['调用失败 -404011'])
  page.failsWithCallback()
  await until(() => page.data.error)
  assert.match(page.data.error, /^cloud\.callFunction:fail .*requestID r-1, cloud function service error code -504002/)
})

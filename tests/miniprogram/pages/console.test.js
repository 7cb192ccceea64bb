/** The page on which the staff lets a browser into the merchant's console. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { scene } = require('../support/scene')

async function visit (t, state, more) {
  const page = await scene('console', state, more)
  t.after(() => page.close())
  return page
}

test('a scanned code says who asks, and lets nobody in', async (t) => {
  const page = await visit(t, 'asks')
  assert.match(page.text(), /ABC234.*Chrome.*Windows.*203\.0\.113\.\*（与本机相同）/s)
  assert.deepEqual(page.sent('approveConsole'), [{ code: 'ABC234', confirm: false }])
})

test('only the camera is used: a picture that was sent is no screen in front of the member', async (t) => {
  const page = await visit(t, 'asks')
  assert.deepEqual(page.asked('scanCode').map(({ onlyFromCamera }) => onlyFromCamera), [true])
})

test('the member lets the browser in', async (t) => {
  const page = await visit(t, 'done')
  assert.deepEqual(page.sent('approveConsole').map(({ confirm }) => confirm), [false, true])
  assert.match(page.text(), /已登录/)
})

test('a browser in another network is shown with a warning, and can be refused', async (t) => {
  const page = await visit(t, 'far')
  assert.match(page.text(), /其他.*未知.*请不要确认/s)
  await page.tap('.button', '不是我')
  assert.match(page.text(), /扫码登录/)
  assert.deepEqual(page.sent('approveConsole').map(({ confirm }) => confirm), [false])
})

test('another QR code is not sent to the shop', async (t) => {
  const page = await visit(t, 'start', { wx: { scanCode: () => ({ result: 'https://evil.test/ABC234' }) } })
  await page.tap('.button', '扫一扫')
  assert.deepEqual(page.sent('approveConsole'), [])
  assert.deepEqual(page.said, ['这不是商家后台的登录码'])
})

test('a code that does not work any more is said on the page', async (t) => {
  const page = await visit(t, 'trouble')
  assert.match(page.text(), /登录码已失效/)
})

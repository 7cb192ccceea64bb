/**
 * A shop for the adapter's tests: the recorded answers of docs/examples, which CI holds to the
 * functions, and what a test says instead.
 */

const fs = require('node:fs')
const path = require('node:path')

const EXAMPLES = path.resolve(__dirname, '../../../docs/examples')
const ADAPTER = path.resolve(__dirname, '../../../miniprogram/adapters/tdesign-retail')

/** The adapter, loaded anew, before a shop with these answers: values, or functions of the data. */
function open (answers = {}, settings = {}) {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(ADAPTER)) delete require.cache[file]
  }
  const shop = { calls: [], said: [], paid: [], answers }
  const kept = new Map()
  global.wx = {
    getStorageSync: (key) => kept.get(key) || '',
    setStorageSync: (key, value) => { kept.set(key, value) },
    showToast: ({ title }) => { shop.said.push(title) }
  }
  require(path.join(ADAPTER, '_tuan/client')).use({
    async callFunction ({ name, data }) {
      shop.calls.push([name, JSON.parse(JSON.stringify(data))])
      const said = name in answers ? answers[name] : example(name)
      const result = typeof said === 'function' ? await said(data) : said
      return { result: structuredClone(result), requestID: 'r1', errMsg: 'cloud.callFunction:ok' }
    },
    async pay (placed) {
      shop.paid.push(placed)
      if (answers.$pay) await answers.$pay(placed)
      return { status: 'PAID' }
    }
  }, settings)
  shop.service = (file) => require(path.join(ADAPTER, file))
  shop.sent = (name) => shop.calls.filter(([called]) => called === name).map(([, data]) => data)
  return shop
}

const example = (name) => JSON.parse(fs.readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8'))

function refusal (code, text) {
  return Object.assign(new Error(`cloud.callFunction:fail ${code}`), { code, text, errCode: -404011, errMsg: `cloud.callFunction:fail Error: errCode: -404011 ${code}`, requestID: 'r1' })
}

module.exports = { ADAPTER, example, open, refusal }

/**
 * Holds the shapes of shapes.js to the template's own answers: each of its services is called as
 * ../retail_contract.test.js calls the adapter, and its invented answer must fit the same shape.
 * The template is not in this repository, so this needs a checkout of it:
 *
 *   (cd tests/miniprogram && npm ci && cd retail && npm install)
 *   node tests/miniprogram/retail/mocks.js ../tdesign-miniprogram-starter-retail
 *
 * The exit code is 0 only if all fit. Run it when the template has a new version.
 */

const fs = require('node:fs')
const path = require('node:path')
const { CALLS, OTHERS } = require('./calls')
const { copy, useNpm } = require('./build')
const { misfit } = require('./shapes')

/** Three pages have their invented data in an `api.js` beside them. */
const BESIDE = {
  getRightsList: 'after-service-list',
  getRightsDetail: 'after-service-detail',
  cancelRights: 'after-service-detail',
  formatTime: 'after-service-detail',
  create: 'fill-tracking-no',
  update: 'fill-tracking-no',
  getDeliverCompanyList: 'fill-tracking-no'
}

/** Arguments that the template's examples know, where the contract has those of Tuan's. */
const OWN = {
  fetchGood: ['0'],
  fetchOrderDetail: [{ parameter: '354021731671873099' }],
  fetchSettleDetail: [{ goodsRequestList: [{ storeId: '1', spuId: '0', skuId: '1', quantity: 1, price: '100', originPrice: '200', title: 'A', primaryImage: 'a.png', specInfo: [] }] }],
  fetchRightsPreview: [{ orderNo: '132222623132329291', skuId: '135691625', spuId: '0', numOfSku: 1 }]
}

const fileOf = (file, name) => file === 'order/afterService' ? `pages/order/${BESIDE[name]}/api` : `services/${file}`

async function main (template) {
  const root = copy(template, undefined, ['dayjs'])
  useNpm(root)
  const load = (file, name) => require(path.join(root, fileOf(file, name)))[name]
  let misfits = 0
  const say = (file, name, why) => {
    if (why) misfits++
    console.log(`${why ? 'MISFIT' : 'ok    '} ${file}: ${name}${why ? `: ${why}` : ''}`)
  }
  for (const [file, name, values, shape] of CALLS) {
    const service = load(file, name)
    say(file, name, service ? misfit(await service(...(OWN[name] || values)), shape, 'answer', true) : 'the template has no such function')
  }
  for (const [file, name] of OTHERS) {
    say(file, name, typeof load(file, name) === 'function' ? null : 'the template has no such function')
  }
  for (const file of unknown(root)) say(file, '', 'the adapter has no such file')
  fs.rmSync(root, { recursive: true, force: true })
  return misfits
}

/** Services of the template that the contract does not name. A folder with a `_` is for services only. */
function unknown (root) {
  const known = new Set([...CALLS, ...OTHERS].map(([file]) => `${file}.js`))
  return fs.readdirSync(path.join(root, 'services'), { recursive: true })
    .filter((file) => file.endsWith('.js') && !file.startsWith('_') && !known.has(file))
}

if (require.main === module) {
  const [template] = process.argv.slice(2)
  if (!template) {
    console.error('Usage: node tests/miniprogram/retail/mocks.js TEMPLATE')
    process.exit(2)
  }
  main(path.resolve(template)).then((misfits) => process.exit(misfits ? 1 : 0))
}

/**
 * The adapter for Tencent's retail template: each service has the template's file, name and
 * arguments, and answers in its shape. `retail/mocks.js` holds the shapes to the template's own
 * answers. `retail_adapter.test.js` says what the answers mean.
 */

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const test = require('node:test')
const { CALLS, OTHERS } = require('./retail/calls')
const { ADAPTER, example, open } = require('./retail/shop')
const { misfit, shapes } = require('./retail/shapes')

const EMPTY = { items: [], cursor: null }

for (const [file, name, values, shape] of CALLS) {
  const call = `${file}: ${name}(${values.map((value) => JSON.stringify(value)).join(', ').slice(0, 60)})`

  test(`${call} answers in the template's shape`, async () => {
    const result = open().service(file)[name](...values)
    assert.ok(result instanceof Promise)
    assert.equal(misfit(await result, shape), null)
  })

  test(`${call} answers in it from an empty shop, too`, async () => {
    if (name === 'fetchDeliveryAddress') return
    const empty = { listGoods: EMPTY, searchGoods: EMPTY, listSales: { items: [] }, listOrders: EMPTY, listAddresses: { items: [] }, listMyAfterSales: EMPTY }
    assert.equal(misfit(await open(empty).service(file)[name](...values), shape), null)
  })
}

for (const [file, name] of OTHERS) {
  test(`${file} has ${name}`, () => {
    assert.equal(typeof open().service(file)[name], 'function')
  })
}

test('every file of the adapter that pages use is tested here', () => {
  const files = fs.readdirSync(ADAPTER, { recursive: true })
    .filter((file) => file.endsWith('.js') && !file.startsWith('_') && !path.basename(file).startsWith('_'))
    .map((file) => file.slice(0, -3))
  assert.deepEqual(files.sort(), [...new Set([...CALLS, ...OTHERS].map(([file]) => file))].sort())
})

test('the shapes refuse what does not fit', () => {
  assert.match(misfit({ data: {} }, shapes.cart), /isNotEmpty is missing/)
  assert.match(misfit([{ ...example('listAddresses').items[0] }], [shapes.address]), /\[0\]\.id is missing/)
  assert.match(misfit('12a', shapes.counts.badCount), /not digits/)
})

/** Flash sales: the template calls them promotions. */

const { ask, memory } = require('./client')

const listed = memory(() => ask('listSales').then(({ items }) => items), 30 * 1000)

/** SKU → the sale that is open for it now. */
async function openSales () {
  const now = Date.now()
  const open = (await listed('all')).filter(({ startAt, endAt }) => startAt <= now && now < endAt)
  return new Map(open.map((sale) => [sale.skuId, sale]))
}

/** Those that are open, or the next ones if none is. The one that ends first is the first. */
async function salesToShow () {
  const now = Date.now()
  const all = (await listed('all')).filter(({ endAt }) => now < endAt)
  const open = all.filter(({ startAt }) => startAt <= now)
  return open.length ? open : all
}

module.exports = { openSales, salesToShow }

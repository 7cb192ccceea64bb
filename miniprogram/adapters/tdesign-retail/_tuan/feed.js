/** Numbered pages, as the template asks for them, over Tuan's cursors. */

const { ask } = require('./client')
const { cardOf } = require('./goods')
const { openSales } = require('./sales')

const MOST = 50 // what Tuan gives at once
const ENOUGH = 200 // items that are looked at to sort or to filter them here

/** `name` and `data` → the items read so far, and where to go on: null at the end. */
const read = new Map()

/** Enough items from the first on: `{ items, cursor }`. `fresh` begins again. */
async function upTo (count, name, data, fresh) {
  const key = `${name} ${JSON.stringify(data)}`
  if (fresh || !read.has(key)) read.set(key, { items: [], cursor: undefined })
  const known = read.get(key)
  while (known.items.length < count && known.cursor !== null) {
    const limit = Math.min(MOST, count - known.items.length)
    const page = await ask(name, { ...data, limit, ...(known.cursor ? { cursor: known.cursor } : {}) })
    known.items.push(...page.items)
    known.cursor = page.cursor
  }
  return known
}

/**
 * Page `number` (the first is 1) of `size` items, and how many there are. While there are more
 * pages, the count is one more than what is known: the template reads on until it has all.
 */
async function page (number, size, name, data = {}) {
  const { items, cursor } = await upTo(number * size, name, data, number === 1)
  const total = items.length + (cursor === null ? 0 : 1)
  return { items: items.slice((number - 1) * size, number * size), total }
}

/** All items, at most 200. */
async function all (name, data = {}) {
  const { items } = await upTo(ENOUGH, name, data, true)
  return items
}

/** Cards of goods for the list and the search, with the template's sorting and prices. */
async function goodsCards ({ pageNum = 1, pageSize = 30, keyword = '', sort = 0, sortType = 0, minPrice = 0, maxPrice }) {
  const text = (keyword || '').trim()
  const [name, data] = text ? ['searchGoods', { text }] : ['listGoods', {}]
  const sales = await openSales()
  if (!sort && !minPrice && maxPrice === undefined) {
    const { items, total } = await page(pageNum, pageSize, name, data)
    return { cards: items.map((card) => cardOf(card, sales)), total }
  }
  const cards = (await all(name, data)).map((card) => cardOf(card, sales)).filter(({ minSalePrice }) =>
    minSalePrice >= minPrice && (maxPrice === undefined || minSalePrice <= maxPrice))
  if (sort) cards.sort((a, b) => (a.minSalePrice - b.minSalePrice) * (sortType === 1 ? -1 : 1))
  return { cards: cards.slice((pageNum - 1) * pageSize, pageNum * pageSize), total: cards.length }
}

module.exports = { all, goodsCards, page }

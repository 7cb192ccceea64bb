/** A small shop, as the cloud functions describe it: goods, sales, groups, orders, for tests and pictures. */

const NOW = Date.parse('2026-11-26T20:00:00+08:00')
const MINUTE = 60 * 1000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TITLES = [
  ['云南蓝莓 125g × 4 盒', 5900, 7900, 'fruit', { size: 3, hours: 24, price: 4500 }],
  ['烟台红富士苹果 5 斤 脆甜多汁 当季现摘', 3990, 0, 'fruit', null],
  ['东北五常大米 5kg', 6990, 8800, 'pantry', { size: 2, hours: 12, price: 5990 }],
  ['埃塞俄比亚手冲咖啡豆 250g 耶加雪菲 浅烘', 7800, 0, 'pantry', null],
  ['纯棉洗脸巾 100 抽 × 6 包', 4980, 0, 'home', { size: 3, hours: 24, price: 0 }],
  ['重磅纯棉短袖 T 恤', 8900, 12900, 'wear', null],
  ['手工陶瓷马克杯', 5605, 0, 'home', null],
  ['赣南脐橙 10 斤', 4950, 6900, 'fruit', { size: 5, hours: 48, price: 3990 }]
]

/** A GoodsCard. `number` is from 1; beyond the list, the titles come again. */
function card (number, more = {}) {
  const [title, price, linePrice, category, group] = TITLES[(number - 1) % TITLES.length]
  const goodsId = `goods-${number}`
  return {
    goodsId,
    title,
    cover: `https://img.test/${goodsId}.jpg`,
    price,
    category,
    rank: number * 10,
    stock: 100,
    ...(linePrice ? { linePrice } : {}),
    ...(group ? { group } : {}),
    skus: [{ skuId: goodsId, title, price, stock: 100 }],
    ...more
  }
}

/** `count` cards from the one of `first` on. */
function cards (count, first = 1) {
  return Array.from({ length: count }, (_, index) => card(first + index))
}

/** A SaleCard that runs for two more hours. */
function sale (more = {}) {
  return { saleId: 'sale-1', skuId: 'goods-1', goodsId: 'goods-1', title: '云南蓝莓 125g × 4 盒', price: 3900, limit: 2, startAt: NOW - HOUR, endAt: NOW + 2 * HOUR, stock: 50, ...more }
}

module.exports = { NOW, MINUTE, HOUR, DAY, card, cards, sale }

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

/** Goods on their own page: what getGoods gives. */
function goods (number = 1, more = {}) {
  const { rank, ...of } = card(number)
  const { goodsId, title, price, cover } = of
  return {
    ...of,
    rank,
    skus: [{ skuId: goodsId, title, price, stock: 100, options: {}, weight: 700, remaining: 100, sold: 856 }],
    options: [],
    images: [cover, `https://img.test/${goodsId}-7.jpg`],
    detailImages: [`https://img.test/${goodsId}-9.jpg`],
    description: '产地直发，单果直径 18mm 以上。\n到货请先放冰箱冷藏，三天内吃完口感最佳。',
    delivery: 'express',
    sold: 856,
    hidden: false,
    draft: false,
    revision: 1,
    ...more
  }
}

/** A shirt in two colours and three sizes: 黑 XL is sold out, 白 XL does not exist. */
function shirt (more = {}) {
  const sku = (number, colour, size, remaining, price = 8900) => ({ skuId: `shirt-${number}`, title: `${colour} ${size}`, price, stock: 30, options: { 颜色: colour, 尺码: size }, weight: 280, remaining, sold: 3 })
  return goods(6, {
    skus: [sku(1, '白', 'M', 30), sku(2, '白', 'L', 4, 9200), sku(4, '黑', 'M', 30), sku(5, '黑', 'L', 30), sku(6, '黑', 'XL', 0)],
    options: [{ name: '颜色', values: ['白', '黑'] }, { name: '尺码', values: ['M', 'L', 'XL'] }],
    unit: '件',
    sold: 12345,
    ...more
  })
}

/** A group as getGroup gives it: `members` of `size` have paid. */
function group (more = {}) {
  return {
    groupId: 'group-1',
    goodsId: 'goods-1',
    title: TITLES[0][0],
    price: 4500,
    status: 'OPEN',
    size: 3,
    members: [{ leader: true, joinedAt: NOW - HOUR, memberId: 'k3v7m4e6t8n0x2r5', isMe: false }],
    seatsLeft: 2,
    expiresAt: NOW + 5 * HOUR + 8 * MINUTE,
    ...more
  }
}

const address = {
  addressId: 'address-1',
  userName: '张三',
  telNumber: '138****5678',
  provinceName: '广东省',
  cityName: '广州市',
  countyName: '海珠区',
  detailInfo: '新港中路 397 号 2 栋 1503',
  nationalCode: '440105',
  isDefault: true
}

/** An order as getOrder gives it. listOrders gives the same without `refunds`, `history`, `address`, `remark`. */
function order (more = {}) {
  return {
    orderId: 'order-2026112600001',
    status: 'PENDING',
    items: [{ skuId: 'goods-1', goodsId: 'goods-1', title: TITLES[0][0], price: 5900, quantity: 2 }],
    total: 11800,
    freight: 0,
    delivery: 'express',
    points: 0,
    refunded: 0,
    createdAt: NOW - 5 * MINUTE,
    payBefore: NOW + 10 * MINUTE,
    ...more
  }
}

function orderPage (more = {}) {
  const { addressId, isDefault, ...where } = address
  return order({ refunds: [], history: [{ at: NOW - 5 * MINUTE, what: 'PENDING', by: 'me', why: '' }], address: where, ...more })
}

/** An after-sale as getAfterSale gives it. */
function afterSale (more = {}) {
  return {
    afterSaleId: 'after-sale-1',
    orderId: 'order-2026112600001',
    kind: 'return',
    status: 'ASKED',
    items: [{ skuId: 'goods-1', title: TITLES[0][0], quantity: 1 }],
    amount: 5900,
    reason: '商品破损：到货时有两盒压坏了',
    createdAt: NOW - HOUR,
    updatedAt: NOW - HOUR,
    waitsFor: 'shop',
    deadline: NOW + 47 * HOUR,
    history: [{ at: NOW - HOUR, what: 'ASKED', by: 'me', why: '' }],
    ...more
  }
}

const payment = { timeStamp: '1795305601', nonceStr: '593bec0c930bf1af', package: 'prepay_id=wx2014', signType: 'RSA', paySign: 'oR9d8Puh' }

module.exports = { NOW, MINUTE, HOUR, DAY, card, cards, sale, goods, shirt, group, address, order, orderPage, afterSale, payment }

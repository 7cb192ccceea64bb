/** Goods of Tuan in the shapes of the template: an SPU, its SKUs and specifications, cards. */

const { ask, memory, settings } = require('./client')
const { openSales } = require('./sales')

const PRICE = 1 // kinds of priceInfo
const LINE_PRICE = 2
const ONE_SPEC = '规格' // the template's page can buy nothing that has no specification

/** The page of the goods. Lists ask for the pictures of the same goods again and again. */
const goodsPage = memory((goodsId) => ask('getGoods', { goodsId }), 30 * 1000)

/** The goods of an order that may be gone from the shop: null then. */
const goodsIfThere = (goodsId) => goodsPage(goodsId).catch(() => null)

const coverOf = async (goodsId) => ((await goodsIfThere(goodsId)) || { cover: '' }).cover

/** Fen as the template has them. */
const fen = (number) => `${number}`

/** What the buyer chooses: the goods' options, or a choice among SKUs that have none. */
function specsOf (page) {
  if (page.options.length) return page.options
  return [{ name: ONE_SPEC, values: page.skus.map((sku) => nameOf(page, sku)) }]
}

/** What a SKU without options is called. The title of the only one is that of the goods. */
const nameOf = (page, sku) => page.skus.length === 1 ? '默认' : sku.title

/** The value of each specification that leads to the SKU. */
function valuesOf (page, sku) {
  if (page.options.length) return page.options.map(({ name }) => sku.options[name])
  return [nameOf(page, sku)]
}

const specId = (page, index) => `${page.goodsId}-${index}`
const valueId = (page, index, value) => `${specId(page, index)}-${specsOf(page)[index].values.indexOf(value)}`

/** `[{ specId, specTitle, specValueId, specValue }]` of one SKU. */
function specInfo (page, sku) {
  const specs = specsOf(page)
  return valuesOf(page, sku).map((value, index) => ({
    specId: specId(page, index),
    specTitle: specs[index].name,
    specValueId: valueId(page, index, value),
    specValue: value
  }))
}

/**
 * The SKU that a page of the template means. It has `skuId`, or the values of the specifications
 * alone: the details page forgets the SKU.
 */
function skuOf (page, { skuId, specInfo: chosen }) {
  const named = page.skus.find((sku) => sku.skuId === skuId)
  if (named) return named
  const wanted = (chosen || []).map(({ specValue }) => specValue).join('\n')
  return page.skus.find((sku) => valuesOf(page, sku).join('\n') === wanted) || page.skus[0]
}

/** Goods in full, as the details page reads them. */
async function spuOf (page) {
  const sales = await openSales()
  const price = (sku) => sales.has(sku.skuId) ? sales.get(sku.skuId).price : sku.price
  const prices = page.skus.map(price)
  const line = page.linePrice || Math.max(...page.skus.map((sku) => sku.price))
  const left = page.skus.reduce((sum, sku) => sum + sku.remaining, 0)
  return {
    ...spu(page, prices, line),
    images: page.images,
    spuStockQuantity: left,
    soldNum: page.sold,
    isPutOnSale: page.hidden ? 0 : 1,
    specList: specsOf(page).map(({ name, values }, index) => ({
      specId: specId(page, index),
      title: name,
      specValueList: values.map((value) => ({
        specValueId: valueId(page, index, value),
        specId: specId(page, index),
        saasId: '',
        specValue: value,
        image: ''
      }))
    })),
    skuList: page.skus.map((sku) => ({
      skuId: sku.skuId,
      skuImage: page.cover,
      specInfo: specInfo(page, sku),
      priceInfo: [
        { priceType: PRICE, price: fen(price(sku)), priceTypeName: '销售价格' },
        { priceType: LINE_PRICE, price: fen(line), priceTypeName: '划线价格' }
      ],
      stockInfo: { stockQuantity: sku.remaining, safeStockQuantity: 0, soldQuantity: sku.sold },
      weight: { value: sku.weight / 1000, unit: 'KG' },
      volume: null,
      profitPrice: null
    })),
    spuTagList: tagsOf(page, sales),
    desc: page.detailImages
  }
}

/** A card of a list, with what the template's list services add to an SPU. */
function cardOf (card, sales) {
  const prices = card.skus.map((sku) => sales.has(sku.skuId) ? sales.get(sku.skuId).price : sku.price)
  const tags = tagsOf(card, sales)
  const shown = Math.min(...prices)
  const usual = Math.max(...card.skus.map((sku) => sku.price))
  return {
    ...spu(card, prices, card.linePrice || usual),
    spuTagList: tags,
    thumb: card.cover,
    ...pricesOfCard(shown, card.linePrice || (tags.some(({ id }) => id === 'sale') ? usual : undefined)),
    desc: '',
    tags: tags.map(({ title }) => title)
  }
}

/**
 * `price` and `originPrice` of a card. The template compares them as texts, so both get the same
 * number of digits; without a line price `originPrice` is empty, and the card shows none.
 */
function pricesOfCard (price, linePrice) {
  if (!linePrice) return { price: fen(price), originPrice: '' }
  return { price: fen(price).padStart(fen(linePrice).length, '0'), originPrice: fen(linePrice) }
}

/** What cards and full goods share. */
function spu (goods, prices, line) {
  return {
    saasId: '',
    storeId: settings.storeId,
    spuId: goods.goodsId,
    title: goods.title,
    primaryImage: goods.cover,
    images: [goods.cover],
    video: null,
    available: 1,
    minSalePrice: fen(Math.min(...prices)),
    minLinePrice: fen(line),
    maxSalePrice: fen(Math.max(...prices)),
    maxLinePrice: fen(line),
    spuStockQuantity: goods.stock,
    soldNum: 0,
    isPutOnSale: 1,
    categoryIds: [goods.category],
    specList: [],
    skuList: [],
    spuTagList: [],
    spuLimitList: null,
    limitInfo: [],
    promotionList: null,
    minProfitPrice: null,
    etitle: '',
    desc: []
  }
}

function tagsOf (goods, sales) {
  const tags = []
  if (goods.skus.some((sku) => sales.has(sku.skuId))) tags.push({ id: 'sale', title: '秒杀', image: null })
  if (goods.group && goods.group.on !== false) tags.push({ id: 'group', title: `${goods.group.size}人团`, image: null })
  return tags
}

module.exports = { cardOf, coverOf, fen, goodsIfThere, goodsPage, pricesOfCard, skuOf, specInfo, spuOf }

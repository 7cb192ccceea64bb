/** A promotion of the template is a flash sale of Tuan: all that are open, on one page. */

const { coverOf, goodsIfThere, pricesOfCard } = require('../_tuan/goods')
const { salesToShow } = require('../_tuan/sales')

async function fetchPromotion (ID = 0) {
  const sales = await salesToShow()
  const now = Date.now()
  const running = sales.some(({ startAt }) => startAt <= now)
  return {
    list: await Promise.all(sales.map(cardOfSale)),
    banner: sales.length ? await coverOf(sales[0].goodsId) : '',
    time: sales.length ? sales[0].endAt - now : 0,
    showBannerDesc: true,
    statusTag: sales.length ? (running ? 'running' : 'before') : 'finish'
  }
}

async function cardOfSale (sale) {
  const goods = await goodsIfThere(sale.goodsId)
  const sku = goods && goods.skus.find(({ skuId }) => skuId === sale.skuId)
  return {
    spuId: sale.goodsId,
    thumb: goods ? goods.cover : '',
    title: goods ? goods.title : sale.title,
    ...pricesOfCard(sale.price, sku && sku.price > sale.price ? sku.price : undefined),
    tags: [{ title: '秒杀' }]
  }
}

module.exports = { fetchPromotion }

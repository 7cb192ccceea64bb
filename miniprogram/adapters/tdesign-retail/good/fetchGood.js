const { goodsPage, spuOf } = require('../_tuan/goods')

/** Goods in full, for their own page. */
async function fetchGood (ID = 0) {
  return spuOf(await goodsPage.anew(`${ID}`))
}

module.exports = { fetchGood }

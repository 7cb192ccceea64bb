/** The head of the home page. */

const { settings } = require('../_tuan/client')
const { page } = require('../_tuan/feed')

const PICTURES = 3

/**
 * Pictures and tabs. The page loads the same goods whatever the tab is, so there is one.
 */
async function fetchHome () {
  const swiper = settings.banners.length ? [...settings.banners] : await covers()
  return { swiper, tabList: [{ text: '精选推荐', key: 0 }], activityImg: swiper[0] || '' }
}

async function covers () {
  const { items } = await page(1, PICTURES, 'listGoods')
  return items.map(({ cover }) => cover)
}

module.exports = { fetchHome }

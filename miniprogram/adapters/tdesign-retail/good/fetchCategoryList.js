/**
 * The categories of the shop, with their goods' first pictures. Tuan's categories have one level,
 * the template's have three: a category has one child, and that has the category as its child.
 */

const { all } = require('../_tuan/feed')

async function getCategoryList () {
  const covers = new Map()
  for (const { category, cover } of await all('listGoods')) {
    if (category && !covers.has(category)) covers.set(category, cover)
  }
  return [...covers].map(([name, thumbnail]) => {
    const leaf = { groupId: name, name, thumbnail }
    return { ...leaf, children: [{ ...leaf, children: [leaf] }] }
  })
}

module.exports = { getCategoryList }

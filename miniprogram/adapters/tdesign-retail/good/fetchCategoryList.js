/**
 * The categories of the shop, with their goods' first pictures. Tuan's categories have one level,
 * the template's have three: a category has one child, and that has the category as its child.
 */

const { settings } = require('../_tuan/client')
const { all } = require('../_tuan/feed')

async function getCategoryList () {
  const covers = new Map()
  for (const { category, cover } of await all('listGoods')) {
    if (category && !covers.has(category)) covers.set(category, cover)
  }
  return shown(covers).map(({ id, name }) => {
    const leaf = { groupId: id, name, thumbnail: covers.get(id) }
    return { ...leaf, children: [{ ...leaf, children: [leaf] }] }
  })
}

/** Those that have goods: as the shop has named them, then the others. */
function shown (covers) {
  const named = settings.categories.filter(({ id }) => covers.has(id))
  const others = [...covers.keys()].filter((id) => !named.some((each) => each.id === id))
  return [...named, ...others.map((id) => ({ id, name: id }))]
}

module.exports = { getCategoryList }

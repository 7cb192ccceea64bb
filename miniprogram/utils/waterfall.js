/**
 * Two columns of about the same height. The height of a card is estimated in widths of its column,
 * because the pictures of goods that are not shown yet have no size.
 */

const SQUARE = 1
const LINE = 0.13 // one line of text
const CHARS = 11 // characters of a title in one line

/** The height of a card. `ratio` is height / width of its picture, if it is known. */
function height ({ title, group }, ratio = SQUARE) {
  const lines = Math.min(2, Math.ceil(title.length / CHARS))
  return ratio + LINE * (lines + 1 + (group ? 1 : 0)) + LINE
}

/** Two columns with `goods` added to `columns`, each to the column that is shorter then. */
function place (columns, goods, ratios = {}) {
  const filled = columns.map((column) => [...column])
  const heights = filled.map((column) => column.reduce((sum, each) => sum + height(each, ratios[each.goodsId]), 0))
  for (const each of goods) {
    const shorter = heights[1] < heights[0] ? 1 : 0
    filled[shorter].push(each)
    heights[shorter] += height(each, ratios[each.goodsId])
  }
  return filled
}

module.exports = { place, height }

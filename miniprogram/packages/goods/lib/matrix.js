/**
 * Which values of which options a buyer can choose: colour × size, of which some combinations are sold out
 * or do not exist. Values in, values out.
 */

/** Goods whose SKUs have no options but are several are chosen by the SKUs' titles. */
const ONLY = '规格'

function optionsOf ({ options, skus }) {
  if (options.length) return options
  return skus.length > 1 ? [{ name: ONLY, values: skus.map(({ title }) => title) }] : []
}

function valueOf (sku, name) {
  return name in sku.options ? sku.options[name] : name === ONLY ? sku.title : undefined
}

/** Whether an SKU has all these values: option → value. */
function fits (sku, chosen) {
  return Object.entries(chosen).every(([name, value]) => valueOf(sku, name) === value)
}

/**
 * The options as they are shown. A value is `open` if some SKU with it, and with what else is chosen, has
 * units left. `chosen`, `open`: a value that is chosen and sold out shows both.
 */
function matrix (goods, chosen) {
  return optionsOf(goods).map(({ name, values }) => {
    const { [name]: mine, ...others } = chosen
    return {
      name,
      values: values.map((value) => ({
        value,
        chosen: value === mine,
        open: goods.skus.some((sku) => sku.remaining > 0 && fits(sku, { ...others, [name]: value }))
      }))
    }
  })
}

/** The SKU that is chosen, or null while an option is open. */
function skuOf (goods, chosen) {
  const complete = optionsOf(goods).every(({ name }) => name in chosen)
  return (complete && goods.skus.find((sku) => fits(sku, chosen))) || null
}

/** `chosen` after a tap on a value: a second tap takes it back. */
function toggled (chosen, name, value) {
  const { [name]: before, ...others } = chosen
  return before === value ? others : { ...others, [name]: value }
}

/** What is chosen for an SKU that is known, as the one of a flash sale. */
function chosenOf (goods, sku) {
  return Object.fromEntries(optionsOf(goods).map(({ name }) => [name, valueOf(sku, name)]))
}

/** Where only one SKU can be bought, it is chosen for the buyer. */
function firstChoice (goods) {
  const left = goods.skus.filter(({ remaining }) => remaining > 0)
  return left.length === 1 ? chosenOf(goods, left[0]) : {}
}

/** The names of options that are still to be chosen. */
function missing (goods, chosen) {
  return optionsOf(goods).map(({ name }) => name).filter((name) => !(name in chosen))
}

module.exports = { matrix, skuOf, toggled, chosenOf, firstChoice, missing, optionsOf }

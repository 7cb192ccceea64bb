/** Tuan has no cart: it is empty. */

const { answer } = require('../_tuan/client')

async function fetchCartGroupData (params) {
  return answer({
    isNotEmpty: false,
    storeGoods: [],
    invalidGoodItems: [],
    isAllSelected: false,
    selectedGoodsCount: 0,
    totalAmount: '0',
    totalDiscountAmount: '0'
  })
}

module.exports = { fetchCartGroupData }

/** What a user has in the local shop before the pages are shown, and which pages are shown. */

const assert = require('node:assert/strict')
const { phone } = require('./phone')

/** A user who calls functions of the stack. */
async function enter (stack, openid) {
  const { post } = phone(stack, openid)
  const { code } = (await post(`${stack.sandbox}/sandbox/code`, { openid })).data
  const { token } = (await post(`${stack.api}/login`, { code })).data
  return async (name, data) => {
    const { statusCode, data: result } = await post(`${stack.api}/${name}`, data, { authorization: `Bearer ${token}` })
    if (statusCode !== 200) throw new Error(`${name}: ${JSON.stringify(result)}`)
    return result
  }
}

async function until (look) {
  for (let turn = 0; turn < 100; turn++) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`never came true: ${look}`)
}

async function prepare (stack, openid) {
  const me = await enter(stack, openid)
  const operator = await enter(stack, 'operator-1')
  const { post } = phone(stack, openid)
  const now = Date.now()
  await operator('saveSale', { saleId: `retail-${now}`, skuId: 'goods-demo-4', price: 5900, stock: 5, limit: 2, startAt: now, endAt: now + 2 * 3600 * 1000 })
  const { addressId } = await me('saveAddress', { userName: '张三', telNumber: '13800138000', provinceName: '广东省', cityName: '广州市', countyName: '海珠区', detailInfo: '新港中路397号', nationalCode: '440105', isDefault: true })
  await me('saveAddress', { userName: '李四', telNumber: '13900139000', provinceName: '浙江省', cityName: '杭州市', countyName: '西湖区', detailInfo: '龙井路1号', nationalCode: '330106' })

  async function buy (skuId, quantity, status) {
    const { orderId } = await me('placeOrder', { items: [{ skuId, quantity }], addressId, remark: '请放门口' })
    if (status === 'PENDING') return orderId
    await post(`${stack.sandbox}/sandbox/pay`, { out_trade_no: orderId })
    await until(async () => (await me('getOrder', { orderId })).status === 'PAID')
    if (status === 'SHIPPED') await operator('shipOrder', { orderId, carrier: 'SF', trackingNumber: `SF${Date.now()}`, contact: '138****8000' })
    return orderId
  }

  const shipped = await buy('goods-demo-3', 2, 'SHIPPED')
  const toReturn = await buy('goods-demo-6-4', 1, 'SHIPPED')
  const paid = await buy('goods-demo-2', 1, 'PAID')
  const returned = await me('askAfterSale', { orderId: toReturn, kind: 'return', reason: '质量有问题', items: [{ skuId: 'goods-demo-6-4', quantity: 1 }] })
  await operator('decideAfterSale', { afterSaleId: returned.afterSaleId, agree: true, note: '请寄回：杭州市西湖区龙井路 1 号' })
  const asked = await me('askAfterSale', { orderId: paid, kind: 'refund', reason: '不想要了' })
  const unpaid = await buy('goods-demo-4', 1, 'PENDING')

  const confirm = (spuId, more) => ({ goodsRequestList: JSON.stringify([{ quantity: 1, storeId: '1', spuId, price: '8900', title: '', ...more }]) })
  const specInfo = [{ specTitle: '颜色', specValue: '白' }, { specTitle: '尺码', specValue: 'M' }]
  const scenes = [
    { name: 'home', page: 'pages/home/home', query: {} },
    { name: 'category', page: 'pages/category/index', query: {} },
    { name: 'goods-list', page: 'pages/goods/list/index', query: {} },
    { name: 'search', page: 'pages/goods/search/index', query: {} },
    { name: 'search-result', page: 'pages/goods/result/index', query: { searchValue: '苹果' } },
    { name: 'goods-detail', page: 'pages/goods/details/index', query: { spuId: 'goods-demo-1' } },
    { name: 'goods-options', page: 'pages/goods/details/index', query: { spuId: 'goods-demo-6' }, then: ({ page }) => page.buyItNow() },
    { name: 'promotion', page: 'pages/promotion/promotion-detail/index', query: { promotion_id: '0' } },
    { name: 'order-confirm', page: 'pages/order/order-confirm/index', query: confirm('goods-demo-6', { specInfo }) },
    { name: 'order-placed', page: 'pages/order/order-confirm/index', query: confirm('goods-demo-5'), then: placed },
    { name: 'order-list', page: 'pages/order/order-list/index', query: {} },
    { name: 'order-unpaid', page: 'pages/order/order-detail/index', query: { orderNo: unpaid } },
    { name: 'order-shipped', page: 'pages/order/order-detail/index', query: { orderNo: shipped } },
    { name: 'address-list', page: 'pages/user/address/list/index', query: {} },
    { name: 'address-edit', page: 'pages/user/address/edit/index', query: { id: '1' } },
    { name: 'apply-service', page: 'pages/order/apply-service/index', query: { orderNo: shipped, skuId: 'goods-demo-3', spuId: 'goods-demo-3', orderStatus: '40', canApplyReturn: 'true' }, then: applied },
    { name: 'after-service-list', page: 'pages/order/after-service-list/index', query: {} },
    { name: 'after-service-asked', page: 'pages/order/after-service-detail/index', query: { rightsNo: asked.afterSaleId } },
    { name: 'after-service-agreed', page: 'pages/order/after-service-detail/index', query: { rightsNo: returned.afterSaleId } },
    { name: 'usercenter', page: 'pages/usercenter/index', query: {} },
    { name: 'person-info', page: 'pages/user/person-info/index', query: {} },
    { name: 'cart', page: 'pages/cart/index', query: {} },
    { name: 'coupons', page: 'pages/coupon/coupon-list/index', query: {} },
    { name: 'comments', page: 'pages/goods/comments/index', query: { spuId: 'goods-demo-1' } }
  ]
  return { scenes }

  /** Tap 提交订单: the order is placed, paid, and the page goes on to the result. */
  async function placed ({ page }, { calls, quiet }) {
    page.submitOrder()
    await quiet()
    const url = await until(() => went(calls, 'redirectTo', 'pay-result'))
    const orderId = /orderNo=([^&]+)/.exec(url)[1]
    await until(async () => (await me('getOrder', { orderId })).status === 'PAID')
  }

  /** Ask for money alone, with a reason: the page goes on to the after-sale. */
  async function applied ({ page }, { calls, quiet }) {
    page.onApplyOnlyRefund()
    await quiet()
    page.setData({ 'serviceFrom.applyReason': page.data.applyReasons[0] })
    page.onSubmit()
    await quiet()
    const url = await until(() => went(calls, 'redirectTo', 'after-service-detail'))
    const { status } = await me('getAfterSale', { afterSaleId: /rightsNo=([^&]+)/.exec(url)[1] })
    assert.equal(status, 'ASKED')
  }
}

/** The last place where the page has led with this call. */
function went (calls, name, part) {
  const found = calls.filter(([called, options]) => called === name && options.url.includes(part)).pop()
  return found && found[1].url
}

module.exports = { prepare }

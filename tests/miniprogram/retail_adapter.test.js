/** What the adapter for Tencent's retail template does with what the pages send and the shop says. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { example, open, refusal } = require('./retail/shop')

const GOODS = example('getGoods')
const ADDRESS = example('listAddresses').items[0]
const SALE = { ...example('listSales').items[0], skuId: 'goods-demo-1', goodsId: 'goods-demo-1', price: 4900, startAt: 0, endAt: 4e12 }

const shirt = {
  ...GOODS,
  goodsId: 'shirt',
  options: [{ name: '颜色', values: ['白', '黑'] }, { name: '尺码', values: ['M', 'L'] }],
  skus: [['白', 'M', 3], ['白', 'L', 0], ['黑', 'M', 5]].map(([colour, size, remaining], index) => ({
    ...GOODS.skus[0], skuId: `shirt-${index}`, price: 8900, remaining, options: { 颜色: colour, 尺码: size }
  }))
}
const want = (more) => ({ storeId: '1', spuId: 'goods-demo-1', skuId: 'goods-demo-1', quantity: 1, ...more })
const line = (more) => ({ ...example('quoteOrder').lines[0], ...more })
const quoted = (lines, more) => ({ ...example('quoteOrder'), lines, ...more })

// --- goods ---------------------------------------------------------------------------------------

test('goods without options have one specification, so that the page can choose it', async () => {
  const spu = await open().service('good/fetchGood').fetchGood('goods-demo-1')
  assert.deepEqual(spu.specList.map(({ title, specValueList }) => [title, specValueList.length]), [['规格', 1]])
  assert.equal(spu.skuList[0].specInfo[0].specValueId, spu.specList[0].specValueList[0].specValueId)
  assert.equal(spu.spuStockQuantity, 499)
})

test('options lead to the SKUs by the ids of their values', async () => {
  const spu = await open({ getGoods: shirt }).service('good/fetchGood').fetchGood('shirt')
  const [colour, size] = spu.specList
  const blackM = spu.skuList.find(({ specInfo }) =>
    specInfo[0].specValueId === colour.specValueList[1].specValueId && specInfo[1].specValueId === size.specValueList[0].specValueId)
  assert.equal(blackM.skuId, 'shirt-2')
  assert.equal(blackM.stockInfo.stockQuantity, 5)
})

test('a list has the right line price although the template compares prices as texts', async () => {
  const [card] = example('listGoods').items
  const shop = open({ listGoods: { items: [{ ...card, price: 8900, linePrice: 12900, skus: [{ ...card.skus[0], price: 8900 }] }], cursor: null } })
  const [{ price, originPrice }] = await shop.service('good/fetchGoods').fetchGoodsList(0, 20)
  assert.ok(!(originPrice < price), 'the card would hide it')
  assert.deepEqual([Number(price), Number(originPrice)], [8900, 12900])
})

test('goods in an open flash sale show its price', async () => {
  const spu = await open({ listSales: { items: [SALE] } }).service('good/fetchGood').fetchGood('goods-demo-1')
  assert.equal(spu.minSalePrice, '4900')
  assert.deepEqual(spu.spuTagList.map(({ title }) => title), ['秒杀', '3人团'])
})

test('numbered pages follow the cursors, and the count ends with the last page', async () => {
  const [card] = example('listGoods').items
  const all = Array.from({ length: 70 }, (_, number) => ({ ...card, goodsId: `g${number}` }))
  const shop = open({
    listGoods: ({ cursor, limit }) => {
      const from = Number(cursor || 0)
      return { items: all.slice(from, from + limit), cursor: from + limit < all.length ? `${from + limit}` : null }
    }
  })
  const { fetchGoodsList } = shop.service('good/fetchGoodsList')
  const pages = []
  for (const pageNum of [1, 2, 3]) pages.push(await fetchGoodsList({ sort: 0, pageNum, pageSize: 30, minPrice: 0 }))
  assert.deepEqual(pages.flatMap(({ spuList }) => spuList.map(({ spuId }) => spuId)), all.map(({ goodsId }) => goodsId))
  assert.deepEqual(pages.map(({ totalCount }) => totalCount), [31, 61, 70])
  assert.equal(shop.sent('listGoods').length, 3, 'each page is asked for once')
})

test('goods are sorted by price and kept within two prices', async () => {
  const [card] = example('listGoods').items
  const priced = [300, 100, 200].map((price) => ({ ...card, goodsId: `g${price}`, price, skus: [{ ...card.skus[0], price }] }))
  const shop = open({ listGoods: { items: priced, cursor: null } })
  const ids = async (params) => (await shop.service('good/fetchGoodsList').fetchGoodsList({ pageNum: 1, pageSize: 30, minPrice: 0, ...params })).spuList.map(({ spuId }) => spuId)
  assert.deepEqual(await ids({ sort: 1, sortType: 0 }), ['g100', 'g200', 'g300'])
  assert.deepEqual(await ids({ sort: 1, sortType: 1 }), ['g300', 'g200', 'g100'])
  assert.deepEqual(await ids({ sort: 0, minPrice: 150, maxPrice: 250 }), ['g200'])
})

test('the home page goes on after a change of its tab, when it asks for page NaN', async () => {
  const shop = open()
  const { fetchGoodsList } = shop.service('good/fetchGoods')
  assert.ok((await fetchGoodsList(0, 20)).length > 0)
  assert.deepEqual(await fetchGoodsList(NaN, 20), [])
})

test('a search is remembered, once and first', async () => {
  const shop = open()
  for (const keyword of ['苹果', '大米', '苹果']) await shop.service('good/fetchSearchResult').getSearchResult({ pageNum: 1, pageSize: 30, keyword })
  assert.deepEqual((await shop.service('good/fetchSearchHistory').getSearchHistory()).historyWords, ['苹果', '大米'])
})

test('categories have the names and the order that the shop gives them, then come the others', async () => {
  const card = (category) => ({ ...example('listGoods').items[0], goodsId: category, category })
  const shop = open({ listGoods: { items: ['wear', 'fruit', 'pantry'].map(card), cursor: null } }, { categories: [{ id: 'none', name: '无' }, { id: 'fruit', name: '新鲜水果' }, { id: 'wear', name: '服饰' }] })
  const found = await shop.service('good/fetchCategoryList').getCategoryList()
  assert.deepEqual(found.map(({ groupId, name }) => [groupId, name]), [['fruit', '新鲜水果'], ['wear', '服饰'], ['pantry', 'pantry']])
})

// --- the confirmation ----------------------------------------------------------------------------

test('the page that forgets the SKU gets the one of the values that it shows', async () => {
  const shop = open({ getGoods: shirt, quoteOrder: ({ items }) => quoted(items.map((item) => line(item))) })
  const specInfo = [{ specTitle: '颜色', specValue: '黑' }, { specTitle: '尺码', specValue: 'M' }]
  const { data } = await shop.service('order/orderConfirm').fetchSettleDetail({ goodsRequestList: [want({ spuId: 'shirt', skuId: undefined, specInfo })] })
  assert.equal(data.storeGoodsList[0].skuDetailVos[0].skuId, 'shirt-2')
  assert.deepEqual(data.storeGoodsList[0].skuDetailVos[0].skuSpecLst.map(({ specValue }) => specValue), ['黑', 'M'])
})

test('the default address is taken, and without an address nothing can be ordered', async () => {
  const goodsRequestList = [want()]
  const shop = open({ listAddresses: { items: [ADDRESS] }, quoteOrder: quoted([line()], { needsAddress: true }) })
  const { data } = await shop.service('order/orderConfirm').fetchSettleDetail({ goodsRequestList })
  assert.deepEqual([data.settleType, data.userAddress.tuanId], [1, ADDRESS.addressId])
  assert.equal(shop.sent('quoteOrder')[0].addressId, ADDRESS.addressId)
  const none = open({ listAddresses: { items: [] }, quoteOrder: quoted([line()], { needsAddress: true }) })
  assert.deepEqual((await none.service('order/orderConfirm').fetchSettleDetail({ goodsRequestList })).data.settleType, 0)
})

test('what cannot be ordered is told apart, and the price is that of the rest', async () => {
  const troubles = { 'shirt-0': undefined, 'shirt-1': 'SOLD_OUT', 'shirt-2': 'SOLD_OUT' }
  const shop = open({
    getGoods: shirt,
    quoteOrder: ({ items }) => quoted(items.map((item) => line({ ...item, price: 8900, trouble: troubles[item.skuId] })), { total: 8900 * items.length, goodsTotal: 8900 * items.length })
  })
  const goodsRequestList = ['shirt-0', 'shirt-1', 'shirt-2'].map((skuId) => want({ spuId: 'shirt', skuId, quantity: 9 }))
  const { data } = await shop.service('order/orderConfirm').fetchSettleDetail({ goodsRequestList })
  const ids = (groups) => groups[0].unSettlementGoods.map(({ skuId }) => skuId)
  assert.deepEqual(data.storeGoodsList[0].skuDetailVos.map(({ skuId }) => skuId), ['shirt-0'])
  assert.deepEqual(ids(data.inValidGoodsList), ['shirt-1', 'shirt-2'])
  assert.deepEqual(ids(data.outOfStockGoodsList), ['shirt-2'], 'of which some units are left')
  assert.deepEqual([data.totalPayAmount, data.settleType], ['8900', 0])
})

for (const [trouble, list] of [['SALE_LIMIT', 'limitGoodsList'], ['UNITS_LIMIT', 'limitGoodsList'], ['NOT_DELIVERED', 'abnormalDeliveryGoodsList'], ['SKU_NOT_FOUND', 'inValidGoodsList']]) {
  test(`${trouble} is in ${list}`, async () => {
    const shop = open({ quoteOrder: quoted([line({ trouble })]) })
    const { data } = await shop.service('order/orderConfirm').fetchSettleDetail({ goodsRequestList: [want()] })
    assert.equal(data[list][0].unSettlementGoods.length, 1)
    assert.equal(data.storeGoodsList, null)
  })
}

const commit = (shop, more) => shop.service('order/orderConfirm').dispatchCommitPay({
  goodsRequestList: [want({ quantity: 2 })],
  userAddressReq: { addressId: '0', tuanId: 'address-1', name: '张三' },
  totalAmount: '11800',
  storeInfoList: [{ storeId: '1', remark: ' 请放门口 ' }],
  couponList: [],
  ...more
})

test('an order is placed at the price that was shown, and paid', async () => {
  const shop = open()
  const { data } = await commit(shop)
  assert.deepEqual(shop.sent('placeOrder'), [{ items: [{ skuId: 'goods-demo-1', quantity: 2 }], addressId: 'address-1', remark: '请放门口', expectTotal: 11800 }])
  assert.equal(shop.paid[0].orderId, data.tradeNo)
  assert.equal(JSON.parse(data.payInfo).signType, 'RSA')
})

test('an order of one SKU in an open flash sale is an order of the sale', async () => {
  const shop = open({ listSales: { items: [SALE] } })
  await commit(shop)
  assert.equal(shop.sent('placeOrder')[0].saleId, SALE.saleId)
})

test('payInPage leaves the payment to the page', async () => {
  const shop = open({}, { payInPage: true })
  await commit(shop)
  assert.equal(shop.paid.length, 0)
})

for (const [code, known] of [['TOTAL_CHANGED', 'TOTAL_AMOUNT_DIFFERENT'], ['SOLD_OUT', 'CONTAINS_INSUFFICIENT_GOODS'], ['SALE_LIMIT', 'CONTAINS_INSUFFICIENT_GOODS'], ['PAY_NOT_SET', 'ILLEGAL_CONFIG_PARAM'], ['TOO_MANY_UNPAID', 'TOO_MANY_UNPAID']]) {
  test(`${code} is ${known} for the page, with the user's text`, async () => {
    const shop = open({ placeOrder: () => { throw refusal(code, '订单金额有变化') } })
    await assert.rejects(commit(shop), { code: known, msg: '订单金额有变化', requestId: 'r1' })
    assert.equal(shop.paid.length, 0)
  })
}

test('a payment that fails is ORDER_PAY_FAIL: the order waits in the list', async () => {
  const shop = open({ $pay: () => { throw Object.assign(new Error(), { errMsg: 'requestPayment:fail cancel' }) } })
  await assert.rejects(commit(shop), { code: 'ORDER_PAY_FAIL' })
})

test('groupInfo takes a seat: in that group, or in a new one', async () => {
  const shop = open()
  await commit(shop, { groupInfo: { groupId: 'group-1' } })
  await commit(shop, { groupInfo: {} })
  assert.deepEqual([shop.sent('joinGroup')[0].groupId, shop.sent('createGroup')[0].goodsId], ['group-1', 'goods-demo-1'])
  assert.equal(shop.sent('placeOrder').length, 0)
})

test('an address that comes from WeChat is saved before it is used', async () => {
  const shop = open({ listAddresses: { items: [] } })
  const fromWeChat = { name: '李四', phone: '13800000000', provinceName: '广东省', cityName: '深圳市', districtName: '南山区', districtCode: '440305', detailAddress: '科技园', isDefault: false }
  const { data } = await shop.service('order/orderConfirm').fetchSettleDetail({ goodsRequestList: [want()], userAddressReq: fromWeChat })
  const [saved] = shop.sent('saveAddress')
  assert.deepEqual([saved.userName, saved.countyName, saved.nationalCode], ['李四', '南山区', '440305'])
  assert.equal(data.userAddress.tuanId, example('saveAddress').addressId)
})

// --- addresses -----------------------------------------------------------------------------------

test('the list waits for the edit page, which saves the address in the shop', async () => {
  const shop = open()
  const [list, edit] = [shop.service('address/list'), shop.service('address/edit')]
  const [first] = await shop.service('address/fetchAddress').fetchDeliveryAddressList()
  const asked = list.getAddressPromise()
  const waits = edit.getAddressPromise()
  list.resolveAddress({ ...first, tuanId: undefined, detailAddress: '新港中路 1 号', isDefault: 1 })
  assert.equal((await waits).detailAddress, '新港中路 1 号')
  assert.deepEqual(shop.sent('saveAddress').map(({ addressId, detailInfo }) => [addressId, detailInfo]), [[ADDRESS.addressId, '新港中路 1 号']])
  list.resolveAddress(first)
  assert.equal((await asked).tuanId, ADDRESS.addressId, 'the page that needs an address still gets the one chosen')
})

test('an address that cannot be saved fails for the list, and a page left without saving says cancel', async () => {
  const shop = open({ saveAddress: () => { throw refusal('ADDRESS_LIMIT', '收货地址已达上限') } })
  const [list, edit] = [shop.service('address/list'), shop.service('address/edit')]
  const waits = edit.getAddressPromise()
  list.resolveAddress({ addressId: '', name: '张三', phone: '1', provinceName: '广东省', detailAddress: '1' })
  await assert.rejects(waits, { code: 'ADDRESS_LIMIT' })
  const again = edit.getAddressPromise()
  list.rejectAddress()
  await assert.rejects(again, { message: 'cancel' })
})

test('an address has a number, because the edit page makes one of its id', async () => {
  const shop = open()
  const { fetchDeliveryAddress, fetchDeliveryAddressList } = shop.service('address/fetchAddress')
  const [{ id }] = await fetchDeliveryAddressList()
  assert.equal((await fetchDeliveryAddress(Number(id))).tuanId, ADDRESS.addressId)
  await assert.rejects(fetchDeliveryAddress(NaN), { code: 'ADDRESS_NOT_FOUND' })
})

// --- orders --------------------------------------------------------------------------------------

const STATES = { PENDING: [5, '待付款'], PAID: [10, '待发货'], SHIPPED: [40, '待收货'], COMPLETED: [50, '交易完成'], CLOSED: [80, '已取消'], REFUNDING: [10, '退款中'], REFUNDED: [80, '已退款'] }

for (const [status, [state, name]] of Object.entries(STATES)) {
  test(`an order that is ${status} is ${state} ${name}`, async () => {
    const { data } = await open({ getOrder: { ...example('getOrder'), status } }).service('order/orderDetail').fetchOrderDetail({ parameter: 'order-demo-1' })
    assert.deepEqual([data.orderStatus, data.orderStatusName], [state, name])
    assert.equal(data.orderItemVOs[0].goodsPictureUrl, GOODS.cover)
  })
}

test('a tab asks for the orders of its state', async () => {
  const shop = open()
  await shop.service('order/orderList').fetchOrders({ parameter: { pageNum: 1, pageSize: 5, orderStatus: 40 } })
  assert.equal(shop.sent('listOrders')[0].status, 'SHIPPED')
})

test('a paid order that waits for its group can be shared', async () => {
  const order = { ...example('getOrder'), status: 'PAID', groupId: 'group-1' }
  const group = { ...example('getGroup'), groupId: 'group-1', status: 'OPEN', size: 3, members: [{}], expiresAt: Date.now() + 60000 }
  const { data } = await open({ getOrder: order, getGroup: group }).service('order/orderDetail').fetchOrderDetail({ parameter: 'order-demo-1' })
  assert.deepEqual([data.orderStatusName, data.groupInfoVo.remainMember, data.buttonVOs[0].type], ['待成团', 2, 11])
})

// --- after-sales ---------------------------------------------------------------------------------

test('all that is left of the line is proposed; an amount is sent only if it is less', async () => {
  const shop = open({ getOrder: { ...example('getOrder'), items: [{ ...example('getOrder').items[0], quantity: 3, refunded: 1, discount: 300 }], status: 'SHIPPED' } })
  const { fetchRightsPreview, dispatchApplyService } = shop.service('order/applyService')
  const { data } = await fetchRightsPreview({ orderNo: 'order-demo-1', skuId: 'goods-demo-1' })
  assert.deepEqual([data.numOfSku, data.refundableAmount, data.paidAmountEach], [2, '11600', '5800'])
  const rights = { orderNo: 'order-demo-1', refundRequestAmount: 11600, rightsReasonDesc: '质量有问题', rightsType: 10 }
  await dispatchApplyService({ rights, rightsItem: [{ rightsQuantity: 2, skuId: 'goods-demo-1' }] })
  await dispatchApplyService({ rights: { ...rights, refundRequestAmount: 5000, rightsType: null }, rightsItem: [{ rightsQuantity: 1, skuId: 'goods-demo-1' }], refundMemo: '有裂痕' })
  assert.deepEqual(shop.sent('askAfterSale'), [
    { orderId: 'order-demo-1', kind: 'return', reason: '质量有问题', items: [{ skuId: 'goods-demo-1', quantity: 2 }] },
    { orderId: 'order-demo-1', kind: 'refund', reason: '质量有问题：有裂痕', items: [{ skuId: 'goods-demo-1', quantity: 1 }], amount: 5000 }
  ])
})

test('a refusal is shown, because the page says nothing of it', async () => {
  const shop = open({ askAfterSale: () => { throw refusal('AFTER_SALE_OVER', '订单完成已超过 7 天') } })
  await assert.rejects(shop.service('order/applyService').dispatchApplyService({ rights: { orderNo: 'order-demo-1' }, rightsItem: [{ skuId: 'goods-demo-1', rightsQuantity: 1 }] }))
  assert.deepEqual(shop.said, ['订单完成已超过 7 天'])
})

const RIGHTS = [['refund', 'ASKED', 10, 100, [2]], ['return', 'AGREED', 20, 120, [2, 3]], ['refund', 'AGREED', 20, 110, []], ['return', 'SENT', 20, 130, [4]], ['return', 'RECEIVED', 30, 140, []], ['refund', 'REFUNDED', 50, 160, []], ['refund', 'DENIED', 60, 170, []]]

for (const [kind, status, state, userState, buttons] of RIGHTS) {
  test(`a ${kind} that is ${status} is ${state} and ${userState}`, async () => {
    const shop = open({ getAfterSale: { ...example('getAfterSale'), kind, status } })
    const { data: [found] } = await shop.service('order/afterService').getRightsDetail({ rightsNo: 'after-sale-demo-1' })
    assert.deepEqual([found.rights.rightsStatus, found.rights.userRightsStatus, found.buttonVOs.map(({ type }) => type)], [state, userState, buttons])
    assert.equal(found.rights.rightsType, kind === 'return' ? 10 : 20)
  })
}

test('a tab of after-sales has those of its state, and the counts of all', async () => {
  const { data } = await open().service('order/afterService').getRightsList({ parameter: { pageNum: 1, pageSize: 10, afterServiceStatus: 10 } })
  assert.deepEqual(data.dataList.map(({ rights }) => rights.rightsStatus), [10, 10])
  assert.deepEqual(data.states, { audit: 2, approved: 2, complete: 0, closed: 1 })
})

test('the parcel that comes back is named by WeChat\'s id of the carrier', async () => {
  const shop = open()
  await shop.service('order/afterService').create({ rightsNo: 'a1', logisticsCompanyCode: 'ZTO', logisticsNo: 'ZTO1' })
  assert.deepEqual(shop.sent('sendBack'), [{ afterSaleId: 'a1', carrier: 'ZTO', trackingNumber: 'ZTO1' }])
})

test('a time is written as the after-sale page asks for it', () => {
  const { formatTime } = open().service('order/afterService')
  assert.equal(formatTime(new Date(2026, 0, 2, 3, 4, 5).getTime(), 'YYYY-MM-DD HH:mm:ss'), '2026-01-02 03:04:05')
})

// --- the client ----------------------------------------------------------------------------------

test('without use, wx.cloud is called', async () => {
  const shop = open()
  shop.service('_tuan/client').use(null)
  wx.cloud = { callFunction: async ({ name }) => ({ result: example(name) }) }
  assert.equal((await shop.service('usercenter/fetchUsercenter').fetchUserCenter()).countsData[0].num, example('getScore').score)
})

test('the text of a failed call is not shown to users', async () => {
  const failed = Object.assign(new Error(), { errCode: -404011, errMsg: 'cloud.callFunction:fail Error: errCode: -404011' })
  const shop = open({ getScore: () => { throw failed } })
  await assert.rejects(shop.service('usercenter/fetchUsercenter').fetchUserCenter(), { msg: '系统繁忙，请稍后再试', code: 'UNKNOWN' })
})

/**
 * What the services of Tencent's retail template answer, read by hand from what its pages use and its
 * own examples have. A shape is 'string', 'number', 'boolean', 'null', `[shape]` for a list, an object
 * of shapes (which may have more fields), `either(...)`, or `digits`: a text of digits.
 */

const either = (...shapes) => ({ either: shapes })
const orNull = (shape) => either(shape, 'null')
const digits = { digits: true }

/** The adapter always has it; some of the template's examples do not. */
const ours = (shape) => ({ ours: shape })

/**
 * Why a value does not fit, or null. The template's own examples are `mixed`: the same field is a
 * number here and a text there, or null. The adapter's answers are not.
 */
function misfit (value, shape, where = 'answer', mixed = false) {
  if (mixed && value === null && shape !== 'null') return null
  if (shape.ours) return misfit(value, shape.ours, where, mixed)
  if (shape.either) return shape.either.some((one) => misfit(value, one, where, mixed) === null) ? null : `${where}: ${JSON.stringify(value)} fits none`
  if (shape.digits) return (typeof value === 'string' && /^\d+$/.test(value)) || (mixed && typeof value === 'number') ? null : `${where}: ${JSON.stringify(value)} is not digits`
  if (typeof shape === 'string') return kindOf(value) === shape || (mixed && number(value) && /string|number/.test(shape)) ? null : `${where}: ${JSON.stringify(value)} is not a ${shape}`
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return `${where} is not a list`
    return firstOf(value.map((item, index) => misfit(item, shape[0], `${where}[${index}]`, mixed)))
  }
  if (kindOf(value) !== 'object') return `${where}: ${JSON.stringify(value)} is not an object`
  return firstOf(Object.entries(shape).map(([name, inner]) =>
    name in value ? misfit(value[name], inner, `${where}.${name}`, mixed) : mixed && inner.ours ? null : `${where}.${name} is missing`))
}

/** A number, or a text of one. */
const number = (value) => typeof value === 'number' || (typeof value === 'string' && /^[\d.]+$/.test(value))
const kindOf = (value) => value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value
const firstOf = (found) => found.find((one) => one !== null) || null

const envelope = (data) => ({ data, code: 'string', msg: 'null', requestId: 'string', clientIp: 'string', rt: 'number', success: 'boolean' })

const tag = { title: 'string' }
const card = { spuId: 'string', thumb: 'string', title: 'string', price: digits, originPrice: 'string' }
const cardWithTags = { ...card, tags: ['string'] }
const spec = { specTitle: 'string', specValue: 'string' }

const spu = {
  saasId: 'string',
  storeId: 'string',
  spuId: 'string',
  title: 'string',
  primaryImage: 'string',
  images: ['string'],
  video: ours('null'),
  available: 'number',
  minSalePrice: digits,
  minLinePrice: digits,
  maxSalePrice: digits,
  maxLinePrice: digits,
  spuStockQuantity: 'number',
  soldNum: 'number',
  isPutOnSale: 'number',
  categoryIds: ours(['string']),
  specList: [{ specId: 'string', title: 'string', specValueList: [{ specValueId: 'string', specId: 'string', specValue: 'string' }] }],
  skuList: [{
    skuId: 'string',
    skuImage: orNull('string'),
    specInfo: [{ specId: 'string', specTitle: orNull('string'), specValueId: 'string', specValue: orNull('string') }],
    priceInfo: [{ priceType: 'number', price: digits, priceTypeName: orNull('string') }],
    stockInfo: { stockQuantity: 'number', safeStockQuantity: 'number', soldQuantity: 'number' }
  }],
  spuTagList: [tag],
  spuLimitList: ours('null'),
  desc: ['string'],
  etitle: 'string'
}

/** A page of goods. The list's cards have plain tags, those of the search have titles. */
const found = (tags) => ({
  pageNum: 'number',
  pageSize: 'number',
  totalCount: 'number',
  spuList: [{ ...spu, ...card, desc: either('string', ['string']), tags }]
})

const logistics = {
  logisticsNo: 'string',
  logisticsCompanyCode: 'string',
  logisticsCompanyName: 'string',
  receiverProvince: 'string',
  receiverCity: 'string',
  receiverCountry: 'string',
  receiverArea: 'string',
  receiverAddress: 'string',
  receiverPhone: 'string',
  receiverName: 'string'
}

const button = { primary: 'boolean', type: ours('number'), name: ours('string') }

const order = {
  storeId: 'string',
  storeName: 'string',
  parentOrderNo: 'string',
  orderId: 'string',
  orderNo: 'string',
  orderStatus: 'number',
  orderSubStatus: orNull('number'),
  totalAmount: digits,
  goodsAmount: digits,
  goodsAmountApp: digits,
  paymentAmount: digits,
  freightFee: 'string',
  discountAmount: digits,
  remark: 'string',
  createTime: digits,
  orderItemVOs: [{
    id: 'string',
    spuId: 'string',
    skuId: 'string',
    goodsName: 'string',
    goodsPictureUrl: 'string',
    specifications: [spec],
    actualPrice: digits,
    buyQuantity: 'number',
    itemTotalAmount: digits,
    itemPaymentAmount: digits,
    tagPrice: 'null',
    tagText: 'null',
    buttonVOs: [button]
  }],
  logisticsVO: logistics,
  paymentVO: { amount: digits, paySuccessTime: orNull(digits) },
  buttonVOs: [button],
  groupInfoVo: ours(orNull({ groupId: 'string', promotionId: 'string', remainMember: 'number', groupPrice: digits, residueTime: 'number' })),
  couponAmount: orNull(digits),
  autoCancelTime: orNull(digits),
  orderStatusName: 'string',
  orderStatusRemark: orNull('string'),
  trajectoryVos: ours([{ title: 'string', code: digits, nodes: [{ status: 'string', timestamp: digits }] }]),
  invoiceStatus: 'number',
  invoiceDesc: 'string'
}

const settled = {
  storeId: 'string',
  spuId: 'string',
  skuId: 'string',
  goodsName: 'string',
  image: 'string',
  reminderStock: 'number',
  quantity: 'number',
  payPrice: digits,
  totalSkuPrice: digits,
  settlePrice: digits,
  realSettlePrice: digits,
  oriPrice: digits,
  tagPrice: 'null',
  tagText: orNull('string'),
  skuSpecLst: [spec]
}
const unsettled = orNull([{ storeName: 'string', unSettlementGoods: [settled] }])

const address = {
  id: digits,
  addressId: digits,
  phone: 'string',
  name: 'string',
  countryName: 'string',
  countryCode: 'string',
  provinceName: 'string',
  provinceCode: 'string',
  cityName: 'string',
  cityCode: 'string',
  districtName: 'string',
  districtCode: 'string',
  detailAddress: 'string',
  isDefault: 'number',
  addressTag: 'string'
}

const settleDetail = {
  settleType: 'number',
  userAddress: orNull(address),
  totalGoodsCount: 'number',
  packageCount: 'number',
  totalAmount: digits,
  totalPayAmount: digits,
  totalDiscountAmount: digits,
  totalPromotionAmount: digits,
  totalCouponAmount: digits,
  totalSalePrice: digits,
  totalGoodsAmount: digits,
  totalDeliveryFee: digits,
  storeGoodsList: orNull([{
    storeId: 'string',
    storeName: 'string',
    remark: 'null',
    goodsCount: 'number',
    deliveryFee: digits,
    storeTotalPayAmount: digits,
    skuDetailVos: [settled],
    couponList: [{}]
  }]),
  inValidGoodsList: unsettled,
  outOfStockGoodsList: unsettled,
  limitGoodsList: unsettled,
  abnormalDeliveryGoodsList: unsettled,
  invoiceSupport: 'number'
}

const committed = {
  isSuccess: 'boolean',
  tradeNo: 'string',
  payInfo: 'string',
  code: 'null',
  transactionId: 'string',
  msg: 'null',
  interactId: 'string',
  channel: 'string',
  limitGoodsList: 'null'
}

const rights = {
  buttonVOs: [button],
  createTime: digits,
  storeId: 'string',
  refundMethodList: ours([{ refundMethodName: 'string', refundMethodAmount: 'number' }]),
  rights: {
    createTime: digits,
    orderNo: 'string',
    refundAmount: 'number',
    refundRequestAmount: 'number',
    rightsNo: 'string',
    rightsReasonDesc: 'string',
    rightsStatus: 'number',
    rightsStatusName: 'string',
    rightsType: 'number',
    storeName: 'string',
    userRightsStatus: 'number',
    userRightsStatusName: 'string',
    userRightsStatusDesc: 'string',
    afterSaleRequireType: ours('string'),
    rightsImageUrls: ours(['string'])
  },
  rightsItem: [{
    actualPrice: 'number',
    goodsName: 'string',
    goodsPictureUrl: 'string',
    itemRefundAmount: 'number',
    rightsQuantity: 'number',
    skuId: 'string',
    specInfo: [{ specTitle: 'string', specValues: 'string' }]
  }],
  rightsRefund: { traceNo: 'string', refundDesc: ours('string'), refundAmount: 'number', successTime: orNull(digits) },
  logisticsVO: logistics
}

const counts = { commentCount: digits, badCount: digits, middleCount: digits, goodCount: digits, hasImageCount: digits, goodRate: 'number', uidCount: digits }
const orderCount = { tabType: 'number', orderNum: 'number' }
const user = { avatarUrl: 'string', nickName: 'string', phoneNumber: 'string', gender: 'number' }

const shapes = {
  activity: { promotionId: 'string', title: 'string', description: 'null', promotionCode: 'string', promotionSubCode: 'string', tag: 'string', timeType: 'number', startTime: 'string', endTime: 'string', activityLadder: [{}] },
  address,
  addressInList: { ...address, phoneNumber: 'string', address: 'string', tag: 'string' },
  cart: envelope({ isNotEmpty: 'boolean', storeGoods: [{}], invalidGoodItems: [{}], isAllSelected: 'boolean', selectedGoodsCount: 'number', totalAmount: digits, totalDiscountAmount: digits }),
  comments: { pageNum: 'number', pageSize: 'number', totalCount: digits, pageList: [{}] },
  counts,
  coupon: { detail: { key: 'string', status: 'string', type: 'number', value: 'number', tag: 'string', desc: 'string', base: 'number', title: 'string', timeLimit: 'string', currency: 'string', useNotes: 'string', storeAdapt: 'string' }, storeInfoList: [{}] },
  categories: [{ groupId: 'string', name: 'string', thumbnail: 'string', children: [{ groupId: 'string', name: 'string', thumbnail: 'string', children: [{ groupId: 'string', name: 'string', thumbnail: 'string' }] }] }],
  spu,
  homeGoods: [cardWithTags],
  goodsList: found(['string']),
  searchResult: found([tag]),
  home: { swiper: ['string'], tabList: [{ text: 'string', key: 'number' }], activityImg: 'string' },
  settle: envelope(settleDetail),
  commit: envelope(committed),
  orders: envelope({ pageNum: 'number', pageSize: 'number', totalCount: 'number', orders: [order] }),
  ordersCount: envelope([orderCount]),
  order: envelope(order),
  businessTime: envelope({ businessTime: ['string'], telphone: 'string', saasId: 'string' }),
  preview: envelope({ storeId: 'string', spuId: ours('string'), skuId: 'string', numOfSku: 'number', numOfSkuAvailable: 'number', refundableAmount: digits, refundableDiscountAmount: digits, shippingFeeIncluded: digits, paidAmountEach: digits, boughtQuantity: 'number', orderNo: 'string', goodsInfo: { goodsName: 'string', skuImage: 'string', specInfo: [spec] } }),
  reasons: envelope({ rightsReasonList: [{ id: digits, desc: 'string' }] }),
  applied: envelope({ rightsNo: 'string', storeId: 'string', result: 'null' }),
  rightsList: envelope({ pageNum: 'number', pageSize: 'number', totalCount: 'number', states: { audit: 'number', approved: 'number', complete: 'number', closed: 'number' }, dataList: [rights] }),
  rightsDetail: envelope([rights]),
  done: envelope(either('null', {})),
  carriers: { data: [{ name: 'string', code: 'string' }] },
  promotion: { list: [{ ...card, tags: [tag] }], banner: 'string', time: 'number', showBannerDesc: 'boolean', statusTag: 'string' },
  userCenter: { userInfo: user, countsData: [{ num: 'number', name: 'string', type: 'string' }], orderTagInfos: [orderCount], customerServiceInfo: { servicePhone: 'string', serviceTimeDuration: 'string' } },
  person: { ...user, address: { provinceName: 'string', provinceCode: 'string', cityName: 'string', cityCode: 'string' } }
}

module.exports = { misfit, shapes }

/** The states of an after-sale on its own page. */

const { NOW, HOUR, DAY, afterSale } = require('../support/shop')
const { refusal } = require('../support/page')

const state = (more, cloud = {}) => ({ query: { afterSaleId: 'after-sale-1' }, cloud: { getAfterSale: afterSale(more), ...cloud } })
const happened = (...what) => what.map((each, at) => ({ at: NOW - (what.length - at) * HOUR, what: each, by: 'shop', why: '' }))
const note = '请寄回：杭州市西湖区龙井路 1 号 茶铺售后 0571-88888888'
const sent = { status: 'SENT', waitsFor: 'shop', note, carrier: 'ZTO', trackingNumber: 'ZTO1234567890', history: happened('ASKED', 'AGREED', 'SENT'), deadline: undefined }

module.exports = {
  page: 'packages/order/after-sale/index',
  states: {
    asked: state({}),
    agreed: { ...state({ status: 'AGREED', waitsFor: 'buyer', deadline: NOW + 6 * DAY, note, history: happened('ASKED', 'AGREED') }), dark: true, large: true, whole: true },
    sent: state(sent),
    refunded: state({ ...sent, status: 'REFUNDED', waitsFor: null, refundNo: 'r1', refund: { refundNo: 'r1', status: 'SUCCESS', why: 'REQUEST', reason: '商品破损', amount: 5900, at: NOW }, history: happened('ASKED', 'AGREED', 'SENT', 'RECEIVED', 'REFUNDED') }),
    denied: state({ status: 'DENIED', waitsFor: null, deadline: undefined, note: '照片中的商品不是本店所售', history: [{ at: NOW, what: 'DENIED', by: 'shop', why: '照片中的商品不是本店所售' }] }),
    'money-only': state({ kind: 'refund', items: [], status: 'AGREED', waitsFor: 'wechat', deadline: undefined, refundNo: 'r1' }),
    gone: state({}, { getAfterSale: () => { throw refusal('AFTER_SALE_NOT_FOUND', '售后单不存在') } }),
    error: state({}, { getAfterSale: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } })
  }
}

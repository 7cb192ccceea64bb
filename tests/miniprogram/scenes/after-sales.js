/** The states of the list of after-sales. */

const { NOW, DAY, afterSale } = require('../support/shop')
const { refusal } = require('../support/page')

const items = [
  afterSale({ status: 'AGREED', waitsFor: 'buyer' }),
  afterSale({ afterSaleId: 'after-sale-2', kind: 'refund', items: [], amount: 500, reason: '少发了一盒，退差价', createdAt: NOW - DAY }),
  afterSale({ afterSaleId: 'after-sale-3', status: 'REFUNDED', waitsFor: null, createdAt: NOW - 9 * DAY })
]

module.exports = {
  page: 'packages/order/after-sales/index',
  states: {
    full: { cloud: { listMyAfterSales: { items, cursor: null } } },
    empty: { cloud: { listMyAfterSales: { items: [], cursor: null } } },
    error: { cloud: { listMyAfterSales: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}

/** The user's orders, and how many wait for something. */

const { answer, ask } = require('../_tuan/client')
const { page } = require('../_tuan/feed')
const { orderOf, STATUS_OF_TAB, TO_PAY, TO_SHIP, TO_RECEIVE, DONE } = require('../_tuan/orders')

const MOST = 50 // what is counted of one state

async function fetchOrders (params) {
  const { pageNum = 1, pageSize = 10, orderStatus = -1 } = (params && params.parameter) || {}
  const status = STATUS_OF_TAB[orderStatus]
  const { items, total } = await page(pageNum, pageSize, 'listOrders', status ? { status } : {})
  return answer({ pageNum, pageSize, totalCount: total, orders: await Promise.all(items.map(orderOf)) })
}

/** The counts of the tabs; 50 stands for 50 or more. */
async function fetchOrdersCount (params) {
  return answer(await Promise.all([TO_PAY, TO_SHIP, TO_RECEIVE, DONE].map(async (tabType) => {
    const { items } = await ask('listOrders', { status: STATUS_OF_TAB[tabType], limit: MOST })
    return { tabType, orderNum: items.length }
  })))
}

module.exports = { fetchOrders, fetchOrdersCount }

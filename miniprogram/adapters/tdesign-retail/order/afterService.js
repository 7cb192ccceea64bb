/**
 * After-sales: the list, one of them, and the parcel that comes back. The template has these in an
 * `api.js` beside each page, which hands them on from here (see README.md).
 */

const { APPROVED, CARRIERS, CLOSED, COMPLETE, STATES, TO_AUDIT, rightsOf } = require('../_tuan/after_sales')
const { answer, ask, tell } = require('../_tuan/client')
const { all } = require('../_tuan/feed')

/** A page of the user's after-sales, those of one state or all, with the counts of the tabs. */
async function getRightsList ({ parameter: { afterServiceStatus = -1, pageNum = 1, pageSize = 10 } }) {
  const every = await all('listMyAfterSales')
  const count = (state) => every.filter(({ status }) => STATES[status] === state).length
  const found = every.filter(({ status }) => afterServiceStatus === -1 || STATES[status] === afterServiceStatus)
  const shown = found.slice((pageNum - 1) * pageSize, pageNum * pageSize)
  return answer({
    pageNum,
    pageSize,
    totalCount: found.length,
    states: { audit: count(TO_AUDIT), approved: count(APPROVED), complete: count(COMPLETE), closed: count(CLOSED) },
    dataList: await Promise.all(shown.map(rightsOf))
  })
}

/** One after-sale, in a list of one. */
async function getRightsDetail ({ rightsNo }) {
  return answer([await rightsOf(await ask('getAfterSale', { afterSaleId: rightsNo }))])
}

/** The buyer asks no longer. */
async function cancelRights ({ rightsNo }) {
  await told(ask('withdrawAfterSale', { afterSaleId: rightsNo }))
  return answer({})
}

/** The parcel that brings the goods back: `create` names it, `update` corrects it. */
async function sendBack ({ rightsNo, logisticsCompanyCode, logisticsNo }) {
  await told(ask('sendBack', { afterSaleId: rightsNo, carrier: logisticsCompanyCode, trackingNumber: logisticsNo }))
  return answer(null)
}

/** A refusal is shown here, because the pages say nothing of it. */
function told (asked) {
  return asked.catch((error) => {
    tell(error)
    throw error
  })
}

async function getDeliverCompanyList () {
  return answer(CARRIERS.map(([code, name]) => ({ name, code })))
}

/** A time as `YYYY-MM-DD HH:mm`, on the phone's clock. */
function formatTime (date, template) {
  const time = new Date(date)
  const parts = { YYYY: time.getFullYear(), MM: time.getMonth() + 1, DD: time.getDate(), HH: time.getHours(), mm: time.getMinutes(), ss: time.getSeconds() }
  return template.replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => `${parts[part]}`.padStart(2, '0'))
}

module.exports = { cancelRights, create: sendBack, formatTime, getDeliverCompanyList, getRightsDetail, getRightsList, update: sendBack }

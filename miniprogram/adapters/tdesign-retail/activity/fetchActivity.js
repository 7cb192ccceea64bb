/** A promotion of the template is a flash sale of Tuan. */

const { salesToShow } = require('../_tuan/sales')

/** The sale number `ID` of those that are shown; without dates if there is none. */
async function fetchActivity (ID = 0) {
  const sale = (await salesToShow())[ID]
  return {
    promotionId: sale ? sale.saleId : `${ID}`,
    title: sale ? sale.title : '',
    description: null,
    promotionCode: 'MERCHANT',
    promotionSubCode: '',
    tag: '秒杀',
    timeType: 1,
    startTime: sale ? `${sale.startAt}` : '',
    endTime: sale ? `${sale.endAt}` : '',
    teasingStartTime: null,
    activityLadder: []
  }
}

module.exports = { fetchActivity }

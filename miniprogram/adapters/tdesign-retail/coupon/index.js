/** Tuan has no coupons: nobody has one. */

async function fetchCouponList (status = 'default') {
  return []
}

/** A coupon that cannot be used, for a page that is opened by a link. */
async function fetchCouponDetail (id, status = 'default') {
  return {
    detail: {
      key: `${id}`,
      status: 'disabled',
      type: 1,
      value: 0,
      tag: '',
      desc: '暂无优惠券',
      base: 0,
      title: '',
      timeLimit: '',
      currency: '¥',
      useNotes: '',
      storeAdapt: ''
    },
    storeInfoList: []
  }
}

module.exports = { fetchCouponDetail, fetchCouponList }

/** Texts that users read: amounts, times, and the reason of a failed call. */

/** What a refusal says to a user. The shop's own `errMsg` is English and meant for developers. */
const TEXTS = {
  ALREADY_COUNTED: '已领取过该积分',
  SHARE_NOT_OPENED: '好友打开你的分享后，积分会自动到账',
  ALREADY_IN_GROUP: '您已参加该团',
  BUSY: '系统繁忙，请稍后再试',
  FORBIDDEN: '您没有权限进行此操作',
  GOODS_NOT_FOUND: '商品不存在或已下架',
  GROUP_ENDED: '拼团已结束，无法退团',
  GROUP_EXPIRED: '该团已过期，可参加其他团或重新开团',
  GROUP_FULL: '该团已满员，可参加其他团或重新开团',
  GROUP_LIMIT: '您已达到该活动的限购数量',
  GROUP_NOT_OFFERED: '该商品暂不支持拼团',
  LIMIT_REACHED: '今日积分已达上限，明天再来吧',
  LIVE_ENDED: '直播已结束',
  NETWORK: '网络异常，请检查网络后重试',
  NOT_ENOUGH_POINTS: '积分不足',
  NOT_IN_GROUP: '您未参加该团',
  NOT_YOUR_LIVE: '您不是该直播间的主播',
  ORDER_CLOSED: '订单已关闭，请重新下单',
  ORDER_NOT_FOUND: '订单不存在',
  ORDER_PAID: '订单已付款',
  POINTS_LIMIT: '积分抵扣超出上限，请减少积分',
  SALE_ENDED: '秒杀已结束',
  SALE_LIMIT: '您已达到本次秒杀的限购数量',
  SALE_NOT_OPEN: '秒杀尚未开始',
  SKU_NOT_FOUND: '商品规格不存在或已下架',
  SOLD_OUT: '商品已售罄',
  TOO_MANY_REQUESTS: '操作太频繁，请稍后再试',
  TOO_MANY_UNPAID: '您有待付款订单，请先付款或取消',
  UNAUTHENTICATED: '登录已过期，请重新进入小程序',
  WECHAT_TIMEOUT: '微信响应超时，请稍后再试'
}

/** 8800 fen as '88.00'. */
function yuan (fen) {
  return (fen / 100).toFixed(2)
}

/** Milliseconds as '1:02:03'; '0:00:00' when the time is over. */
function countdown (ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (number) => String(number).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The Chinese text of a failed call. A function of your own can send a Chinese `errMsg`. */
function reason ({ errCode, errMsg }) {
  if (TEXTS[errCode]) return TEXTS[errCode]
  return /[\u4e00-\u9fff]/.test(errMsg) ? errMsg : '操作失败，请稍后再试'
}

/** Show the user why a call failed. */
function sorry (error) {
  wx.showToast({ title: reason(error), icon: 'none' })
}

module.exports = { yuan, countdown, reason, sorry }

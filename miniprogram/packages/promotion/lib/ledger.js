/** The ledger of points and the rules, in words. */

const WORDS = {
  daily_checkin: '每日签到',
  share_goods: '分享好物',
  invite: '邀请新朋友下单',
  purchase: '购物奖励',
  spend: '下单抵扣',
  refund: '退款返还',
  expire: '过期失效',
  clawback: '退款扣回',
  adjust: '客服调整'
}

const SHANGHAI_MS = 8 * 3600000

/** A row of the ledger. */
function rowOf ({ entry, points, balance, at, action, reason }) {
  return {
    entry,
    title: WORDS[action] || '活动奖励',
    reason: reason || '',
    points: points > 0 ? `+${points}` : String(points),
    gain: points > 0,
    balance,
    time: new Date(at + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ')
  }
}

/** How points are earned: a row for each rule that is on. `redeem` is about spending. */
function waysOf (rules) {
  return rules
    .filter(({ action, points, percent }) => action !== 'redeem' && (points > 0 || percent > 0))
    .map((rule) => ({ action: rule.action, title: WORDS[rule.action] || '参与活动', text: earning(rule), note: limits(rule) }))
}

function earning ({ points, percent }) {
  const fixed = points ? `+${points}` : ''
  const part = percent ? `每消费 1 元 +${percent}` : ''
  return [fixed, part].filter(Boolean).join('，')
}

function limits ({ per, dailyCap, whenOpened, streak }) {
  const notes = []
  if (whenOpened) notes.push('好友打开您的分享后到账')
  if (per === 'once') notes.push('仅一次')
  if (per === 'goods') notes.push('每件商品一次')
  if (per === 'goods_day') notes.push('每件商品每天一次')
  if (dailyCap) notes.push(`每天最多 ${dailyCap} 次`)
  for (const { days, points } of streak) notes.push(`连续 ${days} 天再送 ${points}`)
  return notes.join('，')
}

/** What points are worth: '100 积分抵 1 元，最多抵订单金额的 50%'; '' if they pay for nothing. */
function worth (rules) {
  const redeem = rules.find(({ action }) => action === 'redeem')
  if (!redeem || !redeem.pointsPerYuan || !redeem.percent) return ''
  const part = redeem.percent < 100 ? `，最多抵订单金额的 ${redeem.percent}%` : ''
  return `${redeem.pointsPerYuan} 积分抵 1 元${part}`
}

module.exports = { rowOf, waysOf, worth }

/** What a visitor sees of a group, and what they can do next. Values in, values out. */

const MOST_SEATS = 10 // of a large group only the first seats are shown

/**
 * The state of the group for this visitor:
 *
 *   join     there is a free seat          full     all free seats are held by unpaid orders
 *   pay      the visitor's seat waits for its payment
 *   invite   the visitor is in it          expired  its time is over, the outcome is not known yet
 *   success  it is full, with the visitor  over     it is full, without the visitor
 *   failed   it was not full in time
 */
function stateOf (group, now) {
  if (group.status === 'FAILED') return 'failed'
  const inside = isIn(group)
  if (group.status === 'SUCCESS') return inside ? 'success' : 'over'
  if (group.expiresAt <= now) return 'expired'
  if (inside) return 'invite'
  if (isHeld(group, now)) return 'pay'
  return group.seatsLeft > 0 ? 'join' : 'full'
}

const isIn = (group) => group.members.some((one) => one.isMe) || Boolean(group.mine && group.mine.state === 'PAID')

const isHeld = (group, now) => Boolean(group.mine && group.mine.state === 'HELD' && group.mine.payBefore > now)

/** The seats to show: members, seats whose payment is awaited, and free ones. */
function seatsOf (group) {
  const paid = group.members.map((one, at) => ({
    key: `m${at}`,
    kind: 'paid',
    text: one.isMe ? '我' : one.leader ? '团长' : '团员',
    tone: tone(one.memberId || String(at)),
    crown: Boolean(one.leader && one.isMe)
  }))
  if (group.status !== 'OPEN') return limited(paid, group.members.length)
  const held = Math.max(0, group.size - group.members.length - group.seatsLeft)
  const others = Array.from({ length: held + group.seatsLeft }, (_, at) => ({
    key: `s${at}`, kind: at < held ? 'held' : 'free', text: at < held ? '付款中' : '?', tone: 0, crown: false
  }))
  return limited([...paid, ...others], group.size)
}

function limited (seats, all) {
  if (seats.length <= MOST_SEATS) return seats
  const shown = seats.slice(0, MOST_SEATS - 1)
  return [...shown, { key: 'more', kind: 'more', text: `共${all}`, tone: 0, crown: false }]
}

/** One of six colours, the same for a member in all groups. */
function tone (id) {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973
  return 1 + sum % 6
}

const missing = (group) => Math.max(0, group.size - group.members.length)

module.exports = { stateOf, seatsOf, missing }

/** What a buyer can do with an order now. Values in, values out. */

const AFTER_SALE_MS = 7 * 24 * 3600 * 1000 // after the order was completed

function canDo (order, group, now) {
  const { status } = order
  const inOpenGroup = Boolean(group && group.status === 'OPEN')
  const asked = Boolean(order.refundAsked || (order.afterSales && order.afterSales.length))
  const left = order.items.some(({ quantity, refunded = 0 }) => quantity > refunded)
  return {
    pay: status === 'PENDING' && order.payBefore > now,
    cancel: status === 'PENDING',
    address: Boolean(order.address) && (status === 'PENDING' || status === 'PAID') && !order.parcels,
    leave: status === 'PAID' && inOpenGroup,
    refund: left && !asked && !inOpenGroup && (status === 'PAID' || status === 'SHIPPED' || (status === 'COMPLETED' && now < completedAt(order) + AFTER_SALE_MS)),
    receive: status === 'SHIPPED',
    again: ['COMPLETED', 'CLOSED', 'REFUNDED'].includes(status)
  }
}

function completedAt ({ history, createdAt }) {
  const done = history.filter(({ what }) => what === 'COMPLETED').pop()
  return done ? done.at : createdAt
}

module.exports = { canDo }

"""getOrder: an order with its history and refunds: the buyer's own, or any for an operator.

Gives `{orderId, status, items: [{skuId, goodsId, title, price, quantity, refunded?}], total,
points, refunded, createdAt, payBefore, saleId?, groupId?, shipping?: {carrier, trackingNumber,
shippedAt, contact?}, refundAsked?, refunds: [{refundNo, status, why, reason, amount, at}], history:
[{at, what, by, why}]}` or `{orderId, status, refunds: [{refundNo, status, why, reason, amount,
at}]}`: the latter for an operator, where there is no order but a payment came for its number; then
`status` is null.
- `status`: `PENDING`, `PAID`, `SHIPPED`, `COMPLETED`, `CLOSED`, `REFUNDING` or `REFUNDED`
- `total`: fen to pay, after `points`; `refunded` fen that were or are being paid back
- `items`: `price` is fen a unit, `refunded` units, absent if none
- times: ms UTC
- `shipping`: absent before; `contact` if one was given
- `refundAsked`: the buyer's reason, until it is decided
- `refunds`: `status` is `WAITING`, `PROCESSING`, `SUCCESS` or `FAILED`; `why` is `REQUEST`, or what
  was wrong with a payment: `LATE`, `DOUBLE`, `AMOUNT`, `ORPHAN`
- `history`: `what` is a status, `ASKED`, `DENIED`, `REFUND` or `GROUP`; `by` the buyer's openid,
  `wechat`, `clock`, `group`, or an operator: their openid for operators, `shop` for the buyer
"""

from __future__ import annotations

from typing import Any

from shop.orders import reading
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetOrder(Request):
    orderId: Id


@cloud_function(GetOrder, asks_roles=True)
def main(data: GetOrder, wx: WXContext) -> dict[str, Any]:
    return reading.find(data.orderId, wx.OPENID, operator=OPERATOR in wx.ROLES)

"""WeChat Pay's rules for refunds. What it would refuse for ever is refused before it is granted.

Source: pay.weixin.qq.com/doc/v3/merchant/4012810597: at most 365 days after the payment, at most 50
part refunds of an order, and a minute between two refunds of an order. The last rule refuses
nothing here: `shop.checkout.refund_transfer` waits.
"""

from __future__ import annotations

from shop.orders.model import Order
from wxcloud import clock
from wxcloud.errors import Code

REFUND_TOO_LATE = Code(
    "REFUND_TOO_LATE",
    409,
    "WeChat Pay takes refunds for 365 days after the payment. Pay the buyer back in another way.",
)
REFUND_LIMIT = Code(
    "REFUND_LIMIT",
    409,
    "WeChat Pay takes 50 refunds of one order. Pay the buyer back in another way.",
)
LONGEST = 364 * clock.DAY  # a day less than WeChat Pay gives: a refund may wait in the queue
MAX_REFUNDS = 50


def check(order: Order) -> None:
    """Whether WeChat Pay takes one more refund of a paid order. REFUND_TOO_LATE, REFUND_LIMIT."""
    if not order.total:
        return  # no money goes back
    if clock.now() - (order.paidAt or order.createdAt) > LONGEST:
        raise REFUND_TOO_LATE()
    if order.refunds >= MAX_REFUNDS:
        raise REFUND_LIMIT()

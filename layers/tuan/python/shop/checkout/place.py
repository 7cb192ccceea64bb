"""Placing an order.

One transaction holds everything that the order needs and opens the order. Only then WeChat is asked
for a payment: a crash in between leaves an unpaid order, which is closed when its time to pay is
over. If WeChat refuses or does not answer, one transaction undoes everything, and the buyer gets
the refusal.
"""

from __future__ import annotations

from collections.abc import Sequence

from shop.checkout.drafting import draft
from shop.checkout.holds import Hold, holds_of, take
from shop.checkout.prepay import prepay
from shop.checkout.request import OrderRequest
from shop.checkout.views import Placed
from shop.orders import unpaid
from shop.orders.model import Order, get
from shop.orders.states import PAID, PENDING
from shop.orders.unpaid import TOO_MANY_SEATS, TOO_MANY_UNPAID
from shop.sales import reads as sales
from shop.sales.model import LimitReached
from shop.stock import reads as stock
from shop.stock.model import SOLD_OUT, STOCK_MOVED
from wxcloud import clock
from wxcloud.errors import BUSY, Refusal
from wxcloud.ids import new_id
from wxcloud.pseudonyms import mark
from wxcloud.transaction import commit, put, retry
from wxcloud.wechat.pay.model import PayRefusal


def place(request: OrderRequest) -> Placed:
    """Place an order; it comes with the payment fields, if there is anything to pay.

    In a flash sale, a buyer who asks for more than the limit allows, or for the same again when all
    is sold, gets the order that they have not paid yet: a repeat is not a second order.
    SKU_NOT_FOUND, SOLD_OUT, SALE_*, GROUP_*, UNITS_LIMIT, TOO_MANY_UNPAID, TOO_MANY_SEATS,
    NOT_ENOUGH_POINTS, POINTS_LIMIT, ADDRESS_REQUIRED, ADDRESS_NOT_FOUND, NOT_DELIVERED,
    FREIGHT_NOT_FOUND, TOTAL_CHANGED, PAY_NOT_SET, and what WeChat may refuse.
    """
    try:
        order, holds = _open(request)
    except Refusal as refusal:
        earlier = _earlier(request, refusal)
        if earlier is None:
            raise
        from shop.checkout.pay import payment_fields  # few orders are placed twice

        return Placed(earlier, payment_fields(earlier))
    if order.status == PAID:
        return Placed(order, None)
    try:
        return Placed(order, prepay(order))
    except PayRefusal:
        from shop.checkout.close import take_back  # WeChat refuses few orders

        take_back(order, holds)
        raise


def _earlier(request: OrderRequest, refusal: Refusal) -> Order | None:
    """The unpaid order that this request repeats, if it is refused because of that order."""
    if isinstance(refusal, LimitReached):
        order = get(refusal.order_id) if refusal.order_id else None
    elif refusal.code is SOLD_OUT and request.sale_id:
        order_id = sales.last_order(request.sale_id, request.buyer)
        order = get(order_id) if order_id else None
        order = order if order is not None and order.units == request.units else None
    else:
        return None
    if order is None or order.status != PENDING or order.is_late(clock.now()):
        return None
    return order if request.expect_total in (None, order.total) else None


# --- the transaction -----------------------------------------------------------------------------


def _open(request: OrderRequest) -> tuple[Order, Sequence[Hold]]:
    """Hold everything and open the order, in one transaction."""
    order_id = new_id(mark(request.buyer))
    try:
        return _try_until_nothing_moved(request, order_id)
    except Refusal as refusal:
        # The event of an order that was paid or closed may be late.
        full = (TOO_MANY_UNPAID, TOO_MANY_SEATS)
        if refusal.code not in full or not _recount(request.buyer):
            raise
    return _try_until_nothing_moved(request, order_id)


def _recount(buyer: str) -> bool:
    from shop.groups import limits  # most orders do without groups

    return unpaid.recount(buyer, limits.buy)


def _try_until_nothing_moved(request: OrderRequest, order_id: str) -> tuple[Order, Sequence[Hold]]:
    moved = [STOCK_MOVED, unpaid.UNPAID_MOVED]
    if request.points:
        from shop.points.ledger import LEDGER_MOVED

        moved.append(LEDGER_MOVED)
    return retry(lambda: _try(request, order_id), on=moved)


def _try(request: OrderRequest, order_id: str) -> tuple[Order, Sequence[Hold]]:
    order, goes = draft(request, order_id)
    holds = holds_of(order, request.seat, goes)
    try:
        commit(*take(holds), put(order, otherwise=BUSY))
    except Refusal as refusal:
        if refusal.code is STOCK_MOVED:
            stock.forget(*request.items)  # look at the stock again
        raise
    for line in order.lines:
        stock.note_taken(line.skuId, line.allocation)
    return order, holds

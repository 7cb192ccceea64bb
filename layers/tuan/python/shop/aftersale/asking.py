"""Asking for an after-sale: the order holds the claim from then on, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping

from shop.aftersale import states
from shop.aftersale.model import AfterSale, ClaimedLine, get
from shop.aftersale.states import Kind
from shop.checkout import refund_rules
from shop.orders import claims
from shop.orders.changes import change, claims_are
from shop.orders.claims import NOT_REFUNDABLE, REFUND_UNDER_WAY
from shop.orders.model import ORDER_NOT_PAID, ORDER_STATE, Claim, Order, need
from shop.orders.refund import REFUND_CHANGED
from shop.orders.states import CLOSED, PAID, PAID_BACK, PENDING
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.ids import new_id
from wxcloud.pseudonyms import mark
from wxcloud.transaction import as_read, commit, put, retry

AFTER_SALE_OVER = Code(
    "AFTER_SALE_OVER",
    409,
    "This order was completed more than 7 days ago. Contact customer service.",
)
AFTER_SALE_TOO_EARLY = Code(
    "AFTER_SALE_TOO_EARLY",
    409,
    "This order waits for its group. Leave the group: then the money goes back at once.",
)
AFTER_SALE_LIMIT = Code(
    "AFTER_SALE_LIMIT",
    409,
    "You have asked for too many after-sales of this order. Contact customer service.",
)
MAX_PER_ORDER = 20  # each is noted in the order's history, which must not grow without end
MAX_UNDER_WAY = 5  # at once


def ask(
    order_id: str,
    openid: str,
    kind: Kind,
    reason: str,
    *,
    units: Mapping[str, int] | None = None,
    amount: int | None = None,
) -> AfterSale:
    """The buyer asks for the money of these units (SKU → units), or of all that are left; at most
    `amount` fen. A refund of an amount without units is about the amount alone.

    A repeat while the shop has not decided gives the same after-sale. ORDER_NOT_FOUND,
    ORDER_NOT_PAID, ORDER_STATE, AFTER_SALE_TOO_EARLY, AFTER_SALE_OVER, AFTER_SALE_LIMIT;
    NOT_REFUNDABLE or REFUND_UNDER_WAY if there is less; REFUND_TOO_LATE and REFUND_LIMIT.
    """
    after_sale_id = new_id(mark(openid))

    def work() -> AfterSale:
        order = need(order_id, openid)
        _check(order, kind)
        known = {line.skuId for line in order.lines}
        if units is not None and not known.issuperset(units):
            raise BAD_REQUEST("items: The order has no such SKU.", field="items")
        return _again(order, kind, reason, units, amount) or _ask(
            order, after_sale_id, kind, reason, units, amount
        )

    return retry(work, on=[REFUND_CHANGED])


def _check(order: Order, kind: Kind) -> None:
    """Whether an after-sale of that kind can be asked for."""
    if order.status in (PENDING, CLOSED):
        raise ORDER_NOT_PAID()
    if order.status in PAID_BACK:
        raise NOT_REFUNDABLE()
    if order.awaits:
        raise AFTER_SALE_TOO_EARLY()
    if not states.may_ask(order.status, order.completed_at, clock.now()):
        raise AFTER_SALE_OVER()
    if kind == states.RETURN and (order.status == PAID or order.delivery == "virtual"):
        raise ORDER_STATE("Nothing was sent that could come back: ask for a refund only.")
    if order.asked and not order.claims:
        raise REFUND_UNDER_WAY()


def _ask(
    order: Order,
    after_sale_id: str,
    kind: Kind,
    reason: str,
    units: Mapping[str, int] | None,
    amount: int | None,
) -> AfterSale:
    others = claims.claims_of(order)
    claim = _claim(order, others, kind, units, amount)
    if (order.afterSales or 0) >= MAX_PER_ORDER or len(others) >= MAX_UNDER_WAY:
        raise AFTER_SALE_LIMIT()
    if not claim.units and (claim.returns or claim.amount is None):
        raise REFUND_UNDER_WAY() if others else NOT_REFUNDABLE()
    money = claims.check_claim(order, claim, others)
    refund_rules.check(order)
    lines = [
        ClaimedLine(line.skuId, line.title, claim.units[line.skuId])
        for line in order.lines
        if line.skuId in claim.units
    ]
    asked = AfterSale.new(after_sale_id, order, kind, lines, amount=money, reason=reason)
    is_same = (Order.refunds == order.refunds) & as_read(Order.claims, order.claims)
    if not others:
        is_same &= Order.asked.does_not_exist()
    noted = change(
        order,
        order.buyer,
        *claims_are({**others, after_sale_id: claim}),
        Order.asked.set(reason),
        Order.afterSales.set((order.afterSales or 0) + 1),
        what="AFTER_SALE",
        why=f"{after_sale_id} {states.ASKED}",
        where=is_same,
        otherwise=REFUND_CHANGED,
    )
    commit(noted, put(asked, otherwise=REFUND_CHANGED))
    return asked


def _claim(
    order: Order,
    others: Mapping[str, Claim],
    kind: Kind,
    units: Mapping[str, int] | None,
    amount: int | None,
) -> Claim:
    """What is claimed: the units that are named, or all that are free."""
    returns = kind == states.RETURN
    if units is None and amount is not None and not returns:
        return Claim(amount=amount)
    wanted = claims.units_free(order.lines, others) if units is None else dict(units)
    return Claim(wanted, amount, returns)


def _again(
    order: Order,
    kind: Kind,
    reason: str,
    units: Mapping[str, int] | None,
    amount: int | None,
) -> AfterSale | None:
    """The after-sale that this request has asked for before, if the shop has not decided on it."""
    under_way = claims.claims_of(order)
    for after_sale_id, claim in reversed(under_way.items()):
        others = {key: each for key, each in under_way.items() if key != after_sale_id}
        if claim == _claim(order, others, kind, units, amount):
            found = get(after_sale_id)
            if found is not None and (found.status, found.reason) == (states.ASKED, reason):
                return found
    return None

"""What of an order can still be refunded, while after-sales are under way. Pure arithmetic.

Of each line, units = free + under way + refunded. The money that is under way is what the claims
would bring back; a claim can have no more than what is left after the others. All that changes an
order's refunds is conditional on the claims as they were read (`shop.orders.changes`), so these
rules hold in the write too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from shop.orders.model import Claim, Line, Order
from shop.orders.refund_sums import Payback, claimed, refund_sum, refunded, units_left
from shop.orders.states import PAID
from wxcloud.errors import BAD_REQUEST, Code

NOT_REFUNDABLE = Code(
    "NOT_REFUNDABLE",
    409,
    "So much of this order cannot be refunded. Load the order again, and ask for less.",
)
REFUND_UNDER_WAY = Code(
    "REFUND_UNDER_WAY",
    409,
    "A refund or an after-sale of this is under way. Wait until it is decided.",
)


def claims_of(order: Order) -> dict[str, Claim]:
    """After-sale id → claim, of those that are under way."""
    return dict(order.claims or {})


def units_under_way(claims: Mapping[str, Claim]) -> dict[str, int]:
    """SKU → units that are claimed."""
    units: Counter[str] = Counter()
    for claim in claims.values():
        units.update(claim.units)
    return dict(units)


def units_free(lines: Sequence[Line], claims: Mapping[str, Claim]) -> dict[str, int]:
    """SKU → units that are neither refunded nor claimed; SKUs without any are left out."""
    under_way = units_under_way(claims)
    free = {sku_id: n - under_way.get(sku_id, 0) for sku_id, n in units_left(lines).items()}
    return {sku_id: n for sku_id, n in free.items() if n > 0}


def money_under_way(order: Order, claims: Mapping[str, Claim]) -> int:
    """The fen that these claims would bring back, at most what is left."""
    shares: Counter[str] = Counter()
    fixed = 0
    for claim in claims.values():
        if claim.amount is None:
            shares.update(claim.units)
        else:
            fixed += claim.amount
    money = fixed + refund_sum(order.lines, shares).amount
    if shares and not units_free(order.lines, claims):
        money += order.freight_left
    return min(money, order.money_left)


def money_free(order: Order, claims: Mapping[str, Claim]) -> int:
    """The fen that are neither paid back nor claimed."""
    return order.money_left - money_under_way(order, claims)


def sum_of(order: Order, claim: Claim, others: Mapping[str, Claim]) -> Payback:
    """What the claim brings back if it is granted now, while the others are under way."""
    return claimed(
        order.lines,
        claim.units,
        claim.amount,
        left=money_free(order, others),
        freight_left=order.freight_left,
    )


def expected(order: Order, claim: Claim, others: Mapping[str, Claim]) -> int:
    """The fen that the claim brings back if the others are granted before it."""
    after, _ = refunded(order.lines, units_under_way(others))
    left = money_free(order, others)
    freight_left = min(order.freight_left, left)
    return claimed(after, claim.units, claim.amount, left=left, freight_left=freight_left).amount


def is_last(order: Order, claim: Claim, others: Mapping[str, Claim]) -> bool:
    """Whether nothing of an order that was not shipped is left to ship after this claim."""
    return order.status == PAID and not others and claim.units == units_left(order.lines)


def check_claim(order: Order, claim: Claim, others: Mapping[str, Claim]) -> int:
    """The fen that a new claim is expected to bring back. REFUND_UNDER_WAY or NOT_REFUNDABLE if
    there are fewer units or less money."""
    left, free = units_left(order.lines), units_free(order.lines, others)
    for sku_id, n in claim.units.items():
        if n > left.get(sku_id, 0):
            raise NOT_REFUNDABLE("items: The order has fewer units left.", field="items")
        if n > free.get(sku_id, 0):
            raise REFUND_UNDER_WAY()
    _keep_something(order, claim, others)
    most = expected(order, Claim(claim.units, None if claim.units else order.total), others)
    nothing_left = not most and refund_sum(order.lines, claim.units).amount
    if claim.amount is None and not nothing_left:
        return most
    if not nothing_left and claim.amount is not None and claim.amount <= most:
        return claim.amount
    if most < expected(order, Claim(claim.units, None if claim.units else order.total), {}):
        raise REFUND_UNDER_WAY(f"amount: At most {most} fen are left beside what is under way.")
    raise NOT_REFUNDABLE(f"amount: At most {most} fen can be refunded.", field="amount")


def check_refund(order: Order, wanted: Mapping[str, int]) -> None:
    """Whether an operator can refund these units beside the claims: REFUND_UNDER_WAY if they are
    claimed, or if nothing would be left of the order but claims."""
    claims = claims_of(order)
    if not claims:
        return
    free = units_free(order.lines, claims)
    if wanted == units_left(order.lines) or any(n > free.get(sku, 0) for sku, n in wanted.items()):
        raise REFUND_UNDER_WAY("An after-sale of these units is under way. Decide on it first.")
    _keep_something(order, Claim(dict(wanted)), claims)


def _keep_something(order: Order, claim: Claim, others: Mapping[str, Claim]) -> None:
    """While fen alone are claimed of an order that is not shipped, units are left to ship: else the
    last claim could not tell whether the order is refunded as a whole."""
    together = {**others, "": claim}
    fen_alone = any(not each.units for each in together.values())
    if order.status != PAID or not fen_alone or units_free(order.lines, together):
        return
    if not others:
        raise BAD_REQUEST("amount: Nothing of this order is left to ship.", field="amount")
    raise REFUND_UNDER_WAY()

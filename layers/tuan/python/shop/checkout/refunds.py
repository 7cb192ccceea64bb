"""Refunds: asked for by buyers, granted or denied by operators.

A refund is granted in one transaction: the order notes it, the refund is written under a number
made of the order's, and, if the goods were not shipped, what they held is given back: units, the
sale's limit, the campaign's limit. The rest follows from the table's stream: the money
(`shop.checkout.refund_transfer`) and the points.

The refund of the last units pays back all that is left of the money, the freight included. A part
refund pays back no freight. So freight goes back once at most, and any chain of part refunds sums
to what was paid.

While an after-sale claims units or money of the order (`shop.orders.claims`), no other refund can
have them: every refund is written under the condition that the claims are as they were read.

A refund of all that is left makes a PAID order REFUNDING and then REFUNDED. Any other refund leaves
the order's status as it is: what was shipped stays shipped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shop.checkout import refund_rules
from shop.groups.holds import SeatHold
from shop.orders import claims
from shop.orders.changes import change, claims_are, move
from shop.orders.claims import REFUND_UNDER_WAY
from shop.orders.model import ORDER_NOT_PAID, ORDER_STATE, Claim, Order, need
from shop.orders.parcels import of_stock, to_ship
from shop.orders.refund import REFUND_CHANGED, REFUND_REQUEST, Refund, refund_number
from shop.orders.refund_sums import Payback, payback, refunded, units_left
from shop.orders.sending import all_sent
from shop.orders.states import CLOSED, PAID, PAID_BACK, PAID_FOR, PENDING, REFUNDING, SHIPPED
from shop.orders.unpaid import UNPAID_MOVED
from shop.sales import limits as sale_limits
from shop.stock import parts as stock
from shop.stock import reads as stock_reads
from shop.stock.model import STOCK_MOVED
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST
from wxcloud.log import logger
from wxcloud.transaction import (
    ALREADY_SO,
    Outcome,
    Part,
    Refuse,
    as_read,
    commit,
    commit_one,
    put,
    retry,
)
from wxcloud.value import Value


def ask(order_id: str, openid: str, reason: str) -> Order:
    """The buyer asks for a refund before the goods are shipped; an operator decides. A repeat
    changes nothing. ORDER_NOT_PAID, ORDER_STATE."""
    order = need(order_id, openid)
    if order.status in (PENDING, CLOSED):
        raise ORDER_NOT_PAID()
    if order.status in PAID_BACK or order.asked:
        return order
    if order.status != PAID:
        raise ORDER_STATE("The goods were shipped already. Ask for an after-sale.")

    def refused(now: Order | None) -> Outcome:
        return ALREADY_SO if now is not None and now.asked else Refuse(ORDER_STATE)

    commit_one(
        change(
            order,
            openid,
            Order.asked.set(reason),
            what="ASKED",
            why=reason,
            where=Order.asked.does_not_exist(),
            otherwise=refused,
        )
    )
    return need(order_id)


def deny(order_id: str, by: str, reason: str) -> Order:
    """The operator does not grant what the buyer asks for; an order of which money went back by
    hand goes on. REFUND_UNDER_WAY if it is an after-sale that the buyer asks for."""
    order = need(order_id)
    if order.claims and not order.handRefund:
        raise REFUND_UNDER_WAY("An after-sale of this order is under way. Decide on it.")
    if order.asked or order.handRefund:
        seen = [Order.handRefund.set(0)] if order.handRefund else []
        asked = [] if order.claims else [Order.asked.remove()]
        denied = change(
            order,
            by,
            *asked,
            *seen,
            what="DENIED",
            why=reason,
            where=as_read(Order.claims, order.claims),
            otherwise=REFUND_CHANGED,
        )
        commit_one(denied)
    return need(order_id)


def grant(
    order: Order,
    by: str,
    reason: str,
    items: Mapping[str, int] | None = None,
    together_with: Sequence[Part[Any]] = (),
    *,
    by_hand: bool = False,
) -> Order:
    """Pay back the order as it was read, or some of its units (`items`: SKU → units); the order as
    it is then. A repeat of a whole refund changes nothing.

    `together_with` are parts of the same transaction; they must be made of the same order.
    `by_hand`: the money went back in WeChat Pay's console, and is not sent again.
    ORDER_NOT_PAID; BAD_REQUEST if more units are wanted than are left; REFUND_UNDER_WAY if an
    after-sale claims them; REFUND_TOO_LATE and REFUND_LIMIT by WeChat Pay's rules; REFUND_CHANGED
    if another call has changed the order meanwhile.
    """
    if order.status in PAID_BACK:
        return order
    if order.status not in PAID_FOR:
        raise ORDER_NOT_PAID()
    left = units_left(order.lines)
    wanted = {sku_id: n for sku_id, n in (items or left).items() if n}
    if any(n > left.get(sku_id, 0) for sku_id, n in wanted.items()):
        raise BAD_REQUEST("items: The order has fewer units left.", field="items")
    if wanted:
        claims.check_refund(order, wanted)
        if not by_hand:
            refund_rules.check(order)
        now_claimed = claims.claims_of(order)
        money = claims.money_free(order, now_claimed)
        back = _Back(
            units=wanted,
            sums=payback(order.lines, wanted, left=money, freight_left=order.freight_left),
            is_whole=wanted == left and order.status == PAID,
            claims=now_claimed,
            by_hand=by_hand,
        )
        retry(
            lambda: commit(*_granted(order, by, reason, back)[0], *together_with),
            on=[STOCK_MOVED, UNPAID_MOVED],
        )
        stock_reads.forget(*wanted)
        # RefundAlarm in template.yaml counts these lines.
        logger.info("refund granted", extra={"orderId": order.orderId})
    return need(order.orderId)


def grant_claim(
    order: Order,
    by: str,
    reason: str,
    after_sale_id: str,
    *,
    resaleable: bool,
    together_with: Callable[[Refund], Sequence[Part[Any]]],
) -> None:
    """Pay back what an after-sale of the order claims. Units of an order that was shipped go back
    to the stock if they are `resaleable`; units that were not shipped go back in any case.

    `together_with` makes the other parts of the transaction. REFUND_CHANGED if another call has
    changed the order meanwhile, or has ended the after-sale; REFUND_TOO_LATE, REFUND_LIMIT.
    """
    others = claims.claims_of(order)
    claim = others.pop(after_sale_id, None)
    if claim is None or order.status not in PAID_FOR:
        raise REFUND_CHANGED()
    refund_rules.check(order)
    back = _Back(
        units=claim.units,
        sums=claims.sum_of(order, claim, others),
        is_whole=claims.is_last(order, claim, others),
        claims=others,
        after_sale=after_sale_id,
        resaleable=resaleable,
    )

    def pay_back() -> None:
        parts, refund = _granted(order, by, reason, back)
        commit(*parts, *together_with(refund))

    retry(pay_back, on=[STOCK_MOVED, UNPAID_MOVED])
    stock_reads.forget(*claim.units)


class _Back(Value):
    """What a refund gives back, and the after-sales that are under way after it (`claims`)."""

    units: Mapping[str, int]
    sums: Payback
    is_whole: bool
    claims: Mapping[str, Claim]
    by_hand: bool = False
    after_sale: str = ""
    resaleable: bool = False


def _granted(order: Order, by: str, reason: str, back: _Back) -> tuple[list[Part[Any]], Refund]:
    """The parts of a refund, and the refund."""
    is_whole, sums, wanted = back.is_whole, back.sums, back.units
    number = refund_number(order)
    lines, allocation = refunded(order.lines, wanted)
    if order.sent and not back.resaleable:  # units that were sent are not in the shop
        here = of_stock(order.lines, order.sent, wanted)
        _, allocation = refunded(order.lines, here)
    is_sent = bool(order.status == PAID and order.sent and not to_ship(lines, order.sent))
    refund = Refund.new(
        order.orderId,
        number,
        why=REFUND_REQUEST,
        reason=reason,
        amount=sums.amount,
        total=order.total,
        before=order.refunded,
        freight=sums.freight,
        buyer=order.buyer,
        transactionId=order.transactionId,
        points=order.points if is_whole else sums.points,
        whole=int(is_whole),
        byHand=1 if back.by_hand else None,
        afterSale=back.after_sale or None,
        lines=dict(wanted),
    )
    noted = (
        Order.lines.set(lines),
        Order.refunded.add(sums.amount),
        Order.refunds.add(1),
        *((Order.freightRefunded.add(sums.freight),) if sums.freight else ()),
        *claims_are(back.claims),
        *((Order.handRefund.set(0),) if order.handRefund else ()),
    )
    is_same = (
        (Order.refunds == order.refunds)
        & as_read(Order.awaits, order.awaits)
        & as_read(Order.parcelsAt, order.parcelsAt)
        & as_read(Order.claims, order.claims)
    )
    told: dict[str, Any] = {"where": is_same, "otherwise": REFUND_CHANGED}
    why = f"{number} {reason}"
    if is_whole:
        step = move(order, REFUNDING, by, *noted, why=reason, **told)
    elif is_sent:  # what was left to ship is refunded, so all is shipped
        step = move(order, SHIPPED, by, *noted, *all_sent(order, clock.now()), why=why, **told)
    else:
        step = change(order, by, *noted, what="REFUND", why=why, **told)
    parts: list[Part[Any]] = [step, put(refund, otherwise=REFUND_CHANGED)]
    if order.status == PAID or back.resaleable:
        parts += stock.restock(allocation)
    if order.status == PAID and order.saleId and wanted:
        parts.append(sale_limits.free(order.saleId, order.buyer, sum(wanted.values())))
    if is_whole:
        parts += SeatHold.of(order).free_limit()
    return parts, refund


def pay_difference(order: Order, rebate: int) -> list[Part[Any]]:
    """The parts that let an order of a successful group be shipped, and pay back `rebate` fen
    because the group has many members. REFUND_CHANGED if another call has changed the order."""
    number = refund_number(order)
    refund = Refund.new(
        order.orderId,
        number,
        why=REFUND_REQUEST,
        reason="达到阶梯人数，返还差价",
        amount=rebate,
        total=order.total,
        before=order.refunded,
        buyer=order.buyer,
        transactionId=order.transactionId,
    )
    ready = change(
        order,
        "group",
        Order.awaits.remove(),
        Order.refunded.add(rebate),
        Order.refunds.add(1),
        what="GROUP",
        why=f"SUCCESS {number}",
        where=(Order.awaits == order.awaits) & (Order.refunds == order.refunds),
        otherwise=REFUND_CHANGED,
    )
    return [ready, put(refund, otherwise=REFUND_CHANGED)]

"""Refunds: asked for by buyers, granted or denied by operators.

A refund is granted in one transaction: the order notes it, the refund is written under a number
made of the order's, and, if the goods were not shipped, what they held is given back: units, the
sale's limit, the campaign's limit. The rest follows from the table's stream: the money
(`shop.checkout.refund_transfer`) and the points.

The refund of the last units pays back all that is left of the money, the freight included. A part
refund pays back no freight. So freight goes back once at most, and any chain of part refunds sums
to what was paid.

A refund of all that is left makes a PAID order REFUNDING and then REFUNDED. Any other refund leaves
the order's status as it is: what was shipped stays shipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shop.checkout import refund_rules
from shop.groups.holds import SeatHold
from shop.orders.changes import awaits_as_read, change, move, parcels_as_read
from shop.orders.model import ORDER_NOT_PAID, ORDER_STATE, Order, need
from shop.orders.parcels import of_stock, to_ship
from shop.orders.refund import REFUND_CHANGED, REFUND_REQUEST, Refund, refund_number
from shop.orders.refund_sums import payback, refunded, units_left
from shop.orders.sending import all_sent
from shop.orders.states import CLOSED, PAID, PAID_BACK, PAID_FOR, PENDING, REFUNDING, SHIPPED
from shop.orders.unpaid import UNPAID_MOVED
from shop.sales import limits as sale_limits
from shop.stock import parts as stock
from shop.stock import reads as stock_reads
from shop.stock.model import STOCK_MOVED
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST
from wxcloud.transaction import Part, commit, commit_one, put, retry


def ask(order_id: str, openid: str, reason: str) -> Order:
    """The buyer asks for a refund before the goods are shipped; an operator decides. A repeat
    changes nothing. ORDER_NOT_PAID, ORDER_STATE."""
    order = need(order_id, openid)
    if order.status in (PENDING, CLOSED):
        raise ORDER_NOT_PAID()
    if order.status in PAID_BACK or order.asked:
        return order
    if order.status != PAID:
        raise ORDER_STATE("The goods were shipped already. Contact customer service.")
    commit_one(change(order, openid, Order.asked.set(reason), what="ASKED", why=reason))
    return need(order_id)


def deny(order_id: str, by: str, reason: str) -> Order:
    """The operator does not grant what the buyer asks for; an order of which money went back by
    hand goes on."""
    order = need(order_id)
    if order.asked or order.handRefund:
        seen = [Order.handRefund.set(0)] if order.handRefund else []
        commit_one(change(order, by, Order.asked.remove(), *seen, what="DENIED", why=reason))
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
    ORDER_NOT_PAID; BAD_REQUEST if more units are wanted than are left; REFUND_TOO_LATE and
    REFUND_LIMIT by WeChat Pay's rules; REFUND_CHANGED if another call has changed the order
    meanwhile.
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
        if not by_hand:
            refund_rules.check(order)
        retry(
            lambda: commit(*_granted(order, by, reason, wanted, by_hand=by_hand), *together_with),
            on=[STOCK_MOVED, UNPAID_MOVED],
        )
        stock_reads.forget(*wanted)
    return need(order.orderId)


def _granted(
    order: Order, by: str, reason: str, wanted: Mapping[str, int], *, by_hand: bool
) -> list[Part[Any]]:
    """The parts of a refund of these units."""
    is_all = wanted == units_left(order.lines)
    is_whole = is_all and order.status == PAID
    left = order.total - order.refunded
    sums = payback(order.lines, wanted, left=left, freight_left=order.freight_left)
    number = refund_number(order)
    lines, allocation = refunded(order.lines, wanted)
    is_begun = order.status == PAID and bool(order.sent)  # some units were sent
    if is_begun:  # they are not in the shop
        here = of_stock(order.lines, order.sent, wanted)
        _, allocation = refunded(order.lines, here)
    is_sent = is_begun and not to_ship(lines, order.sent)
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
        byHand=1 if by_hand else None,
        lines=dict(wanted),
    )
    noted = (
        Order.lines.set(lines),
        Order.refunded.add(sums.amount),
        Order.refunds.add(1),
        *((Order.freightRefunded.add(sums.freight),) if sums.freight else ()),
        Order.asked.remove(),
        *((Order.handRefund.set(0),) if order.handRefund else ()),
    )
    as_read = (Order.refunds == order.refunds) & awaits_as_read(order) & parcels_as_read(order)
    told: dict[str, Any] = {"where": as_read, "otherwise": REFUND_CHANGED}
    why = f"{number} {reason}"
    if is_whole:
        step = move(order, REFUNDING, by, *noted, why=reason, **told)
    elif is_sent:  # what was left to ship is refunded, so all is shipped
        step = move(order, SHIPPED, by, *noted, *all_sent(order, clock.now()), why=why, **told)
    else:
        step = change(order, by, *noted, what="REFUND", why=why, **told)
    parts: list[Part[Any]] = [step, put(refund, otherwise=REFUND_CHANGED)]
    if order.status == PAID:
        parts += stock.restock(allocation)
        if order.saleId:
            parts.append(sale_limits.free(order.saleId, order.buyer, sum(wanted.values())))
    if is_whole:
        parts += SeatHold.of(order).free_limit()
    return parts


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

"""Refunds: asked for by buyers, granted by operators, carried out by a queue.

A refund is granted in one transaction: the order notes it, the units go back on the shelf if they
have not been shipped, and the refund itself is put, under a number made of the order's. The
rest follows from the table's stream: the queue applies to WeChat under that number, again and again
if it must, and what WeChat tells later (or says when asked) ends it. What cannot be done at all
ends in the dead letters, and an alarm.

A refund of all that is left makes a PAID order REFUNDING and then REFUNDED. Any other leaves the
order as it is: what was shipped stays shipped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shop import sales, stock
from shop.orders.model import (
    CLOSED,
    COMPLETED,
    ORDER_NOT_PAID,
    ORDER_STATE,
    PAID,
    PENDING,
    REFUNDED,
    REFUNDING,
    SHIPPED,
    Order,
    Refund,
    change,
    move,
    need,
    refund_key,
)
from shop.orders.queues import REFUNDS, SendRefund
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, BUSY, WECHAT_FAILED, Code, Refusal
from wxcloud.log import logger
from wxcloud.queues import MAX_DELAY_S
from wxcloud.transaction import Part, commit, put, update
from wxcloud.wechat import pay
from wxcloud.wechat.pay import RefundNews

REFUND_CHANGED = Code("REFUND_CHANGED", 409, "This order is being changed. Look at it again.")
REFUND_ASKED = Code("REFUND_ASKED", 409, "The buyer wants the money back: decide that first.")

WAITING, PROCESSING, SUCCESS, FAILED = "WAITING", "PROCESSING", "SUCCESS", "FAILED"
_TRIES = 10
_MOST_CHECKS = 8
_PASSING = frozenset({PAID, SHIPPED, COMPLETED})


# --- asking and granting -------------------------------------------------------------------------


def ask(order_id: str, openid: str, reason: str) -> Order:
    """The buyer wants the money back, before the goods are shipped; an operator decides. A repeat
    changes nothing. ORDER_NOT_PAID, ORDER_STATE."""
    order = need(order_id, openid)
    if order.status in (PENDING, CLOSED):
        raise ORDER_NOT_PAID()
    if order.status in (REFUNDING, REFUNDED) or order.asked:
        return order
    if order.status != PAID:
        raise ORDER_STATE("The goods are on their way: ask the shop.")
    commit(change(order, openid, Order.asked.set(reason), what="ASKED", why=reason))
    return need(order_id)


def deny(order_id: str, by: str, reason: str) -> Order:
    """The operator does not grant what the buyer asked for."""
    order = need(order_id)
    if order.asked:
        commit(change(order, by, Order.asked.remove(), what="DENIED", why=reason))
    return need(order_id)


def grant(
    order_id: str,
    by: str,
    reason: str,
    items: Mapping[str, int] | None = None,
    along: Callable[[Order], Sequence[Part]] = lambda order: (),
) -> Order:
    """Pay back the order, or some of its items. All of it, once: a repeat changes nothing.

    What must happen together with it comes `along`, made of the order as it is paid back.

    ORDER_NOT_PAID; BAD_REQUEST if more is asked than there is; REFUND_CHANGED if somebody else was
    faster.
    """
    order = need(order_id)
    if order.status in (REFUNDING, REFUNDED):
        return order
    if order.status not in _PASSING:
        raise ORDER_NOT_PAID()
    left = {line["skuId"]: line["quantity"] - line.get("back", 0) for line in order.lines}
    wanted = {sku: n for sku, n in (items if items is not None else left).items() if n}
    if any(n > left.get(sku_id, 0) for sku_id, n in wanted.items()):
        raise BAD_REQUEST("items: More than is left of the order", field="items")
    if wanted:
        commit(*_grant(order, by, reason, wanted, all_of_it=wanted == _some(left)), *along(order))
        stock.forget(*wanted)
    return need(order_id)


def _some(quantities: Mapping[str, int]) -> dict[str, int]:
    return {sku_id: n for sku_id, n in quantities.items() if n}


def _grant(
    order: Order, by: str, reason: str, wanted: Mapping[str, int], *, all_of_it: bool
) -> list[Part]:
    number = f"R{order.orderId}{int(order.refunds)}"
    worth = sum(line["price"] * wanted.get(line["skuId"], 0) for line in order.lines)
    left = int(order.total) - int(order.refunded)
    share = int(order.total) * worth // order.worth if order.worth else 0
    amount = left if all_of_it else min(share, left)
    whole = all_of_it and order.status == PAID
    lines, takes = _returned(order, wanted)
    noted = (
        Order.lines.set(lines),
        Order.refunded.add(amount),
        Order.refunds.add(1),
        Order.asked.remove(),
    )
    as_seen = Order.refunds == int(order.refunds)
    as_seen &= Order.awaits == order.awaits if order.awaits else Order.awaits.does_not_exist()
    about: dict[str, Any] = {"where": as_seen, "otherwise": REFUND_CHANGED}
    step = (
        move(order, REFUNDING, by, *noted, why=reason, **about)
        if whole
        else change(order, by, *noted, what="REFUND", why=f"{number} {reason}", **about)
    )
    refund = Refund(
        *refund_key(order.orderId, number),
        refundNo=number,
        order=order.orderId,
        buyer=order.owner,
        transactionId=order.transactionId,
        status=WAITING,
        why="REQUEST",
        reason=reason,
        amount=amount,
        total=int(order.total),
        points=_points(order, worth, whole=whole),
        whole=int(whole),
        lines=dict(wanted),
        at=clock.now(),
    )
    parts = [step, put(refund, otherwise=REFUND_CHANGED)]
    if order.status == PAID:
        parts += stock.give_back(takes)
        if order.saleId:
            parts.append(sales.unuse(order.saleId, order.owner, sum(wanted.values())))
    return parts


def _points(order: Order, worth: int, *, whole: bool) -> int:
    """How many of the points that paid come back: their share, or of a whole order all."""
    points = int(order.points or 0)
    return points if whole or not order.worth else points * worth // order.worth


def _returned(
    order: Order, wanted: Mapping[str, int]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The lines with what is returned noted on them, and the shards whose units those are: taken
    off each line's shards in turn, behind those returned before."""
    lines, takes = [], {}
    for line in order.lines:
        skip, n = line.get("back", 0), wanted.get(line["skuId"], 0)
        lines.append(line | ({"back": skip + n} if n else {}))
        for shard, units in line["takes"].items():
            passed = min(skip, units)
            skip -= passed
            part = min(n, units - passed)
            n -= part
            if part:
                takes[shard] = part
    return lines, takes


# --- carrying out --------------------------------------------------------------------------------


def find(order_id: str, number: str) -> Refund | None:
    return Refund.find(*refund_key(order_id, number), consistent=True)


def of(order_id: str) -> Sequence[Refund]:
    """The refunds of an order, also of payments that it could not take."""
    buyer, begun = refund_key(order_id)
    return list(Refund.query(buyer, Refund.sk.startswith(begun), consistent_read=True))


def see_to(order_id: str, number: str, check: int) -> None:
    """Carry out a refund; if it is not through, ask again a few times, should no word come."""
    if not carry_out(order_id, number) and check < _MOST_CHECKS:
        delay_s = min(MAX_DELAY_S, 60 * 2**check)
        REFUNDS.send(
            SendRefund(orderId=order_id, refundNo=number, check=check + 1), delay_s=delay_s
        )


def carry_out(order_id: str, number: str) -> bool:
    """Apply to WeChat; whether the refund is through. Raises while it cannot be applied for, and
    WECHAT_FAILED if it cannot be done at all."""
    refund = find(order_id, number)
    if refund is None or refund.status == SUCCESS:
        return True
    if not refund.amount:
        finish(order_id, number, SUCCESS)
        return True
    state = pay.refund(
        str(refund.transactionId),
        number,
        int(refund.amount),
        int(refund.total),
        refund.reason,
    )
    finish(order_id, number, state.status)
    if state.status in ("ABNORMAL", "CLOSED"):
        raise WECHAT_FAILED(f"The refund {number} is {state.status}: it needs a human")
    return state.status == SUCCESS


def told(news: RefundNews) -> None:
    """WeChat tells how a refund ended."""
    finish(news.out_trade_no, news.out_refund_no, news.refund_status)


def finish(order_id: str, number: str, status: str) -> None:
    """A refund is as WeChat says. One that is through stays so, whatever comes late."""
    for _ in range(_TRIES):
        try:
            return _finish(order_id, number, status)
        except Refusal as refusal:  # told and asked at the same time: look again
            if refusal.code is not REFUND_CHANGED:
                raise
    raise BUSY()


def _finish(order_id: str, number: str, status: str) -> None:
    refund = find(order_id, number)
    if refund is None:
        logger.error("a refund that we never asked for", extra={"orderId": order_id})
        return
    new = status if status in (PROCESSING, SUCCESS) else FAILED
    if refund.status in (SUCCESS, new) or (refund.status == FAILED and new == PROCESSING):
        return
    parts = [
        update(
            Refund(pk=refund.pk, sk=refund.sk),
            Refund.status.set(new),
            where=Refund.status == refund.status,
            otherwise=REFUND_CHANGED,
        )
    ]
    order = need(order_id) if new == SUCCESS and refund.whole else None
    if order is not None and order.status == REFUNDING:  # else somebody was faster
        parts.append(move(order, REFUNDED, "wechat", otherwise=REFUND_CHANGED))
    if new == FAILED:
        logger.error("a refund failed", extra={"refundNo": number, "status": status})
    commit(*parts)

"""Orders that wait for a group: they are paid, and are shipped once it has succeeded."""

from __future__ import annotations

from shop.orders.model import PAID, Order, Refund, change, refund_key
from shop.orders.refunding import REFUND_CHANGED, WAITING
from wxcloud import clock
from wxcloud.transaction import Part, check, commit, put


def proceed(order: Order, rebate: int = 0) -> None:
    """The group has succeeded: the order may be shipped, and `rebate` fen go back to the buyer
    because so many came. A repeat changes nothing. REFUND_CHANGED if it is being paid back."""
    waits = Order.awaits == order.awaits
    go = Order.awaits.remove()
    rebate = min(rebate, int(order.total) - int(order.refunded))
    if rebate <= 0:
        commit(
            change(order, "group", go, what="GROUP", why="SUCCESS", where=waits, otherwise=_done)
        )
        return
    number = f"R{order.orderId}{int(order.refunds)}"
    noted = (go, Order.refunded.add(rebate), Order.refunds.add(1))
    refund = Refund(
        *refund_key(order.orderId, number),
        refundNo=number,
        order=order.orderId,
        buyer=order.owner,
        transactionId=order.transactionId,
        status=WAITING,
        why="REQUEST",
        reason="拼团人数达标，退还差价",
        amount=rebate,
        total=int(order.total),
        at=clock.now(),
    )
    commit(
        change(
            order,
            "group",
            *noted,
            what="GROUP",
            why=f"SUCCESS {number}",
            where=waits & (Order.refunds == int(order.refunds)),
            otherwise=REFUND_CHANGED,
        ),
        put(refund, otherwise=REFUND_CHANGED),
    )


def waits(order: Order) -> Part:
    """Let what goes with it stand only while the order is paid and waits for that group."""
    return check(
        Order(pk=order.pk, sk=order.sk),
        where=(Order.status == PAID) & (Order.awaits == order.awaits),
        otherwise=REFUND_CHANGED,
    )


def follow_to(order: Order, group_id: str) -> Part:
    """The order waits for another group now."""
    return change(
        order,
        "group",
        Order.groupId.set(group_id),
        Order.awaits.set(group_id),
        what="GROUP",
        why=group_id,
        where=Order.awaits == order.awaits,
        otherwise=REFUND_CHANGED,
    )


def _done(_: Order | None) -> None:
    """It does not wait any more."""

"""Changes of an order, as parts. Each is conditional on the status in which the order was read."""

from __future__ import annotations

from collections.abc import Mapping

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shop.orders.model import ORDER_STATE, Claim, Order, at_key, history_entry
from shop.orders.states import PENDING, OrderStatus, may_move
from wxcloud import clock
from wxcloud.errors import BUSY, TOO_MANY_REQUESTS, Code
from wxcloud.transaction import Otherwise, Part, Refuse, check, update

MAX_PAYMENTS = 10  # each asks WeChat Pay for a new one
_TOO_OFTEN = (
    "You have asked too often for a payment of this order. Pay with the fields that you have."
)
# Refused internally: another call has changed the order since it was read.
ORDER_MOVED = Code("ORDER_MOVED", 503, "This order is being changed. Try again.")


def move(
    order: Order,
    new: OrderStatus,
    by: str,
    *actions: Action,
    why: str = "",
    where: Condition | None = None,
    otherwise: Otherwise = ORDER_STATE,
) -> Part[Order | None]:
    """The order goes from the status in which it was read to `new`. ORDER_STATE if there is no such
    move."""
    if not may_move(order.status, new):
        raise ORDER_STATE()
    changes = (Order.status.set(new), *actions)
    return change(order, by, *changes, what=new, why=why, where=where, otherwise=otherwise)


def change(
    order: Order,
    by: str,
    *actions: Action,
    what: str,
    why: str = "",
    where: Condition | None = None,
    otherwise: Otherwise = ORDER_STATE,
) -> Part[Order | None]:
    """The order changes in the status in which it was read; its history notes `what` and `why`."""
    same = Order.status == order.status
    return update(
        at_key(order),
        Order.updatedAt.set(clock.now()),
        Order.history.set(Order.history.append([history_entry(what, by, why)])),
        *actions,
        where=same if where is None else same & where,
        otherwise=otherwise,
    )


def keep(order: Order) -> Part[Order]:
    """A second call gives out payment fields: the order is not taken back any more, even if the
    call that placed it fails. BUSY if the order was paid, closed or taken back just now;
    TOO_MANY_REQUESTS if it was given out MAX_PAYMENTS times."""
    few = Order.kept.does_not_exist() | (Order.kept < MAX_PAYMENTS)

    def refused(now: Order | None) -> Refuse:
        is_pending = now is not None and now.status == PENDING
        return Refuse(TOO_MANY_REQUESTS(_TOO_OFTEN) if is_pending else BUSY)

    return update(
        at_key(order),
        Order.kept.set((Order.kept | 0) + 1),
        where=(Order.status == PENDING) & few,
        otherwise=refused,
    )


def claims_are(claims: Mapping[str, Claim]) -> tuple[Action, ...]:
    """These after-sales are under way. Without any, the buyer asks for nothing more."""
    if claims:
        return (Order.claims.set(dict(claims)),)
    return Order.claims.remove(), Order.asked.remove()


def still_awaits(order: Order, otherwise: Code) -> Part[None]:
    """A condition for other parts: the order is paid and waits for its group."""
    waits = (Order.status == "PAID") & (Order.awaits == order.awaits)
    return check(at_key(order), where=waits, otherwise=otherwise)


def await_group(order: Order, group_id: str, otherwise: Code) -> Part[Order | None]:
    """The order waits for another group from now on."""
    return change(
        order,
        "group",
        Order.groupId.set(group_id),
        Order.awaits.set(group_id),
        what="GROUP",
        why=group_id,
        where=Order.awaits == order.awaits,
        otherwise=otherwise,
    )

"""Leaving a group before it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop.checkout import close, refunds
from shop.groups import limits, seats
from shop.groups.model import GROUP_ENDED, NOT_IN_GROUP, OPEN, PAID, Group, get, need
from shop.orders import model as orders
from shop.orders.model import Order
from wxcloud import clock
from wxcloud.transaction import Part, commit

REASON = "您已退团，自动退款"


def leave(group_id: str, openid: str) -> Group:
    """Give up one's seat; what was paid is paid back. If the leader leaves, the member who paid the
    longest ago leads the group. NOT_FOUND, NOT_IN_GROUP, GROUP_ENDED."""
    group = need(group_id)
    seat = group.seats.get(openid)
    if group.status != OPEN or group.is_late(clock.now()):
        raise GROUP_ENDED()
    if seat is None:
        raise NOT_IN_GROUP()
    if group.is_free:
        commit(seats.leave(group, openid, seat), *_free_limit(group, openid))
    elif seat.state == PAID:
        seat_freed = seats.leave(group, openid, seat)
        refunds.grant(orders.need(seat.by), openid, REASON, together_with=[seat_freed])
    else:
        close.cancel(seat.by, openid)
    return need(group_id)


def _free_limit(group: Group, openid: str) -> list[Part[Any]]:
    if not group.limit:
        return []
    return [limits.free(group.goodsId, group.campaign or 0, openid, group.groupId)]


def refund(
    order_id: str,
    by: str,
    reason: str,
    items: Mapping[str, int] | None = None,
    *,
    by_hand: bool = False,
) -> Order:
    """An operator pays back an order, or some of its units. The seat of an order whose group is
    still open becomes free in the same transaction, so the group cannot succeed with it."""
    order = orders.need(order_id)
    seat = _seat_of(order)
    return refunds.grant(order, by, reason, items, together_with=seat, by_hand=by_hand)


def _seat_of(order: Order) -> list[Part[Any]]:
    """The seat becomes free, or the order has none in its open group."""
    group = get(order.awaits) if order.awaits else None
    if group is None or group.status != OPEN:
        return []
    seat = group.seats.get(order.buyer)
    if seat is None or seat.by != order.orderId:
        return [seats.has_none(group, order.buyer, order.orderId)]
    return [seats.leave(group, order.buyer, seat)]

"""Settling a seat: what a paid order means for its group, and what the group's end means for it.

    the order is paid      its seat is PAID; without a seat: another seat, a new group, or a refund
    the group succeeded    the order may be shipped; the rebate of a large group is paid back
    the group failed       the order is paid back

`settle` reads the order and its group as they are now and does what is missing. So it does not
matter who calls it, how often, or in which order events arrive. It is called by the handler of
OrderPaid, and by a message of its own for each member of a group that has ended.
"""

from __future__ import annotations

from shop.catalog import goods
from shop.checkout import refunds
from shop.groups import limits, seats
from shop.groups.deadline import start_timer, up_to_date
from shop.groups.events import GroupEnded, GroupFailed
from shop.groups.model import (
    ALREADY_IN_GROUP,
    FAILED,
    GROUP_EXPIRED,
    GROUP_FULL,
    OPEN,
    PAID,
    SUCCESS,
    Group,
    Seat,
    get,
)
from shop.groups.queues import SEATS, SettleSeat
from shop.groups.rules import rebate_of
from shop.orders import model as orders
from shop.orders import states
from shop.orders.changes import await_group, change, still_awaits
from shop.orders.events import OrderPaid
from shop.orders.model import Order
from shop.orders.refund import REFUND_CHANGED
from wxcloud import clock
from wxcloud.errors import BUSY, NOT_FOUND, Refusal
from wxcloud.ids import id_of
from wxcloud.transaction import ALREADY_SO, commit, commit_one, put, retry

NO_SEAT = "拼团已满员或已结束，自动退款"
NOT_FULL = "未成团，自动退款"

_NO_ROOM = frozenset({GROUP_FULL, GROUP_EXPIRED, ALREADY_IN_GROUP, NOT_FOUND})
# Another call has changed the order or the group meanwhile: read them again.
_CHANGED = (
    BUSY,
    REFUND_CHANGED,
    orders.ORDER_STATE,
    orders.ORDER_NOT_PAID,
)


# --- who calls -----------------------------------------------------------------------------------


def settle_paid(event: OrderPaid) -> None:
    """Handler: the seat of a paid order is paid."""
    if event.groupId:
        settle(event.orderId)


def settle_members(event: GroupEnded) -> None:
    """Handler: the orders of a group that has ended are settled, each by a message of its own, so
    that one that cannot be settled does not stop the others."""
    if event.price:
        SEATS.send_all(SettleSeat(orderId=member.orderId) for member in event.members)


def free_limits(event: GroupFailed) -> None:
    """Handler: the members of a free group that has failed get their places in the limit back.
    (Members who have paid get them back with their refunds.)"""
    if event.price or event.campaign is None:
        return
    for member in event.members:
        commit_one(limits.free(event.goodsId, event.campaign, member.openid, event.groupId))


def settle_overdue(order: Order) -> str | None:
    """If the order waits for a group that has ended, or in which it has no seat, let settleSeat
    look at it again; the group's status then, and None if all is well."""
    group = get(order.awaits) if order.awaits else None
    if group is not None and group.status == OPEN and not group.is_late(clock.now()):
        seat = group.seats.get(order.buyer)
        if seat is not None and seat.is_of(order.orderId, PAID):
            return None
    SEATS.send(SettleSeat(orderId=order.orderId))
    return group.status if group is not None else "GONE"


# --- settling ------------------------------------------------------------------------------------


def settle(order_id: str) -> None:
    """Do what the order and its group need: see the head of this module. Raises while it cannot."""
    retry(lambda: _settle(order_id), on=_CHANGED)


def _settle(order_id: str) -> None:
    order = orders.get(order_id)
    if order is None or order.status != states.PAID or not order.awaits:
        return
    paid_at = order.paidAt or order.createdAt
    group = commit_one(seats.pay(order.awaits, order.buyer, order.orderId, paid_at))
    if group is not None:
        group = up_to_date(group)
    seat = group.seats.get(order.buyer) if group is not None else None
    if group is None or seat is None or not seat.is_of(order.orderId, PAID):
        _find_seat(order, group)
    elif group.status == SUCCESS:
        _let_ship(order, group)
    elif group.status == FAILED:
        refunds.grant(order, "group", NOT_FULL)


def _let_ship(order: Order, group: Group) -> None:
    """The group has succeeded: the order may be shipped, and the rebate is paid back."""
    rebate = min(rebate_of(group), order.total - order.refunded)
    if rebate > 0:
        commit(*refunds.pay_difference(order, rebate))
        return
    waits = Order.awaits == order.awaits
    commit_one(
        change(
            order,
            "group",
            Order.awaits.remove(),
            what="GROUP",
            why="SUCCESS",
            where=waits,
            otherwise=ALREADY_SO,
        )
    )


def _find_seat(order: Order, group: Group | None) -> None:
    """The seat is gone, but the order is paid."""
    if group is not None and group.status == OPEN and _take_another(order, group):
        return
    seat = group.seats.get(order.buyer) if group is not None and group.status != FAILED else None
    has_other_order = seat is not None and seat.by != order.orderId
    wants_new = order.ifFull == "newGroup" and not has_other_order
    if group is not None and wants_new and _is_offered(group):
        _open_another(order, group)
        return
    together_with = []
    if group is not None and group.status == OPEN and (seat is None or has_other_order):
        # Another run for this order may find a seat that a member has left meanwhile.
        together_with = [seats.has_none(group, order.buyer, order.orderId)]
    refunds.grant(order, "group", NO_SEAT, together_with=together_with)


def _take_another(order: Order, group: Group) -> bool:
    # The payment counts if it was made before the deadline, even if we hear of it later.
    now = clock.now()
    at = (order.paidAt or order.createdAt) if group.is_late(now) else now
    seat = Seat(PAID, at, order.orderId)
    waits = still_awaits(order, REFUND_CHANGED)
    try:
        commit(seats.take(group, order.buyer, seat, at), waits)
    except Refusal as refusal:
        if refusal.code not in _NO_ROOM:
            raise
        return False
    return True


def _is_offered(group: Group) -> bool:
    """Whether groups can still be opened on these goods."""
    offered = goods.get(group.goodsId)
    terms = offered.group if offered is not None and offered.is_shown else None
    return terms is not None and terms.is_on(clock.now())


def _open_another(order: Order, group: Group) -> None:
    """A new group on the same terms, with the buyer in it. Its id is made of the order's, so a
    repeat opens no second group. Its time begins when we heard of the payment."""
    at = order.paid_noted_at
    group_id = id_of(at, "group", order.orderId)
    another = group.again(group_id, order.buyer, Seat(PAID, at, order.orderId), at)
    start_timer(another)
    moved = await_group(order, group_id, REFUND_CHANGED)
    commit(moved, put(another, otherwise=BUSY))

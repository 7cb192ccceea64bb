"""What an order makes of its seat, and a group's outcome of its orders.

    order PAID                  its seat is PAID; is it gone, another one, a fresh group, a refund
    order CLOSED, paid back     its seat is free again, while the group is open
    group SUCCESS               the order may be shipped; what a larger group saves goes back
    group FAILED                the order is paid back

`settle` looks at an order and its group as they are now and does what is missing, so that it does
not matter who calls it, how often, or in which order news arrive: the stream of orders does when an
order was paid, a message of its own for each member of a group that has ended.
"""

from __future__ import annotations

from shop import goods
from shop.groups import seats
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
)
from shop.groups.queues import SEATS, SettleSeat
from shop.groups.timing import start_timer
from shop.orders import awaiting, refunding
from shop.orders import model as orders
from shop.orders.model import Order
from wxcloud import clock
from wxcloud.changes import Change
from wxcloud.errors import BUSY, NOT_FOUND, Refusal
from wxcloud.ids import id_of
from wxcloud.transaction import commit, put

_NO_SEAT = "拼团已满或已结束，款项退回"
_NOT_FULL = "拼团未成功，款项退回"
OVER = frozenset({"CLOSED", "REFUNDING", "REFUNDED"})
_TRIES = 10
_TAKEN = frozenset({GROUP_FULL, GROUP_EXPIRED, ALREADY_IN_GROUP, NOT_FOUND})


def follow(change: Change[Order]) -> None:
    """What follows for a group from a change of one of its orders."""
    order = change.new or change.old
    if order is None or not order.is_order or not order.groupId:
        return
    before = change.old.status if change.old is not None else None
    if change.new is None or (order.status in OVER and order.status != before):
        release(order)
    elif order.status == PAID != before:
        settle(order.orderId)


def release(order: Order) -> None:
    """The order is closed, paid back, or never was: its seat is free, and so is its place in the
    buyer's limit."""
    group = Group.find(order.groupId, consistent=True)
    if group is None:
        return
    if group.limit:
        commit(seats.unuse_limit(group, order.owner, order.orderId))
    part = seats.release(group, order.owner, order.orderId)
    if part is not None:
        commit(part)


def overdue(order: Order) -> str | None:
    """If the order waits for a group that has ended, or in which it has no seat, let settleSeat
    look at it once more; what has become of the group."""
    group = Group.find(order.awaits, consistent=True)
    if group is not None and group.status == OPEN and not group.is_late(clock.now()):
        seat = group.seats.get(order.owner)
        if seat is not None and (seat.by, seat.state) == (order.orderId, PAID):
            return None
    SEATS.send(SettleSeat(orderId=order.orderId))
    return str(group.status) if group is not None else "GONE"


def settle(order_id: str) -> None:
    """Do what an order's group asks for: see the head of this module. BUSY while it cannot."""
    for _ in range(_TRIES):
        order = orders.get(order_id)
        if order is None or order.status != PAID or not order.awaits:
            return
        try:
            _settle(order)
        except Refusal as refusal:
            if refusal.retryable:
                raise
        else:
            return
    raise BUSY()


def _settle(order: Order) -> None:
    """May be refused because the order or the group changes meanwhile: then look again."""
    group: Group | None = commit(
        seats.pay(order.awaits, order.owner, order.orderId, order.paid_at)
    )[0]
    if group is not None and group.is_late(clock.now()):
        group = commit(seats.end(group.groupId, clock.now()))[0] or group
    seat = group.seats.get(order.owner) if group is not None else None
    if group is None or seat is None or (seat.by, seat.state) != (order.orderId, PAID):
        _reseat(order, group)
    elif group.status == SUCCESS:
        awaiting.proceed(order, group.rebate())
    elif group.status == FAILED:
        refunding.grant(order.orderId, "group", _NOT_FULL)


def _reseat(order: Order, group: Group | None) -> None:
    """The seat is gone, but the money is here."""
    if group is not None and group.status == OPEN and _take_another(order, group):
        return
    seat = group.seats.get(order.owner) if group is not None and group.status != FAILED else None
    again = seat is not None and seat.by != order.orderId  # the buyer is in by another order
    if group is not None and order.ifFull == "newGroup" and not again and _is_offered(group):
        _open_another(order, group)
    else:
        refunding.grant(order.orderId, "group", _NO_SEAT)


def _take_another(order: Order, group: Group) -> bool:
    now = clock.now()
    seat = Seat(PAID, now, order.orderId)
    try:
        commit(seats.take(group, order.owner, seat, now), awaiting.waits(order))
    except Refusal as refusal:
        if refusal.code not in _TAKEN:
            raise
        return False
    return True


def _is_offered(group: Group) -> bool:
    """Whether groups may still be opened on these goods."""
    offered = goods.get(group.goodsId)
    terms = offered.group if offered is not None and not offered.hidden else None
    return terms is not None and terms.is_on(clock.now())


def _open_another(order: Order, like: Group) -> None:
    """A group on the same terms, with the buyer in it: one for the order, however often told."""
    at = order.paid_at
    group_id = id_of(at, "group", order.orderId)
    expires_at, size = at + int(like.hours) * clock.HOUR, int(like.size)
    same = ("goodsId", "title", "size", "price", "hours", "prices", "tiers", "spare")
    group = Group(
        groupId=group_id,
        leader=order.owner,
        seats={order.owner: Seat(PAID, at, order.orderId)},
        seatsLeft=size - 1,
        toPay=size - 1,
        status=OPEN,
        createdAt=at,
        expiresAt=expires_at,
        openKey=f"{expires_at:013d}#{group_id}",
        limit=like.limit,
        campaign=like.campaign,
        **{name: getattr(like, name) for name in same},
    )
    start_timer(group)
    commit(awaiting.follow_to(order, group_id), put(group, otherwise=BUSY))

"""What follows from a change of a group, as its table's stream tells it: in order, but perhaps
twice. So everything here is done once by its own key, or may be done again."""

from __future__ import annotations

from shop import notices
from shop.groups import seats
from shop.groups.model import FAILED, OPEN, SUCCESS, Group, Membership, Seat
from shop.groups.queues import SEATS, SettleSeat
from shop.notices import Notice
from shop.orders import model as orders
from wxcloud.changes import Change
from wxcloud.transaction import commit, put


def follow(change: Change[Group]) -> None:
    """New members are noted; when a group has ended, each member's order gets a message of its own,
    so that one that cannot be settled holds nobody up, and each member is told."""
    group = change.new
    if group is None or group.status is None:
        return
    before = change.old.seats if change.old is not None else {}
    for openid in group.seats:
        if openid not in before:
            _note(group, openid)
    if not _has_ended(change):
        return
    members = group.members()
    if not group.is_free:
        SEATS.send_all(SettleSeat(orderId=seat.by) for _, seat in members)
    elif group.limit and group.status == FAILED:
        for openid, _ in members:
            commit(seats.unuse_limit(group, openid, group.groupId))
    notices.tell(news(change))


def news(change: Change[Group]) -> list[Notice]:
    """What the members are to be told of a change: once, when their group has ended."""
    group = change.new
    if group is None or not _has_ended(change):
        return []
    saved = group.rebate() if group.status == SUCCESS else 0
    facts = {
        "goods": group.title,
        "groupId": group.groupId,
        "size": str(group.size),
        "joined": str(len(group.members())),
        "missing": str(group.toPay),
        "time": notices.moment(int(group.endedAt)),
    }
    kind: notices.Name = "groupSuccess" if group.status == SUCCESS else "groupFailed"
    event = f"{kind}#{group.groupId}"
    return [
        Notice(kind, openid, event, facts | {"price": notices.yuan(_price(group, seat) - saved)})
        for openid, seat in group.members()
    ]


def _price(group: Group, seat: Seat) -> int:
    """What the member's SKU costs in the group; only the order knows which one it is."""
    order = orders.get(seat.by) if group.prices else None
    return int(order.lines[0]["price"] if order is not None else group.price)


def _has_ended(change: Change[Group]) -> bool:
    if change.new is None or change.new.status in (None, OPEN):
        return False
    return change.old is None or change.old.status != change.new.status


def _note(group: Group, openid: str) -> None:
    """The key sorts by the time of the group, so that the newest come first."""
    row = Membership(groupId=f"{group.groupId}#{openid}", member=openid)
    commit(put(row, otherwise=lambda _: None))

"""What buyers see of groups."""

from __future__ import annotations

import time
from typing import Any

from shop.groups.model import OPEN, Group, Membership, no_group
from shop.groups.timing import expire
from wxcloud import clock
from wxcloud.settings import TABLE_PREFIX

MOST_LISTED = 100  # groups of one goods that are looked at
MOST_SHOWN = 20
MOST_MINE = 50
_FRESH_S = 2.0
_MOST_HELD = 256


def find(group_id: str) -> Group:
    """The group as of now: one whose time is over has ended, whether its timer came or not.

    Read consistently, because a buyer who has just joined must see themself.
    """
    group = Group.find(group_id, consistent=True)
    if group is None or group.goodsId is None:
        raise no_group()
    return (expire(group_id) or group) if group.is_late(clock.now()) else group


def view(group: Group, reader: str) -> dict[str, Any]:
    """What a client sees. Only signed-in readers learn who the members are.

    `members` are those who have paid; `mine` is the reader's own seat, held or paid, with its order
    if it costs money; `tiers` what a seat costs once so many have come.
    """
    leader = group.leads
    shown = {
        "groupId": group.groupId,
        "goodsId": group.goodsId,
        "title": group.title,
        "price": int(group.price),
        "status": group.status,
        "size": int(group.size),
        "members": [
            ({"openid": openid} if reader else {})
            | {"leader": openid == leader, "joinedAt": seat.at}
            for openid, seat in group.members()
        ],
        "seatsLeft": int(group.seatsLeft),
        "expiresAt": int(group.expiresAt),
    }
    if group.tiers:
        shown["tiers"] = [{"size": size, "price": price} for size, price in group.tiers]
    seat = group.seats.get(reader)
    if seat is not None and not group.is_free:
        until = {"payBefore": seat.until} if seat.until else {}
        shown["mine"] = {"state": seat.state, "orderId": seat.by} | until
    return shown


def open_groups(goods_id: str, reader: str) -> dict[str, Any]:
    """`{items}`: open groups on these goods that somebody has paid for and that have room, those
    that lack the fewest members first. From memory, if that is younger than two seconds."""
    key = TABLE_PREFIX.get(), goods_id
    held = _open.get(key)
    if held is None or time.monotonic() - held[0] > _FRESH_S:
        if len(_open) >= _MOST_HELD:
            _open.clear()
        held = _open[key] = time.monotonic(), _nearly_full(goods_id)
    now = clock.now()
    return {"items": [view(group, reader) for group in held[1] if not group.is_late(now)]}


_open: dict[tuple[str, str], tuple[float, list[Group]]] = {}


def _nearly_full(goods_id: str) -> list[Group]:
    now = clock.now()
    ahead = Group.openKey > f"{now + 1:013d}"
    rows = Group.by_goods.query(goods_id, ahead, limit=MOST_LISTED, page_size=MOST_LISTED)
    found = [
        group
        for group in _get([row.groupId for row in rows])
        if group.status == OPEN
        and group.members()
        and (group.seatsLeft > 0 or group.lapsed(now) is not None)
    ]
    found.sort(key=lambda group: (group.toPay, group.expiresAt))
    return found[:MOST_SHOWN]


def mine(openid: str) -> dict[str, Any]:
    """`{items}`: the groups in which the user has a seat, the newest first, the latest 50.

    A seat that was paid for is known by its order at once, a free one as soon as the table's stream
    has told of it.
    """
    from shop.orders.reading import groups_of  # whoever looks at one group does without

    ids = [row.groupId.partition("#")[0] for row in _memberships(openid)]
    ids += groups_of(openid, MOST_MINE)
    latest = sorted(set(ids), reverse=True)[:MOST_LISTED]
    found = [group for group in _get(latest) if openid in group.seats]
    now = clock.now()
    current = [(expire(g.groupId) or g) if g.is_late(now) else g for g in found]
    current.sort(key=lambda group: -group.createdAt)
    return {"items": [view(group, openid) for group in current[:MOST_MINE]]}


def _memberships(openid: str) -> Any:
    return Membership.by_member.query(
        openid, scan_index_forward=False, limit=MOST_LISTED, page_size=MOST_LISTED
    )


def _get(ids: list[str]) -> list[Group]:
    return list(Group.batch_get(ids, consistent_read=True)) if ids else []

"""What buyers read of groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice

from shop.groups import rules
from shop.groups.deadline import up_to_date
from shop.groups.model import Group, Membership, need
from shop.groups.views import GroupList, GroupView, group_view
from wxcloud import clock
from wxcloud.cache import Cache

PAGE = 100  # groups that are read at once
MAX_READ = 1000  # groups of one goods, or of one user, that are looked at
MAX_LISTED = 20
MAX_OWN = 50

_open_groups: Cache[list[Group]] = Cache(2.0)


def current(group_id: str) -> Group:
    """The group as it is now; ended, if its deadline has passed. NOT_FOUND."""
    return up_to_date(need(group_id))


def list_open(goods_id: str, reader: str) -> GroupList:
    """Open groups on these goods that somebody has paid for and that have room; those that need the
    fewest members come first. From memory, if that is younger than two seconds."""
    groups = _open_groups.get(goods_id, lambda: _nearly_full(goods_id))
    now = clock.now()
    return GroupList(items=[group_view(each, reader) for each in groups if not each.is_late(now)])


def _nearly_full(goods_id: str) -> list[Group]:
    """Groups that end first are looked at first, page by page, until enough can be joined."""
    now = clock.now()
    ahead = Group.openKey > f"{now + 1:013d}"
    rows = Group.by_goods.query(goods_id, ahead, limit=MAX_READ, page_size=PAGE)
    found: list[Group] = []
    for groups in _pages(row.groupId for row in rows):
        found += [group for group in groups if rules.is_worth_joining(group, now)]
        if len(found) >= MAX_LISTED:
            break
    found.sort(key=lambda group: (group.toPay, group.expiresAt))
    return found[:MAX_LISTED]


def list_own(openid: str, ordered: Iterable[str]) -> GroupList:
    """The groups in which the user has a seat, the newest first, the latest 50.

    A seat that was paid for is known at once, by the user's orders (`ordered` are their groups); a
    free seat is known when the table's stream has told of it.
    """
    rows = Membership.by_member.query(
        openid, scan_index_forward=False, limit=MAX_READ, page_size=PAGE
    )
    own: list[Group] = []
    for groups in _pages(_newest_first((row.group for row in rows), ordered)):
        own += [up_to_date(group) for group in groups if openid in group.seats]
        if len(own) >= MAX_OWN:
            break
    own.sort(key=lambda group: -group.createdAt)
    return GroupList(items=[group_view(group, openid) for group in own[:MAX_OWN]])


def _newest_first(noted: Iterable[str], ordered: Iterable[str]) -> Iterator[str]:
    """Both lists in one; each is sorted, the newest id first."""
    last = ""
    for group_id in merge(noted, sorted(set(ordered), reverse=True), reverse=True):
        if group_id != last:
            yield group_id
        last = group_id


def _pages(ids: Iterable[str]) -> Iterator[list[Group]]:
    left = iter(ids)
    while page := list(islice(left, PAGE)):
        yield _read(page)


def _read(ids: list[str]) -> list[Group]:
    return list(Group.batch_get(ids, consistent_read=True))


def view(group_id: str, reader: str) -> GroupView:
    return group_view(current(group_id), reader)

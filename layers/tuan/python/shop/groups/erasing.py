"""A user's data is erased: what happens to their seats in groups that have ended.

The other members keep their group. The seat, and who led the group, stay under the name `gone`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from pynamodb.expressions.update import Action

from shop.groups import limits, opened, seats
from shop.groups.model import OPEN, Group, Membership, get
from wxcloud.batch import some
from wxcloud.errors import Code
from wxcloud.transaction import Part, commit_one, delete, retry, update

_AT_ONCE = 50
# Refused internally: the group was changed since it was read.
GROUP_MOVED = Code("GROUP_MOVED", 503, "This group is being changed. Try again.")


def groups_of(openid: str) -> Iterator[Group]:
    """The groups in which the user has a seat, or had one, the newest first. One read each."""
    rows = Membership.by_member.query(openid, scan_index_forward=False, page_size=_AT_ONCE)
    ids = (row.group for row in rows)
    while page := list(islice(ids, _AT_ONCE)):
        found = {each.groupId: each for each in Group.batch_get(page, consistent_read=True)}
        yield from (found[group_id] for group_id in page if group_id in found)


def under_way(openid: str, most: int) -> list[str]:
    """The open groups in which the user has a seat, of the latest `most`."""
    latest = zip(range(most), groups_of(openid), strict=False)
    mine = [group for _, group in latest if group.status == OPEN and openid in group.seats]
    return [f"group {group.groupId}" for group in mine]


def erase(openid: str, gone: str, most: int) -> int:
    """Put `gone` in the place of the user, in up to `most` groups, and forget what the campaigns'
    limits know of the user; in how many groups."""

    def erase_one(row: Membership) -> None:
        retry(partial(_group, row.group, openid, gone), on=[GROUP_MOVED])
        commit_one(delete(Membership(groupId=row.groupId)))

    done = some(Membership.by_member.query(openid), most, erase_one)
    if done < most:
        commit_one(delete(opened.key_of(openid)))
    return done


def _group(group_id: str, openid: str, gone: str) -> None:
    group = get(group_id)
    if group is None:
        return
    if group.limit:
        commit_one(limits.forget(group, openid))
    part = _renamed(group, openid, gone)
    if part is not None:
        commit_one(part)


def _renamed(group: Group, openid: str, gone: str) -> Part[Group] | None:
    """The part that renames the user; None if the group does not know the user."""
    actions: list[Action] = []
    where = Group.leader == group.leader
    if group.leader == openid:
        actions.append(Group.leader.set(gone))
    if openid in group.seats:
        seat = group.seats[openid]
        actions += [Group.seats[openid].remove(), Group.seats[gone].set(seats.raw(seat))]
        where &= Group.seats[openid]["by"] == seat.by
    if not actions:
        return None
    key = Group(groupId=group.groupId)
    return update(key, *actions, where=where, otherwise=GROUP_MOVED)

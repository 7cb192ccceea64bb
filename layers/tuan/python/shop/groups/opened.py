"""The groups that one user has opened and that are still open: at most MAX_OPEN at a time.

A group that has succeeded or failed makes room at once. A group that its members gave up makes room
after GIVEN_UP_COUNTS: else opening and leaving groups would have no bound. The item is brought up
to date only when it is full, so a group that ends costs no write here.
"""

from __future__ import annotations

from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.condition import size

from shop.groups.model import FAILED, OPEN, Group, GroupRow
from wxcloud import clock
from wxcloud.errors import Code, Refusal
from wxcloud.transaction import commit_one, update

TOO_MANY_GROUPS = Code(
    "TOO_MANY_GROUPS",
    409,
    "You have opened too many groups that are not full yet. Invite friends to them, or try again "
    "in an hour.",
)
MAX_OPEN = 10
GIVEN_UP_COUNTS = clock.HOUR


class OpenedGroups(GroupRow):
    """The ids of the groups."""

    opened = UnicodeSetAttribute(null=True)


def add(openid: str, group_id: str) -> None:
    """The user is about to open a group. TOO_MANY_GROUPS. One write unit.

    It is written before the group. If the group is then refused, the id is removed by the next
    look at the groups.
    """
    try:
        _add(openid, group_id)
    except Refusal as refusal:
        if refusal.code is not TOO_MANY_GROUPS or not _recount(openid):
            raise
        _add(openid, group_id)


def _add(openid: str, group_id: str) -> None:
    room = OpenedGroups.opened.does_not_exist() | (size(OpenedGroups.opened) < MAX_OPEN)
    more = OpenedGroups.opened.add({group_id})
    commit_one(update(key_of(openid), more, where=room, otherwise=TOO_MANY_GROUPS))


def _recount(openid: str) -> bool:
    """Remove the groups that do not count any more. Whether there were any."""
    kept = OpenedGroups.get(key_of(openid).groupId, consistent=True)
    ids = set(kept.opened or ()) if kept is not None else set()
    if not ids:
        return False
    found = Group.batch_get(sorted(ids), consistent_read=True)
    over = ids - {group.groupId for group in found if counts(group, clock.now())}
    if over:
        commit_one(update(key_of(openid), OpenedGroups.opened.delete(over)))
    return bool(over)


def counts(group: Group, now: int) -> bool:
    """Whether the group counts among those that its user has opened."""
    if group.status == OPEN:
        return not group.is_late(now)
    was_given_up = group.status == FAILED and (group.endedAt or 0) < group.expiresAt
    return was_given_up and group.createdAt + GIVEN_UP_COUNTS > now


def key_of(openid: str) -> OpenedGroups:
    """The key alone."""
    return OpenedGroups(groupId=f"opened#{openid}")

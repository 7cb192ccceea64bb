"""Open groups, by when they end.

A group is noted when it is opened and forgotten when it has ended: two writes here, and none when
somebody joins.
"""

from __future__ import annotations

from shop.desk.model import DeskItem, moment_key
from shop.groups import model as groups
from shop.groups.events import GroupEnded, GroupOpened
from shop.groups.model import OPEN
from wxcloud import clock
from wxcloud.transaction import ALREADY_SO, commit_one, delete, put

SOON = 2 * clock.HOUR
MAX_COUNTED = 1000
_KEPT_S = 24 * 3600  # after its end


class EndingGroup(DeskItem):
    """An open group."""

    @classmethod
    def new(cls, group_id: str, expires_at: int) -> EndingGroup:
        ttl = expires_at // clock.SECOND + _KEPT_S
        return cls(pk="ending", sk=moment_key(expires_at, group_id), ttl=ttl)


def note_opened(event: GroupOpened) -> None:
    """Handler: the group is noted, if it is still open: the event may come after its end."""
    group = groups.get(event.groupId)
    if group is not None and group.status == OPEN:
        note(event.groupId, event.expiresAt)


def note(group_id: str, expires_at: int) -> None:
    """The group ends at `expires_at` (ms UTC). A repeat changes nothing."""
    commit_one(put(EndingGroup.new(group_id, expires_at), otherwise=ALREADY_SO))


def forget(event: GroupEnded) -> None:
    """Handler: the group has ended."""
    commit_one(delete(EndingGroup.new(event.groupId, event.expiresAt)))


def count_soon(now: int) -> int:
    """Open groups that end within SOON; at most MAX_COUNTED."""
    soon = EndingGroup.sk.between(moment_key(now), moment_key(now + SOON, "~"))
    return sum(1 for _ in EndingGroup.query("ending", soon, limit=MAX_COUNTED))

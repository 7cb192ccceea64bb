"""Groups that are about to fail: the staff can still help them.

A group is noted when it is opened, with the time at which it has to be looked at: WARNING before
its end, but not before half of its time is over. `watchShop` looks at those whose time has come.
Nothing is written when somebody joins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from shop.alerts.model import ALERTS, Alert, AlertItem
from shop.groups.events import GroupOpened
from shop.groups.model import OPEN, Group
from shop.texts import moment
from wxcloud import clock
from wxcloud.transaction import ALREADY_SO, commit_one, delete, put

WARNING = 2 * clock.HOUR
_PAGE = 100  # groups that are read at once
_KEPT = 7 * clock.DAY  # after it should have been looked at


class GroupToWatch(AlertItem):
    """A group that has to be looked at before it ends."""

    @classmethod
    def new(cls, group_id: str, at: int) -> GroupToWatch:
        ttl = (at + _KEPT) // clock.SECOND
        return cls(pk="ending", sk=f"{at:013d}#{group_id}", ttl=ttl)

    @property
    def group(self) -> str:
        return str(self.sk.partition("#")[2])


def note_opened(event: GroupOpened) -> None:
    """Handler: the group is looked at before it ends. A repeat changes nothing."""
    at = clock.ahead_of(event.expiresAt, WARNING, since=event.createdAt)
    commit_one(put(GroupToWatch.new(event.groupId, at), otherwise=ALREADY_SO))


def look(now: int) -> None:
    """The staff is told of each group whose time has come and that nobody would fill: once, because
    an alert has the group's key. The note goes after the alert is sent."""
    due = GroupToWatch.query("ending", GroupToWatch.sk < f"{now + 1:013d}", page_size=_PAGE)
    for notes in _pages(due):
        groups = {group.groupId: group for group in Group.batch_get([n.group for n in notes])}
        ALERTS.send_all(_alert(group) for group in groups.values() if _fails(group, now))
        for note in notes:
            commit_one(delete(GroupToWatch(pk=note.pk, sk=note.sk)))


def _pages(notes: Iterable[GroupToWatch]) -> Iterator[list[GroupToWatch]]:
    waiting = iter(notes)
    while page := list(islice(waiting, _PAGE)):
        yield page


def _fails(group: Group, now: int) -> bool:
    """Whether the group would fail if nobody joined any more."""
    return group.status == OPEN and not group.is_late(now) and group.toPay > (group.spare or 0)


def _alert(group: Group) -> Alert:
    missing = group.toPay - (group.spare or 0)
    line = f"{group.title}：还差 {missing} 人，{moment(group.expiresAt)} 截止，团号 {group.groupId}"
    return Alert("groupEnding", f"groupEnding#{group.groupId}", line)

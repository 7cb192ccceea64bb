"""A group's deadline: a timer ends the group, and so does every reader who comes later."""

from __future__ import annotations

from shop.groups import seats
from shop.groups.model import GRACE, Group
from shop.groups.queues import DEADLINE, ExpireGroup
from wxcloud import clock
from wxcloud.transaction import commit_one


def start_timer(group: Group) -> None:
    """Let expireGroup look at the group at its deadline.

    The timer is set before the group is written: a timer without a group does nothing, a group
    without a timer might never end. Scheduler drops the milliseconds, so one second is added.
    """
    grace = 0 if group.is_free else GRACE
    message = ExpireGroup(groupId=group.groupId)
    DEADLINE.set(_timer_name(group), group.expiresAt + grace + clock.SECOND, message)


def stop_timer(group: Group) -> None:
    """The group was refused, so it needs no timer."""
    DEADLINE.cancel(_timer_name(group))


def expire(group_id: str) -> Group | None:
    """End a group whose deadline has passed; the group as it is then. Any other group stays as it
    is, and so does one that a held seat could fill: `shop.groupbuy.deadline` asks WeChat first."""
    return commit_one(seats.end(group_id, clock.now()))


def up_to_date(group: Group) -> Group:
    """The group; ended now, if its deadline has passed and its timer is late."""
    return (expire(group.groupId) or group) if group.is_late(clock.now()) else group


def _timer_name(group: Group) -> str:
    return f"group-{group.groupId}"

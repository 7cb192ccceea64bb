"""A group's deadline: a timer, and whoever looks."""

from __future__ import annotations

from shop.groups import seats
from shop.groups.model import GRACE, Group
from shop.groups.queues import DEADLINE, ExpireGroup
from wxcloud import clock
from wxcloud.transaction import commit


def start_timer(group: Group) -> None:
    """Let expireGroup look at the group at its deadline.

    The timer comes first: one without a group does nothing, a group without one might never end.
    Scheduler drops the milliseconds, so a second more keeps it from coming early.
    """
    at = int(group.expiresAt) + (0 if group.is_free else GRACE) + clock.SECOND
    DEADLINE.set(_name(group), at, ExpireGroup(groupId=group.groupId))


def stop_timer(group: Group) -> None:
    """The group was refused after all."""
    DEADLINE.cancel(_name(group))


def _name(group: Group) -> str:
    return f"group-{group.groupId}"


def expire(group_id: str) -> Group | None:
    """End a group whose time is over; one that has ended, or is not yet due, stays as it is."""
    group: Group | None = commit(seats.end(group_id, clock.now()))[0]
    return group

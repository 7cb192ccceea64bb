"""A group's deadline: a timer, and whoever looks."""

from __future__ import annotations

from shop.groups import seats
from shop.groups.model import Group
from wxcloud import clock
from wxcloud.settings import settings
from wxcloud.timers import set_timer
from wxcloud.transaction import commit


def start_timer(group: Group) -> None:
    """Let expireGroup look at the group at its deadline.

    The timer comes first: one without a group does nothing, a group without one might never end.
    Scheduler drops the milliseconds, so a second more keeps it from coming early.
    """
    set_timer(
        f"group-{group.groupId}",
        int(group.expiresAt) + clock.SECOND,
        settings().need("expire_group_arn"),
        {"groupId": group.groupId},
    )


def expire(group_id: str) -> Group | None:
    """End a group whose time is over; one that has ended, or is not yet due, stays as it is."""
    group: Group | None = commit(seats.end(group_id, clock.now()))[0]
    return group

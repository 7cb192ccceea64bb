"""A group's deadline: a timer, and whoever looks."""

from __future__ import annotations

from shop.groups import seats
from shop.groups.model import GRACE, Group
from wxcloud import clock
from wxcloud.settings import settings
from wxcloud.timers import cancel_timer, set_timer
from wxcloud.transaction import commit


def start_timer(group: Group) -> None:
    """Let expireGroup look at the group at its deadline.

    The timer comes first: one without a group does nothing, a group without one might never end.
    Scheduler drops the milliseconds, so a second more keeps it from coming early.
    """
    set_timer(
        _name(group),
        int(group.expiresAt) + (0 if group.is_free else GRACE) + clock.SECOND,
        settings().need("expire_group_arn"),
        {"groupId": group.groupId},
    )


def stop_timer(group: Group) -> None:
    """The group was refused after all."""
    cancel_timer(_name(group))


def _name(group: Group) -> str:
    return f"group-{group.groupId}"


def expire(group_id: str) -> Group | None:
    """End a group whose time is over; one that has ended, or is not yet due, stays as it is."""
    group: Group | None = commit(seats.end(group_id, clock.now()))[0]
    return group

"""The queue of seats and the timer of groups."""

from __future__ import annotations

from wxcloud.fields import Id, Request
from wxcloud.queues import Queue
from wxcloud.timers import Timer


class SettleSeat(Request):
    """Bring a member's order in line with its group."""

    orderId: Id


class ExpireGroup(Request):
    """Look at the group at its deadline."""

    groupId: Id


SEATS = Queue("SEAT_QUEUE_URL", SettleSeat)
DEADLINE = Timer("EXPIRE_GROUP_ARN", ExpireGroup)

"""How many replies WeChat still allows. Pure rules.

A user's message allows five replies within 48 hours. A user who enters the conversation allows two
replies within a minute. The user's next message starts the count again; numbers do not add up.
Source: mini-program docs, framework/open-ability/customer-message/send.
"""

from __future__ import annotations

from collections.abc import Sequence

from wxcloud import clock
from wxcloud.value import Value

WRITTEN = (48 * clock.HOUR, 5)  # replies to a message: how long they are allowed, and how many
ENTERED = (clock.MINUTE, 2)  # the same, for a user who has entered the conversation


class Left(Value):
    """Replies that WeChat still allows, and until when (ms UTC; 0 if none)."""

    count: int
    until: int = 0

    @property
    def note_only(self) -> bool:
        """The last reply is kept for the note that hands the user over."""
        return self.count == 1


def left(wrote_at: int, entered_at: int, sent_at: Sequence[int], now: int) -> Left:
    """What is left of the better one of the two windows."""
    open_now = [Left(0)]
    for since, (life, most) in ((wrote_at, WRITTEN), (entered_at, ENTERED)):
        used = sum(1 for at in sent_at if at > since)
        if since and now < since + life and used < most:
            open_now.append(Left(most - used, since + life))
    return max(open_now, key=lambda each: (each.count, each.until))

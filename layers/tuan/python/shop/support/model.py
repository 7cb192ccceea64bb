"""A user's message, and the queue on which it waits for its reply."""

from __future__ import annotations

from typing import Literal

import msgspec

from wxcloud import clock
from wxcloud.queues import Queue

Kind = Literal["text", "image", "page", "enter"]


class UserMessage(msgspec.Struct, frozen=True):
    """What a user said or did: a `text`; an `image`; a `page` of a mini-program; or to `enter` the
    conversation. `at` is when we received it (ms UTC), `written` when it was written (WeChat's
    CreateTime, seconds UTC), `tries` how often a reply has failed.

    `key` is the same each time WeChat pushes the message.
    """

    openid: str
    key: str
    kind: Kind
    text: str
    at: int
    tries: int = 0
    written: int = 0

    @property
    def place(self) -> str:
        """Where it stands among what was said: the time, to the second, and its key."""
        return place(self.written or self.at // clock.SECOND, self.key)


def place(second: int, key: str) -> str:
    return f"{second:010d}#{key}"


MESSAGES = Queue("SUPPORT_QUEUE_URL", UserMessage)

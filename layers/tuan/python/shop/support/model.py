"""A user's message, and the queue on which it waits for its reply."""

from __future__ import annotations

from typing import Literal

import msgspec

from wxcloud.queues import Queue

Kind = Literal["text", "other", "enter"]


class UserMessage(msgspec.Struct, frozen=True):
    """What a user said or did: a `text`; an `other` message, as a picture; or to `enter` the
    conversation. `at` is when we received it (ms UTC), `tries` how often a reply has failed.

    `key` is the same each time WeChat pushes the message.
    """

    openid: str
    key: str
    kind: Kind
    text: str
    at: int
    tries: int = 0


MESSAGES = Queue("SUPPORT_QUEUE_URL", UserMessage)

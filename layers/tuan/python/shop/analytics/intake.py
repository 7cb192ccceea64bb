"""Events of the server itself come in."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wxcloud.log import logger

Value = str | int | float | bool


class ServerEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the server itself. `at` is when it happened (ms UTC), `openid` whose it is ("":
    nobody's). Of events with the same `insertId` one counts."""

    insertId: str
    event: str
    at: int
    openid: str
    props: dict[str, Value] = {}


def record(events: Sequence[ServerEvent]) -> None:
    """Keep these events, at least once."""
    for event in events:
        logger.info("event", extra={"event": event.event, "insertId": event.insertId})

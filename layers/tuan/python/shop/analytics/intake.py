"""Events come in: those of the server itself, and those that clients send.

    record([ServerEvent(insertId=f"paid#{order_id}", event="order_paid", at=at, openid=buyer,
                        props={"orderId": order_id, "fen": 2990})])

The server's own events come from the typed events of the domain (`shop.handlers`), so an event that
is delivered again has the same `insertId`, and counts once.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from shop.analytics import delivery, visitors
from shop.analytics.lines import Line, Value, columns, insert_id
from wxcloud import clock

SERVER, CLIENT = "server", "client"


class ServerEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the server itself. `at` is when it happened (ms UTC), `openid` whose it is ("":
    nobody's). `props` has names of the catalogue; `shop.analytics.lines` says which are columns."""

    insertId: str
    event: str
    at: int
    openid: str
    props: dict[str, Value] = {}


def record(events: Sequence[ServerEvent]) -> None:
    """Put the server's own events on their way. A repeat with the same `insertId` counts once.

    Costs one call of Firehose, and half a read unit per user who is not in memory. Raises if neither
    Firehose nor the queue takes them.
    """
    if events:
        now = clock.now()
        delivery.send([_line(event, now) for event in events])


def _line(event: ServerEvent, now: int) -> Line:
    return Line(
        insertid=insert_id(SERVER, event.insertId),
        event=event.event,
        time=event.at,
        received=now,
        source=SERVER,
        who=visitors.pseudonym(event.openid),
        **columns(event.props),
    )

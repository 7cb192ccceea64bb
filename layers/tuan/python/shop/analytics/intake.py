"""Events come in: those of the server itself, and those that clients send.

    record([ServerEvent(insertId=f"paid#{order_id}", event="order_paid", at=at, openid=buyer,
                        props={"orderId": order_id, "fen": 2990})])

The server's own events come from the typed events of the domain (`shop.handlers`), so an event that
is delivered again has the same `insertId`, and counts once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from shop.analytics import catalogue, delivery, visitors
from shop.analytics.lines import EventLine, Value, arms_text, columns, insert_id
from shop.analytics.sources import Brought, brought
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.fields import MaybeText120, Request, Result
from wxcloud.log import logger

EVENT_LATE = Code("EVENT_LATE", 400, "This event is more than 72 hours old.")
EVENT_EARLY = Code("EVENT_EARLY", 400, "This event is in the future. Check the device's clock.")

SERVER, CLIENT = "server", "client"
OLDEST = 72 * clock.HOUR
AHEAD = 5 * clock.MINUTE


class ServerEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the server itself. `at` is when it happened (ms UTC), `openid` whose it is ("":
    nobody's). `props` has names of the catalogue; `shop.analytics.lines` says which are columns.
    `anonymousId` is the one that the user had as a guest, at a login. `insertId` has no openid in
    it, but at most a pseudonym (`visitors`): it is hashed without a salt. `isLastAsked` says
    whether an event without `shareCode` gets the last share that the user opened."""

    insertId: str
    event: str
    at: int
    openid: str
    props: dict[str, Value] = {}
    anonymousId: str = ""
    isLastAsked: bool = True


InsertId = Annotated[
    str,
    Meta(
        pattern=r"^[!-~]{1,64}(?![\s\S])",
        description="a new random id per event; the same id sent again counts once",
    ),
]
AnonymousId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9A-Za-z_-]{16,64}(?![\s\S])",
        description="a random id that the client keeps for a guest, until the next login",
    ),
]


class TrackedEvent(Request):
    """An event of a client."""

    insertId: InsertId
    event: Annotated[str, Meta(min_length=1, max_length=40, description="a name of listEvents")]
    time: Annotated[
        int, Meta(ge=0, le=4_102_444_800_000, description="ms UTC: when it happened on the device")
    ]
    page: MaybeText120 = ""
    props: Annotated[
        dict[str, Value | list[Value] | dict[str, Value] | None],
        Meta(
            max_length=40,
            description="properties of the event, as listEvents shows them: texts, numbers, true or"
            " false. An event with another value is rejected",
        ),
    ] = {}  # noqa: RUF012 - msgspec copies it


class RejectedEvent(Result):
    """An event that was not taken. To send it again as it is does not help."""

    insertId: str
    errCode: Annotated[
        str,
        Meta(description="EVENT_UNKNOWN, EVENT_PROPERTY, EVENT_LATE or EVENT_EARLY"),
    ]


class Tracked(Result):
    """What became of a batch of events."""

    accepted: Annotated[int, Meta(ge=0, description="events that were taken, repeats included")]
    rejected: list[RejectedEvent]


def record(events: Sequence[ServerEvent]) -> None:
    """Put the server's own events on their way. A repeat with the same `insertId` counts once.

    Costs one call of Firehose, and half a read unit per user who is not in memory. Raises if
    neither Firehose nor the queue takes them.
    """
    if events:
        now = clock.now()
        delivery.send([_server_line(event, now) for event in events])


def note_login(openid: str, anonymous_id: str) -> None:
    """Note that this user was the guest with that anonymous id. If it cannot be noted, the login
    goes on without it."""
    try:
        event = ServerEvent(
            insertId=f"login#{visitors.pseudonym(openid)}#{anonymous_id}",
            event="login",
            at=clock.now(),
            openid=openid,
            anonymousId=anonymous_id,
        )
        record([event])
    except Exception:
        logger.exception("a guest's visit was not joined to the user")


def track(
    events: Sequence[TrackedEvent],
    openid: str,
    anonymous_id: str = "",
    arms: Mapping[str, str] | None = None,
) -> Tracked:
    """Take a batch of a client's events. `arms` are the variants of experiments that the user has.

    BAD_REQUEST if a guest has no anonymous id. What does not fit the catalogue, is more than 72
    hours old, or in the future by more than five minutes, is rejected by name; the rest is taken.
    """
    if not openid and not anonymous_id:
        raise BAD_REQUEST("anonymousId: A guest's events need one.", field="anonymousId")
    now = clock.now()
    who, anon = visitors.pseudonym(openid), visitors.anonymous(anonymous_id)
    lines: list[EventLine] = []
    rejected: list[RejectedEvent] = []
    for event in events:
        code = _problem(event, now)
        if code is not None:
            rejected.append(RejectedEvent(insertId=event.insertId, errCode=code.name))
            continue
        props = {"page": event.page, **event.props}
        came = brought(openid, str(props.get("shareCode", "")), event.time)
        lines.append(
            EventLine(
                insertid=insert_id(anon or who, event.insertId),
                event=event.event,
                at_ms=event.time,
                received_ms=now,
                source=CLIENT,
                who=who,
                anon=anon,
                arms=arms_text(arms or {}),
                sharer=came.sharer,
                **columns({"shareCode": came.share, "channel": came.channel, **props}),
            )
        )
    if lines:
        delivery.send(lines)
    return Tracked(accepted=len(lines), rejected=rejected)


def _problem(event: TrackedEvent, now: int) -> Code | None:
    if event.time < now - OLDEST:
        return EVENT_LATE
    if event.time > now + AHEAD:
        return EVENT_EARLY
    return catalogue.problem(event.event, event.props)


def _server_line(event: ServerEvent, now: int) -> EventLine:
    code = str(event.props.get("shareCode", ""))
    came = brought(event.openid, code, event.at) if code or event.isLastAsked else Brought()
    return EventLine(
        insertid=insert_id(SERVER, event.insertId),
        event=event.event,
        at_ms=event.at,
        received_ms=now,
        source=SERVER,
        who=visitors.pseudonym(event.openid),
        anon=visitors.anonymous(event.anonymousId),
        sharer=came.sharer,
        **columns({**event.props, "shareCode": came.share, "channel": came.channel}),
    )

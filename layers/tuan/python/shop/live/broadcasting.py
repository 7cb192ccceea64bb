"""A live begins and ends."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from shop.live import delivery, planning, pushes, rooms
from shop.live.messages import RoomMessage
from shop.live.rules import ENDED, ON_AIR, Caller, LiveStatus
from wxcloud import clock
from wxcloud.fields import Count, Id, Result, Time
from wxcloud.rates import Rate
from wxcloud.transaction import commit_one

_MOST = 100  # pushes that one call cancels

# A repeat tells the viewers again, as the first call may have stopped before it did.
CHANGES = Rate("live-changes", 10, clock.MINUTE, "You have begun or ended lives too often.")


class LiveStarted(Result):
    """A room that is live."""

    liveId: Id
    status: Literal["LIVE"]
    startAt: Annotated[Time, Meta(description="ms UTC: when it began")]


class LiveEnded(Result):
    """A room that is over."""

    liveId: Id
    status: Literal["ENDED"]
    endAt: Annotated[Time, Meta(description="ms UTC: when it ended")]
    cancelled: Annotated[
        Count, Meta(description="planned pushes that this call has cancelled, 100 at most")
    ]
    more: Annotated[
        bool,
        Meta(
            description="there are more of them. They do not go out either: call again, or let each"
            " be cancelled at its time"
        ),
    ]


def start(caller: Caller, live_id: str) -> LiveStarted:
    """The live begins now; its viewers get a `room` message. To start it twice is no error.

    Refused with NOT_FOUND, NOT_YOUR_LIVE, LIVE_ENDED, LIVE_OVER or TOO_MANY_REQUESTS.
    """
    CHANGES.use(caller.openid)
    room = commit_one(rooms.start(live_id, caller))
    _tell(room, ON_AIR)
    return LiveStarted(liveId=live_id, status=ON_AIR, startAt=room.startAt)


def end(caller: Caller, live_id: str) -> LiveEnded:
    """The live is over; its viewers get a `room` message. To end it twice is no error.

    From the first write on no push goes out, and none is planned. So it changes nothing for viewers
    if the call stops before all planned pushes are cancelled.

    Refused with NOT_FOUND, NOT_YOUR_LIVE or TOO_MANY_REQUESTS.
    """
    CHANGES.use(caller.openid)
    room = commit_one(rooms.end(live_id, caller))
    _tell(room, ENDED)
    planned = pushes.list_planned(live_id, _MOST + 1)
    for push in planned[:_MOST]:
        planning.withdraw(push)
    return LiveEnded(
        liveId=live_id,
        status=ENDED,
        endAt=room.endAt,
        cancelled=min(len(planned), _MOST),
        more=len(planned) > _MOST,
    )


def _tell(room: rooms.Live, status: LiveStatus) -> None:
    message = RoomMessage(liveId=room.liveId, status=status, now=clock.now())
    delivery.send_out(room.liveId, rooms.shards_of(room), message)

"""Who may do what with a live room and its pushes, as functions of values."""

from __future__ import annotations

import zlib
from typing import Final, Literal, Self

from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.errors import Code
from wxcloud.value import Value

NOT_YOUR_LIVE = Code(
    "NOT_YOUR_LIVE",
    403,
    "This live room belongs to another host or to the shop. Use a room of your own, or ask an "
    "operator to give you this one (saveLive).",
)
LIVE_ENDED = Code(
    "LIVE_ENDED", 409, "The live room ends before this time. Change its endAt first (saveLive)."
)
LIVE_OVER = Code(
    "LIVE_OVER", 409, "This live is over. Open a new live room for the next one (saveLive)."
)
SHARDS_ONLY_GROW = Code(
    "SHARDS_ONLY_GROW",
    409,
    "The number of shards can only grow, because viewers are connected to the existing shards. "
    "Send the same number or a larger one.",
)
PUSH_NOT_FOUND = Code(
    "PUSH_NOT_FOUND", 404, "There is no such push in this live room. See listGoodsPush."
)
PUSH_CANCELLED = Code(
    "PUSH_CANCELLED", 409, "This push was cancelled. Schedule it for another time."
)
PUSH_GONE_OUT = Code(
    "PUSH_GONE_OUT",
    409,
    "This push has already gone out. It cannot be cancelled or moved any more.",
)

LiveStatus = Literal["PLANNED", "LIVE", "ENDED"]
PLANNED: Final = "PLANNED"
ON_AIR: Final = "LIVE"
ENDED: Final = "ENDED"

PushStatus = Literal["SCHEDULED", "PUSHED", "CANCELLED"]
SCHEDULED: Final = "SCHEDULED"
PUSHED: Final = "PUSHED"
CANCELLED: Final = "CANCELLED"


THE_SHOP = ""  # the host of a room that only operators may use


# --- rooms ---------------------------------------------------------------------------------------


class Caller(Value):
    """Who uses a room. An operator may use every room, whether they are a host or not."""

    openid: str
    is_host: bool = True
    is_operator: bool = False

    @classmethod
    def of(cls, wx: WXContext) -> Self:
        return cls(wx.OPENID, HOST in wx.ROLES, OPERATOR in wx.ROLES)

    def may_use(self, room_host: str | None) -> bool:
        """Whether they may change the room and its pushes. Its host is an openid, THE_SHOP, or None
        if it is nobody's yet."""
        return self.is_operator or room_host is None or room_host == self.openid


def push_refusal(
    room_host: str | None, ends_at: int | None, caller: Caller, at: int
) -> Code | None:
    """Why the caller may not push to the room at the time `at` (ms UTC); None if they may. The room
    is open until `ends_at`; None if it has no end."""
    if not caller.may_use(room_host):
        return NOT_YOUR_LIVE
    return LIVE_ENDED if ends_at is not None and ends_at < at else None


def status_of(kept: LiveStatus, ends_at: int | None, now: int) -> LiveStatus:
    """Whether a room is planned, live or over: as it is kept, or over because its time is over."""
    return ENDED if ends_at is not None and ends_at <= now else kept


def shard_of(connection_id: str, shards: int) -> int:
    """The shard of the room in which a connection is kept."""
    return zlib.crc32(connection_id.encode()) % shards


# --- pushes --------------------------------------------------------------------------------------


def repeat_refusal(status: str) -> Code | None:
    """Why a push that exists cannot be scheduled again; None if the request is a repeat, which
    changes nothing."""
    return PUSH_CANCELLED if status == CANCELLED else None


def cancel_refusal(status: str) -> Code | None:
    """Why the push cannot be cancelled; None if it can, or if it is cancelled already."""
    return PUSH_GONE_OUT if status == PUSHED else None


def move_refusal(status: str) -> Code | None:
    """Why the push cannot be moved; None if it can."""
    return {PUSHED: PUSH_GONE_OUT, CANCELLED: PUSH_CANCELLED}.get(status)


def is_finished(status: str, sent_at: int | None) -> bool:
    """Whether `pushGoods` has nothing left to do: the push is cancelled, or was sent to all shards
    at `sent_at`."""
    return status == CANCELLED or sent_at is not None

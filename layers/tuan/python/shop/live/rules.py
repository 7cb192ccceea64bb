"""Who may do what with a live room and its pushes, as functions of values."""

from __future__ import annotations

import zlib
from typing import Final, Literal

from wxcloud.errors import Code

NOT_YOUR_LIVE = Code(
    "NOT_YOUR_LIVE", 403, "This live room belongs to another host. Use a room of your own."
)
LIVE_ENDED = Code(
    "LIVE_ENDED", 409, "The live room ends before this time. Change its endAt first (saveLive)."
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
    "PUSH_GONE_OUT", 409, "This push has already gone out. It cannot be cancelled any more."
)

PushStatus = Literal["SCHEDULED", "PUSHED", "CANCELLED"]
SCHEDULED: Final = "SCHEDULED"
PUSHED: Final = "PUSHED"
CANCELLED: Final = "CANCELLED"


# --- rooms ---------------------------------------------------------------------------------------


def may_host(room_host: str | None, host: str) -> bool:
    """Whether the room is this host's, or nobody's yet (None)."""
    return room_host is None or room_host == host


def push_refusal(room_host: str | None, ends_at: int | None, host: str, at: int) -> Code | None:
    """Why this host may not push to the room at the time `at` (ms UTC); None if they may. The room
    is open until `ends_at`; None if it has no end."""
    if not may_host(room_host, host):
        return NOT_YOUR_LIVE
    return LIVE_ENDED if ends_at is not None and ends_at < at else None


def shard_of(connection_id: str, shards: int) -> int:
    """The shard of the room in which a connection is kept."""
    return zlib.crc32(connection_id.encode()) % shards


# --- pushes --------------------------------------------------------------------------------------


def repeat_refusal(push_host: str, status: str, host: str) -> Code | None:
    """Why a push that exists cannot be scheduled again; None if the request is a repeat, which
    changes nothing."""
    if push_host != host:
        return NOT_YOUR_LIVE
    return PUSH_CANCELLED if status == CANCELLED else None


def cancel_refusal(push_host: str, status: str, host: str) -> Code | None:
    """Why this host may not cancel the push; None if they may, or if it is cancelled already."""
    if push_host != host:
        return NOT_YOUR_LIVE
    return PUSH_GONE_OUT if status == PUSHED else None


def is_finished(status: str, sent_at: int | None) -> bool:
    """Whether `pushGoods` has nothing left to do: the push is cancelled, or was sent to all shards
    at `sent_at`."""
    return status == CANCELLED or sent_at is not None

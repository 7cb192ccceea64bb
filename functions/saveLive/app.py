"""saveLive: open a live room, or change one.

A host opens rooms and changes their own; an operator may change any, and a room that an operator
opened is the first host's who pushes goods to it. `shards` (1 unless said) is for large audiences:
one per 1,000 viewers who may come in the same second; it only grows.

Gives `{liveId}`: the id of the room, a new one if none was given.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop.live import rooms
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Text50, Time
from wxcloud.function import cloud_function


class SaveLive(Request):
    title: Text50
    startAt: Time
    endAt: Time | None = None
    liveId: Id | None = None
    shards: Annotated[int, Meta(ge=1, le=64)] | None = None


@cloud_function(SaveLive, only=(HOST, OPERATOR))
def main(data: SaveLive, wx: WXContext) -> dict[str, Any]:
    live_id = rooms.save(
        data.liveId,
        host=wx.OPENID if HOST in wx.ROLES else None,
        title=data.title,
        start_at=data.startAt,
        end_at=data.endAt,
        shards=data.shards,
    )
    return {"liveId": live_id}

"""saveLive: open a live room, or change one.

A host opens rooms and changes their own. An operator may change every room. A room that an operator
opened belongs to the first host who schedules a push in it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.live import rooms
from shop.live.rooms import LiveSaved
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Text50, Time
from wxcloud.function import cloud_function

Shards = Annotated[
    int,
    Meta(
        ge=1,
        le=64,
        description="for large audiences: one for each 1,000 viewers who may connect in the same "
        "second. A room begins with 1; the number can only grow",
    ),
]


class SaveLive(Request):
    title: Text50
    startAt: Time
    endAt: Annotated[Time, Meta(description="ms UTC, after `startAt`; null: no end")] | None = None
    liveId: Annotated[Id, Meta(description="the room to change; null: a new one")] | None = None
    shards: Shards | None = None


@cloud_function(SaveLive, only=(HOST, OPERATOR))
def main(data: SaveLive, wx: WXContext) -> LiveSaved:
    return rooms.save(
        data.liveId,
        host=wx.OPENID if HOST in wx.ROLES else None,
        title=data.title,
        start_at=data.startAt,
        end_at=data.endAt,
        shards=data.shards,
    )

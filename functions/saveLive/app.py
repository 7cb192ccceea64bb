"""saveLive: open a live room, or change one.

A host opens rooms and changes their own. An operator may change every room, and use it as its host
does. A room that an operator opens is the shop's until an operator gives it to a host.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from shop.live import rooms
from shop.live.rooms import LiveSaved
from shop.live.rules import Caller
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


NewHost = Annotated[
    Id | UnsetType | None,
    Meta(
        description="for operators: the openid of the host who gets the room; null takes it back "
        "for the shop; without it the room keeps its host"
    ),
]


class SaveLive(Request):
    title: Text50
    startAt: Time
    endAt: Annotated[Time, Meta(description="ms UTC, after `startAt`; null: no end")] | None = None
    liveId: Annotated[Id, Meta(description="the room to change; null: a new one")] | None = None
    shards: Shards | None = None
    host: NewHost = UNSET


@cloud_function(SaveLive, only=(HOST, OPERATOR))
def main(data: SaveLive, wx: WXContext) -> LiveSaved:
    return rooms.save(
        data.liveId,
        Caller.of(wx),
        title=data.title,
        start_at=data.startAt,
        end_at=data.endAt,
        shards=data.shards,
        host=data.host,
    )

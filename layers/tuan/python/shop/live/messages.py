"""The messages that viewers get over the WebSocket."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.live.rules import LiveStatus
from wxcloud.fields import Count, Fen, Id, Result, Text120, Time, Url

Left = Annotated[
    Count,
    Meta(description="units that can be bought, of all SKUs and flash sales of the goods"),
]
Viewers = Annotated[
    Count,
    Meta(
        description="connections in the room, counted at most every 10 s; about, if there are many"
    ),
]
Likes = Annotated[Count, Meta(description="likes of all viewers, counted at most every 10 s")]
Now = Annotated[Time, Meta(description="ms UTC: the server's time when it sent this")]


class PushedGoods(Result):
    """Goods as they were at the moment of the push."""

    goodsId: Id
    title: Text120
    cover: Annotated[Url, Meta(description="the picture")]
    price: Annotated[Fen, Meta(description="fen per unit, bought without a group")]
    stock: Annotated[Count, Meta(description="units, as the operator saved them; not what is left")]


class GoodsPushMessage(Result, tag_field="type", tag="goodsPush"):
    """Goods to show. A message may arrive twice, or after a later one: show each `pushId` once, and
    nothing with a smaller `at` than the message on the screen. After it, `stock` messages tell
    `left`."""

    pushId: Id
    liveId: Id
    goods: PushedGoods
    at: Annotated[Time, Meta(description="ms UTC: the time for which the push was planned")]
    bubbleEndsAt: Annotated[Time, Meta(description="ms UTC: hide the goods at this time")]
    left: Left
    now: Now


class StockMessage(Result, tag_field="type", tag="stock"):
    """What is left of the goods on show. It is sent when that changes, at most once a second in a
    room, and less often in a large one. Of two messages the one with the larger `at` counts."""

    liveId: Id
    pushId: Annotated[Id, Meta(description="the push that shows the goods")]
    goodsId: Id
    left: Left
    at: Annotated[Time, Meta(description="ms UTC: when it was looked up")]
    now: Now


class RoomMessage(Result, tag_field="type", tag="room"):
    """The live has begun, or is over: then no more goods are pushed."""

    liveId: Id
    status: LiveStatus
    now: Now


class NoGoods(Result, tag_field="type", tag="noGoods"):
    """The answer to `current` if no goods are on show in the room."""

    now: Now


class RoomNumbers(Result, tag_field="type", tag="numbers"):
    """The answer to `numbers`, and to `like`."""

    liveId: Id
    viewers: Viewers
    likes: Likes
    now: Now


class Clicked(Result, tag_field="type", tag="clicked"):
    """The answer to `click`. A viewer's click on a push counts once."""

    pushId: Id


class Pong(Result, tag_field="type", tag="pong"):
    """The answer to `ping`."""

    at: Annotated[Time, Meta(description="ms UTC: the server's time")]


# What is posted to the viewers of a room.
Message = GoodsPushMessage | StockMessage | RoomMessage

"""The messages that viewers get over the WebSocket."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from wxcloud.fields import Count, Fen, Id, Result, Text120, Time, Url


class PushedGoods(Result):
    """Goods as they were at the moment of the push."""

    goodsId: Id
    title: Text120
    cover: Annotated[Url, Meta(description="the picture")]
    price: Annotated[Fen, Meta(description="fen per unit, bought without a group")]
    stock: Annotated[Count, Meta(description="units, as the operator saved them; not what is left")]


class GoodsPushMessage(Result, tag_field="type", tag="goodsPush"):
    """Goods to show. A message may arrive twice, or after a later one: show each `pushId` once, and
    nothing with a smaller `at` than the message on the screen."""

    pushId: Id
    liveId: Id
    goods: PushedGoods
    at: Annotated[Time, Meta(description="ms UTC: the time for which the push was planned")]
    bubbleEndsAt: Annotated[Time, Meta(description="ms UTC: hide the goods at this time")]


class NoGoods(Result, tag_field="type", tag="noGoods"):
    """The answer to `current` if no goods are on show in the room."""


class Pong(Result, tag_field="type", tag="pong"):
    """The answer to `ping`."""

    at: Annotated[Time, Meta(description="ms UTC: the server's time")]

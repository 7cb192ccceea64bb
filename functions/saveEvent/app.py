"""saveEvent: an operator adds an event to the catalogue, or properties to an event.

A property keeps its type for ever, because events that have it are kept already. trackEvents takes
the event within 30 seconds.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.analytics.catalogue import EventView, Name, PropertyName, save
from shop.analytics.kinds import PropertyType
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request, Text20
from wxcloud.function import cloud_function


class SaveEvent(Request):
    name: Name
    title: Annotated[Text20, Meta(description="what pictures call it")]
    props: Annotated[
        dict[PropertyName, PropertyType],
        Meta(max_length=30, description="all properties of the event, and their types"),
    ] = {}  # noqa: RUF012 - msgspec copies it


@cloud_function(SaveEvent, only=OPERATOR)
def main(data: SaveEvent, wx: WXContext) -> EventView:
    return save(data.name, data.title, data.props, wx.OPENID)

"""listEvents: the catalogue of events, with their properties."""

from __future__ import annotations

from shop.analytics.catalogue import EventList, listing
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListEvents(Request):
    pass


@cloud_function(ListEvents, only=OPERATOR, keeps_answer=False)
def main(data: ListEvents, wx: WXContext) -> EventList:
    return listing()

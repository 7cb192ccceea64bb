"""remindSale: the caller wants to be told when a flash sale begins, or does not want it any more.

The message is the notice `saleBegins`: ask with `wx.requestSubscribeMessage` and give the answer to
`allowNotice`, too. A sale that has begun is refused with SALE_BEGUN.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.sales import reminders
from shop.sales.views import ReminderSet
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class RemindSale(Request):
    saleId: Annotated[Id, Meta(description="the flash sale's id")]
    on: Annotated[bool, Meta(description="false: no reminder any more")] = True


@cloud_function(RemindSale)
def main(data: RemindSale, wx: WXContext) -> ReminderSet:
    return reminders.remind(data.saleId, wx.OPENID, on=data.on)

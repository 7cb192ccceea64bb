"""exportOrders: begin a CSV of the orders of some time, for operators.

getExport says how far it is. The file has at most 100000 orders and is kept for a week.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from shop.desk.exports import start
from shop.desk.views import ExportStarted
from shop.orders.states import OrderStatus
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import FieldError, Request, Time
from wxcloud.function import cloud_function


class ExportOrders(Request):
    """The orders that were placed from the one time to the other, both included."""

    from_: Annotated[Time, Meta(description="ms UTC")] = field(name="from")
    to: Annotated[Time, Meta(description="ms UTC")]
    status: OrderStatus | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.to < self.from_:
            raise FieldError("to", "Expected a time that is not before `from`")


@cloud_function(ExportOrders, only=OPERATOR)
def main(data: ExportOrders, wx: WXContext) -> ExportStarted:
    return start(wx.OPENID, data.from_, data.to, data.status)

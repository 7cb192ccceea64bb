"""shipOrders: an operator ships many orders at once: the rows of a sheet, with an answer for each.

Rows of the same order are its parcels. Each row holds all that is left of its order, so an order
whose rows are all ok is SHIPPED. The same rows can be sent again.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.orders.ship_rows import MAX_ROWS, RowResults, ShipRow, ship_rows
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ShipOrders(Request):
    """The rows."""

    rows: Annotated[list[ShipRow], Meta(min_length=1, max_length=MAX_ROWS)]


@cloud_function(ShipOrders, only=OPERATOR, keeps_answer=False)
def main(data: ShipOrders, wx: WXContext) -> RowResults:
    return ship_rows(data.rows, wx.OPENID)

"""listSales: the flash sales that are open or will open, the one that ends first at the top.

Operators can also list those that are over.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.roles import OPERATOR
from shop.sales import reads
from shop.sales.views import SaleList
from wxcloud.context import WXContext
from wxcloud.errors import FORBIDDEN
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListSales(Request):
    """Which sales."""

    ended: Annotated[
        bool, Meta(description="those that are over instead, the last one first; for operators")
    ] = False


@cloud_function(ListSales, guests=True, asks_roles=True, keeps_answer=False)
def main(data: ListSales, wx: WXContext) -> SaleList:
    if not data.ended:
        return reads.list_sales()
    if OPERATOR not in wx.ROLES:
        raise FORBIDDEN("Only operators see sales that are over.")
    return reads.list_ended()

"""listSales: the flash sales that are open or will open, the one that ends first at the top."""

from __future__ import annotations

from shop.sales import reads
from shop.sales.views import SaleList
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListSales(Request):
    """This function takes no fields."""


@cloud_function(ListSales, guests=True, keeps_answer=False)
def main(data: ListSales, wx: WXContext) -> SaleList:
    return reads.list_sales()

"""getSale: a flash sale for the operator who edits it: its terms, its units, and the SKU's free
units."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.roles import OPERATOR
from shop.sales import managing
from shop.sales.views import SaleView
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetSale(Request):
    saleId: Annotated[Id, Meta(description="the sale's id")]


@cloud_function(GetSale, only=OPERATOR, keeps_answer=False)
def main(data: GetSale, wx: WXContext) -> SaleView:
    return managing.view(data.saleId)

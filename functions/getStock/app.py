"""getStock: how many units of a SKU there are, and where, for operators.

Gives `{initial, remaining, held, sold}`: units, those of flash sales included. `initial` is the sum
of the others: free, held by orders that are not paid, sold.
"""

from __future__ import annotations

from typing import Any

from shop import stock
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetStock(Request):
    skuId: Id


@cloud_function(GetStock, only=OPERATOR)
def main(data: GetStock, wx: WXContext) -> dict[str, Any]:
    return stock.look(data.skuId, fresh=True).counts()

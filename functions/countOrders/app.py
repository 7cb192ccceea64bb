"""countOrders: how many orders have each status, for operators."""

from __future__ import annotations

from shop.desk.counts import count_orders
from shop.desk.views import OrderCounts
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class CountOrders(Request):
    """Nothing is to be said."""


@cloud_function(CountOrders, only=OPERATOR, keeps_answer=False)
def main(data: CountOrders, wx: WXContext) -> OrderCounts:
    return count_orders()

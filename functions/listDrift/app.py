"""listDrift: where our orders and WeChat's records differed on a day, for operators."""

from __future__ import annotations

from shop.reconciling import DifferenceList, list_differences
from shop.roles import OPERATOR
from wxcloud import clock
from wxcloud.context import WXContext
from wxcloud.fields import Day, Request
from wxcloud.function import cloud_function


class ListDrift(Request):
    """The day; today unless given."""

    day: Day | None = None


@cloud_function(ListDrift, only=OPERATOR, keeps_answer=False)
def main(data: ListDrift, wx: WXContext) -> DifferenceList:
    return list_differences(data.day or clock.today())

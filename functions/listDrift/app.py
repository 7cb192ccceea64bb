"""listDrift: where our orders and WeChat's records differed on a day, for operators."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.reconciling import DifferenceList, list_differences
from shop.roles import OPERATOR
from wxcloud import clock
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function

Day = Annotated[
    str, Meta(pattern=r"^\d{4}-\d\d-\d\d(?![\s\S])", description="a day in Shanghai, 2026-11-22")
]


class ListDrift(Request):
    """The day; today unless given."""

    day: Day | None = None


@cloud_function(ListDrift, only=OPERATOR)
def main(data: ListDrift, wx: WXContext) -> DifferenceList:
    return list_differences(data.day or clock.today())

"""listDrift: where our books and WeChat's differed on a day, for operators.

Gives `{items: [{orderId, what, ours, theirs}]}`: `what` was wrong, our status of the order once
that was put right, and what WeChat said.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop.orders import reconciling
from shop.roles import OPERATOR
from wxcloud import clock
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d(?![\s\S])", description="2026-11-22")]


class ListDrift(Request):
    day: Day | None = None


@cloud_function(ListDrift, only=OPERATOR)
def main(data: ListDrift, wx: WXContext) -> dict[str, Any]:
    return {"items": reconciling.listed(data.day or clock.today())}

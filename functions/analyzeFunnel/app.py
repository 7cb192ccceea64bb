"""analyzeFunnel: how many users take steps in order, within a time from the first one.

Each user counts once. The first step happens from `from` to `to`; the others may come later. If the
answer takes long, there is only a `queryId`: ask getAnalysis.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.analytics.funnel import Funnel, FunnelAnswer
from shop.analytics.ranges import LONGEST, Duration, Period, duration
from shop.analytics.steps import Step
from shop.questions import ask
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import FieldError, Id
from wxcloud.function import cloud_function


class AnalyzeFunnel(Period, kw_only=True):
    steps: Annotated[list[Step], Meta(min_length=2, max_length=20)]
    window: Annotated[Duration, Meta(description="from the first step to the last")] = "72h"
    by: Annotated[
        Id | None,
        Meta(description="a property of the first step, or `sharer`: an answer for each value too"),
    ] = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if duration(self.window) > LONGEST:
            raise FieldError("window", "Expected at most 400 days")


@cloud_function(AnalyzeFunnel, only=OPERATOR, keeps_answer=False)
def main(data: AnalyzeFunnel, wx: WXContext) -> FunnelAnswer:
    since, until = data.span()
    funnel = Funnel(
        steps=data.steps,
        window=duration(data.window),
        since=since,
        until=until,
        by=data.by or "",
    )
    return ask(funnel, wx.OPENID, data.format)

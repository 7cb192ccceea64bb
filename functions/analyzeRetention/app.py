"""analyzeRetention: who comes back, by the day or week in which they began.

Days and weeks are those of the calendar in Shanghai; a week begins on Monday. Cells of a day or
week that is not over are marked. If the answer takes long, there is only a `queryId`: ask
getAnalysis.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from shop.analytics.ranges import Period
from shop.analytics.retention import MOST_UNITS, Retention, RetentionAnswer, Unit, units_between
from shop.analytics.steps import Step
from shop.questions import ask
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import FieldError
from wxcloud.function import cloud_function


class AnalyzeRetention(Period, kw_only=True):
    first: Annotated[Step, Meta(description="with their first one in this time, users begin")]
    return_: Annotated[Step, Meta(description="with it they come back")] = field(name="return")
    unit: Unit = "day"

    def __post_init__(self) -> None:
        super().__post_init__()
        if units_between(*self.span(), self.unit) > MOST_UNITS:
            raise FieldError("to", f"Expected at most {MOST_UNITS} days or weeks after `from`")


@cloud_function(AnalyzeRetention, only=OPERATOR, keeps_answer=False)
def main(data: AnalyzeRetention, wx: WXContext) -> RetentionAnswer:
    since, until = data.span()
    retention = Retention(
        first=data.first, back=data.return_, since=since, until=until, unit=data.unit
    )
    return ask(retention, wx.OPENID, data.format)

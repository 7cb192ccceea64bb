"""todayFigures: what an operator looks at first in the morning: today's sales, and what waits."""

from __future__ import annotations

from shop.desk.figures import today
from shop.desk.views import TodayFigures
from shop.roles import OPERATOR
from wxcloud import clock
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class GetTodayFigures(Request):
    """Nothing is to be said."""


@cloud_function(GetTodayFigures, only=OPERATOR, keeps_answer=False)
def main(data: GetTodayFigures, wx: WXContext) -> TodayFigures:
    return today(clock.now())

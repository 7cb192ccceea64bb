"""listAlerts: all kinds of alerts, whether the staff gets them, and whether the robot works."""

from __future__ import annotations

from shop.alerts import settings
from shop.alerts.views import AlertList
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListAlerts(Request):
    """This function takes no fields."""


@cloud_function(ListAlerts, only=OPERATOR, keeps_answer=False)
def main(data: ListAlerts, wx: WXContext) -> AlertList:
    return settings.list_kinds()

"""systemStatus: how the system is: dead letters, alarms, drift, orders that are stuck, and which
code runs."""

from __future__ import annotations

from shop.roles import OPERATOR
from shop.system import status
from shop.system.views import SystemStatus
from wxcloud import clock
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class GetSystemStatus(Request):
    """This function takes no fields."""


@cloud_function(GetSystemStatus, only=OPERATOR, keeps_answer=False)
def main(data: GetSystemStatus, wx: WXContext) -> SystemStatus:
    return status.read(clock.now())

"""saveAlerts: an operator says which alerts the staff gets in its WeCom chat.

Kinds that are not named stay as they are. All are on until an operator switches them off. What
happens while a kind is off is not told later.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.alerts import settings
from shop.alerts.model import Kind
from shop.alerts.views import AlertList
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class SaveAlerts(Request):
    kinds: Annotated[dict[Kind, bool], Meta(min_length=1, description="kind → whether it is on")]


@cloud_function(SaveAlerts, only=OPERATOR)
def main(data: SaveAlerts, wx: WXContext) -> AlertList:
    return settings.save(data.kinds)

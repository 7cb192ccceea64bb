"""adjustScore: an operator adds points to a user's account or takes them, and gives a reason.

`key` names the case: the same key again is refused and changes nothing. An operator cannot take
more points than the account has.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.points import adjusting
from shop.points.views import AdjustedScore
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, Request, Text120
from wxcloud.function import cloud_function


class AdjustScore(Request):
    openid: Id
    key: Id
    points: Annotated[int, Meta(ge=-1_000_000, le=1_000_000, description="points, signed")]
    reason: Text120


@cloud_function(AdjustScore, only=OPERATOR)
def main(data: AdjustScore, wx: WXContext) -> AdjustedScore:
    if data.points == 0:
        raise BAD_REQUEST("points: Not 0", field="points")
    return adjusting.adjust(data.openid, data.key, data.points, data.reason, wx.OPENID)

"""adjustScore: an operator puts points on a user's account or takes them off, and says why.

`key` names the case: the same key again changes nothing. No more can be taken off than is there.

Gives `{score, debt}`: the user's points now, and what they owe because points were taken back that
were spent already. One of the two is always 0.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop import points
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
def main(data: AdjustScore, wx: WXContext) -> dict[str, Any]:
    if data.points == 0:
        raise BAD_REQUEST("points: Not 0", field="points")
    return points.adjust(data.openid, data.key, data.points, data.reason, wx.OPENID)

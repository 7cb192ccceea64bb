"""updateScore: points for what the user did, such as `daily_checkin` or `share_goods`.

Each counts once for its day, or for its goods and day. What the shop knows better than its clients,
such as a purchase, is refused here.
"""

from __future__ import annotations

from typing import Any

from shop import goods, points
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class UpdateScore(Request):
    action: Id
    goodsId: Id | None = None


@cloud_function(UpdateScore)
def main(data: UpdateScore, wx: WXContext) -> dict[str, Any]:
    rule = points.claimable(data.action)
    if data.goodsId is not None:
        goods.need(data.goodsId)
    return points.claim(wx.OPENID, rule, data.goodsId)

"""updateScore: points for what the user did, such as `daily_checkin` or `share_goods`.

Each counts once for its day, or for its goods and day. `shareCode`, one's own, says which goods
were shared. What the shop knows better than its clients, such as a purchase, is refused here.

Gives `{score, earned}`: the user's points now, and how many this brought.
"""

from __future__ import annotations

from typing import Any

from shop import points
from shop.catalog import goods
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class UpdateScore(Request):
    action: Id
    goodsId: Id | None = None
    shareCode: Id | None = None


@cloud_function(UpdateScore)
def main(data: UpdateScore, wx: WXContext) -> dict[str, Any]:
    rule, goods_id = points.claimable(data.action), data.goodsId
    if data.shareCode is not None:
        from shop import shares  # few claims name one, and it knows half the shop

        goods_id = shares.claimed(data.shareCode, wx.OPENID, goods_id)
    if goods_id is not None:
        goods.need(goods_id)
    return points.claim(wx.OPENID, rule, goods_id)

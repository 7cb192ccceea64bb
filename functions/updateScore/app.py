"""updateScore: points for an action of the user, such as `daily_checkin` or `share_goods`.

The rule of the action says how often it counts: once a day, or once per goods and day. `shareCode`,
the user's own share, says which goods were shared. `share_goods` counts by itself when a friend
opens the share; it can be claimed here only if the rule's `whenOpened` is false. Actions that the
shop counts itself, such as a purchase, are refused.
"""

from __future__ import annotations

from shop.catalog import goods
from shop.points import earning, rules
from shop.points.views import ScoreChange
from shop.shares import model as shares
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class UpdateScore(Request):
    action: Id
    goodsId: Id | None = None
    shareCode: Id | None = None


@cloud_function(UpdateScore)
def main(data: UpdateScore, wx: WXContext) -> ScoreChange:
    rule, goods_id = rules.claimable(data.action), data.goodsId
    if data.shareCode is not None:
        goods_id = shares.need_own(data.shareCode, wx.OPENID, goods_id)
    if goods_id is not None:
        goods.need(goods_id)
    return earning.claim(wx.OPENID, rule, goods_id)

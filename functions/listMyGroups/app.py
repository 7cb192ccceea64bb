"""listMyGroups: the groups in which the caller has a seat, newest first.

Gives `{items: [{groupId, goodsId, title, price, status, size, members: [{openid?, leader,
joinedAt}], seatsLeft, expiresAt, tiers?: [{size, price}], mine?: {state, orderId, payBefore?}}]}`:
the latest 50, whatever became of them, as `getGroup` shows them.
"""

from __future__ import annotations

from typing import Any

from shop.groups import reading
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListMyGroups(Request):
    pass


@cloud_function(ListMyGroups)
def main(data: ListMyGroups, wx: WXContext) -> dict[str, Any]:
    return reading.mine(wx.OPENID)

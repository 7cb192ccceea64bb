"""listOpenGroups: groups on these goods that can be joined, those nearly full first.

Gives `{items: [{groupId, goodsId, title, price, status, size, members: [{openid?, leader,
joinedAt}], seatsLeft, expiresAt, tiers?: [{size, price}], mine?: {state, orderId, payBefore?}}]}`:
at most 20 groups, as `getGroup` shows them.
"""

from __future__ import annotations

from typing import Any

from shop.groups import reading
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ListOpenGroups(Request):
    goodsId: Id


@cloud_function(ListOpenGroups, guests=True)
def main(data: ListOpenGroups, wx: WXContext) -> dict[str, Any]:
    return reading.open_groups(data.goodsId, wx.OPENID)

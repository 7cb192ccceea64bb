"""leaveGroup: give up one's seat before the group has succeeded; what was paid goes back.

Gives `{groupId, goodsId, title, price, status, size, members: [{openid?, leader, joinedAt}],
seatsLeft, expiresAt, tiers?: [{size, price}], mine?: {state, orderId, payBefore?}}`: the group
without the caller, as `getGroup` shows it.
"""

from __future__ import annotations

from typing import Any

from shop.groups import opening, reading
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class LeaveGroup(Request):
    groupId: Id


@cloud_function(LeaveGroup)
def main(data: LeaveGroup, wx: WXContext) -> dict[str, Any]:
    return reading.view(opening.leave(data.groupId, wx.OPENID), wx.OPENID)

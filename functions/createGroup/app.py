"""createGroup: open a group on goods, with the caller as its leader and first member.

If a seat costs money it is held until `payBefore`, and `payment` is what wx.requestPayment needs.
`ifFull` is what happens to a payment that comes when the seat is gone.

Gives `{groupId, goodsId, title, price, status, size, members: [{openid?, leader, joinedAt}],
seatsLeft, expiresAt, tiers?: [{size, price}], mine?: {state, orderId, payBefore?}, orderId?,
total?, payment?: {timeStamp, nonceStr, package, signType, paySign}, payBefore?}`: the group as
`getGroup` shows it, and the order of the seat: `total` in fen, `payBefore` in ms UTC. All four are
absent if the seat is free.
"""

from __future__ import annotations

from typing import Any, Literal

from shop.groups import opening, reading
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CreateGroup(Request):
    goodsId: Id
    skuId: Id | None = None
    ifFull: Literal["newGroup", "refund"] = "refund"
    shareCode: Id | None = None


@cloud_function(CreateGroup)
def main(data: CreateGroup, wx: WXContext) -> dict[str, Any]:
    group, payment = opening.create(
        data.goodsId, wx.OPENID, data.skuId, if_full=data.ifFull, share_code=data.shareCode
    )
    return reading.view(group, wx.OPENID) | payment

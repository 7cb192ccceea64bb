"""joinGroup: take a seat in a group; the last paid seat makes the group a success.

If a seat costs money it is held until `payBefore`, and `payment` is what wx.requestPayment needs.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from shop.checkout.request import Remark
from shop.groupbuy.join import join
from shop.groupbuy.views import JoinedGroup, joined_view
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class JoinGroup(Request):
    """The group, and the SKU."""

    groupId: Id
    skuId: Annotated[Id, Meta(description="needed if the goods have several SKUs")] | None = None
    ifFull: Annotated[
        Literal["newGroup", "refund"],
        Meta(description="what happens to a payment that comes when the seat is gone"),
    ] = "refund"
    shareCode: Annotated[Id, Meta(description="the share that led to this call")] | None = None
    addressId: (
        Annotated[
            Id,
            Meta(
                description="an address of the caller's book, where the goods are sent; required if"
                " the shop has said that they are sent (`delivery: express`); not used for a seat"
                " that costs nothing: it has no order"
            ),
        ]
        | None
    ) = None
    remark: Remark | None = None


@cloud_function(JoinGroup)
def main(data: JoinGroup, wx: WXContext) -> JoinedGroup:
    group, placed = join(
        data.groupId,
        wx.OPENID,
        data.skuId,
        if_full=data.ifFull,
        share_code=data.shareCode,
        address_id=data.addressId,
        remark=data.remark,
    )
    return joined_view(group, wx.OPENID, placed)

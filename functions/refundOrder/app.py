"""refundOrder: a buyer asks for the money back, an operator grants or denies it.

Before the goods are shipped a buyer may ask; the operator's call decides: `items` for a part of
the order, none for all that is left, `deny` for neither. A queue pays back what is granted.

Gives `{orderId, status, items: [{skuId, goodsId, title, price, quantity, refunded?}], total,
points, refunded, createdAt, payBefore, saleId?, groupId?, shipping?: {carrier, trackingNumber,
shippedAt, contact?}, refundAsked?}`: the order as `getOrder` shows it.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop.groups import opening
from shop.orders import reading, refunding
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.errors import FORBIDDEN
from wxcloud.fields import Id, Request, Text50
from wxcloud.function import cloud_function


class Item(Request):
    skuId: Id
    quantity: Annotated[int, Meta(ge=1, le=999)]


class RefundOrder(Request):
    orderId: Id
    reason: Text50
    items: Annotated[list[Item], Meta(min_length=1, max_length=20)] | None = None
    deny: bool = False


@cloud_function(RefundOrder, asks_roles=True)
def main(data: RefundOrder, wx: WXContext) -> dict[str, Any]:
    if OPERATOR in wx.ROLES:
        items = data.items and {item.skuId: item.quantity for item in data.items}
        if data.deny:
            order = refunding.deny(data.orderId, wx.OPENID, data.reason)
        else:
            order = refunding.grant(
                data.orderId, wx.OPENID, data.reason, items or None, opening.giving_up
            )
    elif data.items or data.deny:
        raise FORBIDDEN("Only the shop decides on refunds.")
    else:
        order = refunding.ask(data.orderId, wx.OPENID, data.reason)
    return reading.view(order)

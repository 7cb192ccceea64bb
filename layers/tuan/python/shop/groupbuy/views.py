"""What a buyer gets who opens or joins a group."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from shop.checkout.views import Placed
from shop.groups.model import Group
from shop.groups.views import GroupView, group_fields
from wxcloud.fields import Fen, Id
from wxcloud.wechat.pay.model import PaymentFields


class JoinedGroup(GroupView):
    """The group, and the order of the caller's seat. The order's four fields are absent if the seat
    costs nothing."""

    orderId: Id | UnsetType = UNSET
    total: Annotated[Fen, Meta(description="fen to pay")] | UnsetType = UNSET
    payment: PaymentFields | UnsetType = UNSET
    payBefore: (
        Annotated[int, Meta(description="ms UTC: the seat is held until then")] | UnsetType
    ) = UNSET


def joined_view(group: Group, reader: str, placed: Placed | None) -> JoinedGroup:
    fields = group_fields(group, reader)
    if placed is None:
        return JoinedGroup(**fields)
    return JoinedGroup(
        **fields,
        orderId=placed.order.orderId,
        total=placed.order.total,
        payment=placed.payment or UNSET,  # a seat with an order always costs something
        payBefore=placed.order.payBefore,
    )

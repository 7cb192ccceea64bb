"""What an order holds of a group: a seat, and a place in the campaign's limit per buyer.

A hold is a value that makes the parts to take it and the parts to undo it (`shop.checkout.holds`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shop.groups import limits, seats
from shop.groups.model import HELD, Group, Seat, get, need
from shop.orders.model import Order
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, BUSY
from wxcloud.transaction import ALREADY_SO, Instead, Outcome, Part, delete, put
from wxcloud.value import Value


class SeatRequest(Value):
    """A buyer wants a seat in `group`, which is opened with the order if `is_new`. `if_full` is
    what happens to the payment if the seat is gone then: "newGroup" or "refund"."""

    group: Group
    if_full: str
    is_new: bool = False

    def price_of(self, sku_id: str, goods_id: str) -> int:
        """What the SKU costs in the group; BAD_REQUEST if the group does not sell it: it buys other
        goods, or the SKU came to the goods after the group was opened."""
        if goods_id != self.group.goodsId:
            raise BAD_REQUEST("skuId: This group buys other goods.", field="skuId")
        price = self.group.price_of(sku_id)
        if price is None:
            why = "skuId: This group does not sell this SKU. Choose another SKU, or open a group."
            raise BAD_REQUEST(why, field="skuId")
        return price

    @property
    def campaign(self) -> int | None:
        """The campaign whose limit per buyer counts; None if it has no limit."""
        return (self.group.campaign or 0) if self.group.limit else None


class SeatHold(Value):
    """A seat HELD for the order until `until` (ms UTC). `seen` is the group as it was read."""

    group_id: str
    goods_id: str
    campaign: int | None
    openid: str
    order_id: str
    until: int
    seen: Group | None = None

    @classmethod
    def of(cls, order: Order, seen: Group | None = None) -> SeatHold:
        """The seat that the order holds, or wants to hold."""
        goods_id = order.lines[0].goodsId
        group_id, until = order.groupId or "", order.payBefore
        return cls(group_id, goods_id, order.campaign, order.buyer, order.orderId, until, seen)

    def take(self) -> Sequence[Part[Any]]:
        group, now = self.seen or need(self.group_id), clock.now()
        seat = Seat(HELD, now, self.order_id, self.until)
        return [seats.take(group, self.openid, seat, now)]

    def undo(self) -> Sequence[Part[Any]]:
        group = get(self.group_id)
        seat = seats.free(group, self.openid, self.order_id) if group is not None else None
        return [seat] if seat is not None else []

    def free_limit(self) -> Sequence[Part[Any]]:
        """The order was paid and is paid back: its place in the campaign's limit is free."""
        if self.campaign is None:
            return []
        return [limits.free_paid(self.goods_id, self.campaign, self.openid, self.order_id)]


class NewGroupHold(SeatHold):
    """A new group, with its leader's seat HELD for the order."""

    def take(self) -> Sequence[Part[Any]]:
        group = self.seen or need(self.group_id)
        group.seats = {self.openid: Seat(HELD, clock.now(), self.order_id, self.until)}
        return [put(group, otherwise=BUSY)]

    def undo(self) -> Sequence[Part[Any]]:
        """The group is deleted, unless others have joined it meanwhile."""
        size = (self.seen or need(self.group_id)).size
        alone = (Group.seatsLeft == size - 1) & (Group.seats[self.openid]["by"] == self.order_id)
        return [delete(Group(groupId=self.group_id), where=alone, otherwise=self._free_seat)]

    def _free_seat(self, group: Group | None) -> Outcome:
        part = seats.free(group, self.openid, self.order_id) if group is not None else None
        return Instead(part) if part is not None else ALREADY_SO

"""A placed order, and what the buyer sees of it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from shop.orders.model import Order
from shop.orders.states import PENDING
from wxcloud.fields import Fen, Id, Result
from wxcloud.value import Value
from wxcloud.wechat.pay.model import PaymentFields


class PlacedOrder(Result):
    """An order, and what `wx.requestPayment` needs to pay it."""

    orderId: Id
    total: Annotated[Fen, Meta(description="fen to pay")]
    status: Annotated[
        Literal["PENDING", "PAID"], Meta(description="PAID if there is nothing to pay")
    ]
    payment: Annotated[PaymentFields | None, Meta(description="null if there is nothing to pay")]
    payBefore: Annotated[int, Meta(description="ms UTC: an unpaid order is closed then")]


class Placed(Value):
    """An order with the payment fields of WeChat; None if there is nothing to pay."""

    order: Order
    payment: PaymentFields | None

    def view(self) -> PlacedOrder:
        return PlacedOrder(
            orderId=self.order.orderId,
            total=self.order.total,
            status="PENDING" if self.order.status == PENDING else "PAID",
            payment=self.payment,
            payBefore=self.order.payBefore,
        )

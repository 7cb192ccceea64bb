"""What buyers and operators see of orders: the results of functions."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from msgspec import UNSET, Meta, UnsetType

from shop.addresses.model import Address
from shop.orders.carriers import name_of
from shop.orders.delivery import Delivery, Note
from shop.orders.model import Line, Order, SentParcel
from shop.orders.refund import Refund
from shop.orders.states import PAID, OrderStatus, RefundStatus
from shop.stock.model import Delivery as WayOfDelivery
from wxcloud.fields import Fen, Id, Result, Time

Units = Annotated[int, Meta(ge=0, description="units")]
NextCursor = Annotated[
    str | None, Meta(description="pass it as `cursor` for the next page; null on the last page")
]


class OrderItem(Result):
    """A SKU of an order, as it was bought."""

    skuId: Id
    goodsId: Id
    title: str
    price: Annotated[int, Meta(ge=0, description="fen per unit")]
    quantity: Units
    refunded: Annotated[int, Meta(description="units refunded; absent if none")] | UnsetType = UNSET
    discount: (
        Annotated[int, Meta(description="fen that points take off all units; absent if none")]
        | UnsetType
    ) = UNSET
    options: (
        Annotated[dict[str, str], Meta(description="as 颜色 → 红; absent if the SKU has none")]
        | UnsetType
    ) = UNSET

    @classmethod
    def of(cls, line: Line) -> OrderItem:
        return cls(
            skuId=line.skuId,
            goodsId=line.goodsId,
            title=line.title,
            price=line.price,
            quantity=line.quantity,
            refunded=line.refunded or UNSET,
            discount=line.discount or UNSET,
            options=line.options or UNSET,
        )


class ParcelContent(Result):
    """Units of a SKU in a parcel."""

    skuId: Id
    quantity: Units


class Shipment(Result):
    """How an order was sent: carrier and tracking number."""

    carrier: Annotated[str, Meta(description="WeChat's id of the express company")]
    carrierName: Annotated[str, Meta(description="its name in Chinese; its id if it has none here")]
    trackingNumber: str
    shippedAt: Time
    contact: (
        Annotated[str, Meta(description="masked phone number; absent if none was given")]
        | UnsetType
    ) = UNSET

    @classmethod
    def of(cls, parcel: SentParcel) -> Self:
        return cls(**cls._fields(parcel))

    @classmethod
    def _fields(cls, parcel: SentParcel) -> dict[str, Any]:
        return {
            "carrier": parcel.carrier,
            "carrierName": name_of(parcel.carrier),
            "trackingNumber": parcel.trackingNumber,
            "shippedAt": parcel.shippedAt,
            "contact": parcel.contact or UNSET,
        }


class Parcel(Shipment, kw_only=True):
    """A parcel of an order."""

    lines: (
        Annotated[
            list[ParcelContent],
            Meta(description="what is in it; absent if it was not said: all that was left"),
        ]
        | UnsetType
    ) = UNSET

    @classmethod
    def _fields(cls, parcel: SentParcel) -> dict[str, Any]:
        content = [ParcelContent(skuId=sku, quantity=n) for sku, n in parcel.lines.items()]
        return super()._fields(parcel) | {"lines": content or UNSET}


class OrderView(Result):
    """An order."""

    orderId: Id
    status: OrderStatus
    items: list[OrderItem]
    total: Annotated[int, Meta(ge=0, description="fen to pay, after points and with freight")]
    freight: Annotated[int, Meta(ge=0, description="fen of the total that are freight")]
    delivery: Annotated[
        WayOfDelivery,
        Meta(
            description="express: sent to the buyer; pickup: the buyer fetches the goods; virtual:"
            " there is nothing to carry"
        ),
    ]
    points: Annotated[int, Meta(ge=0, description="points that pay for the rest")]
    refunded: Annotated[int, Meta(ge=0, description="fen that were, or are being, paid back")]
    createdAt: Time
    payBefore: Annotated[int, Meta(description="ms UTC: an unpaid order is closed then")]
    saleId: Annotated[str, Meta(description="the flash sale; absent if none")] | UnsetType = UNSET
    groupId: (
        Annotated[str, Meta(description="the group of its seat; absent if none")] | UnsetType
    ) = UNSET
    shipping: Annotated[Shipment, Meta(description="the first parcel")] | UnsetType = UNSET
    parcels: (
        Annotated[
            list[Parcel],
            Meta(description="while the order is PAID, units are left to ship; absent if none"),
        ]
        | UnsetType
    ) = UNSET
    shippedAt: (
        Annotated[Time, Meta(description="when the last units were sent or handed over; ms UTC")]
        | UnsetType
    ) = UNSET
    refundAsked: (
        Annotated[
            str,
            Meta(
                description="why the buyer asks for a refund, until it is decided; or for an"
                " after-sale, while one is under way"
            ),
        ]
        | UnsetType
    ) = UNSET


class RefundView(Result):
    """A refund."""

    refundNo: Id
    status: RefundStatus
    why: Annotated[
        Literal["REQUEST", "LATE", "DOUBLE", "AMOUNT", "ORPHAN"],
        Meta(
            description="REQUEST: it was granted; else a payment that no order could take: it came"
            " after closing, twice, with a wrong amount, or for no order"
        ),
    ]
    reason: str
    amount: Fen
    at: Time
    freight: (
        Annotated[int, Meta(description="fen of the amount that are freight; absent if none")]
        | UnsetType
    ) = UNSET

    @classmethod
    def of(cls, refund: Refund) -> RefundView:
        fields = {name: getattr(refund, name) for name in cls.__struct_fields__}
        return cls(**fields | {"freight": refund.freight or UNSET})


class HistoryEntry(Result):
    """Something that happened to an order."""

    at: Time
    what: Annotated[
        str,
        Meta(
            description="a status, or ASKED, DENIED, REFUND, GROUP, HAND, ADDRESS, AFTER_SALE,"
            " PARCELS (some were sent), CORRECTED (parcels)"
        ),
    ]
    by: Annotated[
        str,
        Meta(
            description="the buyer's openid, `wechat`, `clock`, `group`, or an operator: the openid"
            " for operators, `shop` for the buyer"
        ),
    ]
    why: str


Held = Annotated[
    Literal["byHand", "group", "refund"],
    Meta(
        description="why it does not go on; byHand: money went back in WeChat Pay's console, and an"
        " operator must decide (`refundOrder`); group: it is paid, and its group has not succeeded"
        " yet; refund: it is paid, and a refund or an after-sale is to be decided. Absent if"
        " nothing holds it"
    ),
]


class OrderDetail(OrderView, kw_only=True):
    """An order with its refunds and its history."""

    refunds: list[RefundView]
    history: list[HistoryEntry]
    address: (
        Annotated[Address, Meta(description="where it is sent; absent if the order has none")]
        | UnsetType
    ) = UNSET
    remark: Annotated[str, Meta(description="the buyer's; absent if none")] | UnsetType = UNSET
    note: (
        Annotated[Note, Meta(description="the shop's own, for operators; absent if none")]
        | UnsetType
    ) = UNSET
    afterSales: (
        Annotated[list[Id], Meta(description="after-sales that are under way; absent if none")]
        | UnsetType
    ) = UNSET
    held: Held | UnsetType = UNSET


class NotedOrder(Result):
    """An order's note as it is now."""

    orderId: Id
    note: Annotated[Note, Meta(description="absent if there is none")] | UnsetType = UNSET

    @classmethod
    def of(cls, order_id: str, note: Note | None) -> NotedOrder:
        return cls(orderId=order_id, note=note or UNSET)


class UnknownOrder(Result):
    """For operators: there is no order of that number, but payments came for it and go back."""

    orderId: Id
    status: None
    refunds: list[RefundView]


class OrderPage(Result):
    """A page of orders, newest first."""

    items: list[OrderView]
    cursor: NextCursor


def order_view(order: Order) -> OrderView:
    return OrderView(**_fields(order))


def order_detail(
    order: Order,
    refunds: list[RefundView],
    history: list[HistoryEntry],
    beside: Delivery | None,
    *,
    is_operator: bool,
) -> OrderDetail:
    return OrderDetail(
        **_fields(order),
        refunds=refunds,
        history=history,
        address=(beside and beside.address) or UNSET,
        remark=(beside and beside.remark) or UNSET,
        note=(is_operator and beside and beside.note) or UNSET,
        afterSales=list(order.claims) if order.claims else UNSET,
        held=held(order),
    )


def held(order: Order) -> Literal["byHand", "group", "refund"] | UnsetType:
    """What holds an order; what an operator must decide first comes first."""
    if order.handRefund:
        return "byHand"
    if order.status != PAID:
        return UNSET
    if order.awaits:
        return "group"
    return "refund" if order.asked else UNSET


def _fields(order: Order) -> dict[str, Any]:
    sent = order.sent
    return {
        "orderId": order.orderId,
        "status": order.status,
        "items": [OrderItem.of(line) for line in order.lines],
        "total": order.total,
        "freight": order.freight,
        "delivery": order.delivery,
        "points": order.points,
        "refunded": order.refunded,
        "createdAt": order.createdAt,
        "payBefore": order.payBefore,
        "saleId": order.saleId or UNSET,
        "groupId": order.groupId or UNSET,
        "shipping": Shipment.of(sent[0]) if sent else UNSET,
        "parcels": [Parcel.of(parcel) for parcel in sent] or UNSET,
        "shippedAt": order.shippedAt or UNSET,
        "refundAsked": order.asked or UNSET,
    }

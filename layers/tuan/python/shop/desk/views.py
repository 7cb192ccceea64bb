"""What operators see at the desk: the results of functions."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from shop.addresses.model import Address
from shop.desk.rules import Kind, kind_of, ship_since
from shop.groups.model import PAID, Group
from shop.orders.delivery import Delivery, Note
from shop.orders.model import Order
from shop.orders.states import OrderStatus
from shop.orders.views import (
    Held,
    NextCursor,
    OrderItem,
    Parcel,
    Shipment,
    held,
    order_view,
)
from shop.stock.model import Delivery as WayOfDelivery
from wxcloud.fields import Count, Id, Result, Time

Money = Annotated[int, Meta(ge=0, description="fen")]


class DeskOrder(Result):
    """An order, as operators need it for shipping."""

    orderId: Id
    status: OrderStatus
    kind: Annotated[
        Kind, Meta(description="group: a seat in a group; sale: of a flash sale; plain: any other")
    ]
    lines: list[OrderItem]
    total: Annotated[int, Meta(ge=0, description="fen to pay, after points and with freight")]
    freight: Annotated[int, Meta(ge=0, description="fen of the total that are freight")]
    refunded: Annotated[int, Meta(ge=0, description="fen that were, or are being, paid back")]
    createdAt: Time
    delivery: WayOfDelivery
    canShip: Annotated[
        bool,
        Meta(
            description="paid, its group has succeeded, no refund is asked for, and no money went"
            " back by hand"
        ),
    ]
    shipSince: (
        Annotated[Time, Meta(description="ms UTC: since when it can be shipped; absent if not")]
        | UnsetType
    ) = UNSET
    held: Held | UnsetType = UNSET
    paidAt: Annotated[int, Meta(description="ms UTC; absent until it is paid")] | UnsetType = UNSET
    address: (
        Annotated[Address, Meta(description="where it goes; absent if nobody has said")] | UnsetType
    ) = UNSET
    remark: (
        Annotated[str, Meta(description="what the buyer remarks; absent if nothing")] | UnsetType
    ) = UNSET
    note: Annotated[Note, Meta(description="the shop's own; absent if none")] | UnsetType = UNSET
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
    refundAsked: (
        Annotated[str, Meta(description="why the buyer asks for a refund, until it is decided")]
        | UnsetType
    ) = UNSET


class DeskOrderPage(Result):
    """A page of orders, the newest first. A page may have fewer orders than asked for, and even
    none, though there are more: the cursor tells."""

    items: list[DeskOrder]
    cursor: NextCursor


def desk_order(order: Order, goes: Delivery | None) -> DeskOrder:
    seen = order_view(order)
    since = ship_since(order)
    return DeskOrder(
        orderId=seen.orderId,
        status=seen.status,
        kind=kind_of(order),
        lines=seen.items,
        total=seen.total,
        freight=seen.freight,
        refunded=seen.refunded,
        createdAt=seen.createdAt,
        paidAt=UNSET if order.paidAt is None else order.paidAt,
        delivery=seen.delivery,
        canShip=since is not None,
        shipSince=UNSET if since is None else since,
        held=held(order),
        address=goes.address if goes is not None and goes.address else UNSET,
        remark=goes.remark if goes is not None and goes.remark else UNSET,
        note=goes.note if goes is not None and goes.note else UNSET,
        saleId=seen.saleId,
        groupId=seen.groupId,
        shipping=seen.shipping,
        parcels=seen.parcels,
        refundAsked=seen.refundAsked,
    )


class ByStatus(Result):
    """How many orders have each status."""

    PENDING: Count
    PAID: Count
    SHIPPED: Count
    COMPLETED: Count
    CLOSED: Count
    REFUNDING: Count
    REFUNDED: Count


class OrderCounts(Result):
    """How many orders there are."""

    byStatus: ByStatus
    toShip: Annotated[int, Meta(ge=0, description="orders that can be shipped")]
    toShipLate: Annotated[
        int,
        Meta(
            ge=0,
            description="orders that could have been shipped for more than 24 hours; 10000 stands"
            " for 10000 or more",
        ),
    ]
    refundsAsked: Annotated[int, Meta(ge=0, description="orders for which a refund is asked")]


class PaidFigures(Result):
    """What was paid from midnight in Shanghai to the same time of day as now, to ten minutes."""

    paidFen: Money
    paidOrders: Count


class HourFigures(Result):
    """What was paid in one hour of the day in Shanghai, today and on the day before."""

    hour: Annotated[int, Meta(ge=0, le=23)]
    yesterdayFen: Money
    yesterdayOrders: Count
    paidFen: (
        Annotated[int, Meta(ge=0, description="fen; absent from hours that have not begun")]
        | UnsetType
    ) = UNSET
    paidOrders: (
        Annotated[int, Meta(ge=0, description="absent from hours that have not begun")] | UnsetType
    ) = UNSET


class LowSku(Result):
    """A SKU with few free units."""

    skuId: Id
    goodsId: Id
    title: str
    remaining: Annotated[int, Meta(ge=0, description="free units, those of flash sales included")]


class TodayFigures(Result):
    """Today, in Shanghai."""

    at: Annotated[int, Meta(description="ms UTC: when the figures were made")]
    paidFen: Annotated[
        int, Meta(ge=0, description="fen that were paid since midnight; refunds are not taken off")
    ]
    paidOrders: Annotated[int, Meta(ge=0, description="orders that were paid since midnight")]
    yesterday: PaidFigures
    lastWeek: Annotated[PaidFigures, Meta(description="the same day of last week")]
    byHour: Annotated[list[HourFigures], Meta(description="the 24 hours of the day")]
    toShip: Annotated[int, Meta(ge=0, description="orders that can be shipped")]
    toShipLate: Annotated[
        int, Meta(ge=0, description="of these, for more than 24 hours; at most 10000")
    ]
    refundsAsked: Annotated[int, Meta(ge=0, description="orders for which a refund is asked")]
    groupsEnding: Annotated[
        int, Meta(ge=0, description="open groups that end within 2 hours; at most 1000")
    ]
    lowStock: Annotated[
        int, Meta(ge=0, description="SKUs with 10 free units or fewer; at most 100")
    ]
    lowSkus: Annotated[list[LowSku], Meta(description="these SKUs, the fewest units first")]
    drift: Annotated[
        int, Meta(ge=0, description="orders that today's reconciliation found to differ")
    ]
    deadLetters: Annotated[
        int, Meta(ge=0, description="messages that have failed for good, in all dead-letter queues")
    ]


GroupStatus = Literal["OPEN", "SUCCESS", "FAILED"]


class DeskGroup(Result):
    """A group, as operators look at it."""

    groupId: Id
    goodsId: Id
    title: str
    status: Annotated[
        GroupStatus, Meta(description="OPEN also for some seconds after the deadline")
    ]
    price: Annotated[int, Meta(ge=0, description="fen per seat, unless its SKU has another price")]
    size: Annotated[int, Meta(ge=1, description="seats")]
    members: Annotated[int, Meta(ge=0, description="paid seats: of `size`, how far the group is")]
    held: Annotated[int, Meta(ge=0, description="seats that unpaid orders hold")]
    seatsLeft: Annotated[int, Meta(ge=0, description="seats that nobody has")]
    createdAt: Time
    expiresAt: Annotated[int, Meta(description="the deadline, ms UTC")]
    endedAt: Annotated[int, Meta(description="ms UTC; absent while it is open")] | UnsetType = UNSET


class DeskGroupPage(Result):
    """A page of groups. A page may have fewer groups than asked for, and even none, though there
    are more: the cursor tells."""

    items: list[DeskGroup]
    cursor: NextCursor


def desk_group(group: Group) -> DeskGroup:
    paid = sum(seat.state == PAID for seat in group.seats.values())
    return DeskGroup(
        groupId=group.groupId,
        goodsId=group.goodsId,
        title=group.title,
        status=group.status,  # type: ignore[arg-type] # a text in the store
        price=group.price,
        size=group.size,
        members=paid,
        held=len(group.seats) - paid,
        seatsLeft=group.seatsLeft,
        createdAt=group.createdAt,
        expiresAt=group.expiresAt,
        endedAt=UNSET if group.endedAt is None else group.endedAt,
    )


ExportState = Literal["WAITING", "RUNNING", "DONE", "FAILED"]


class ExportStarted(Result):
    """An export was begun. Ask getExport how far it is."""

    exportId: Id


class ExportView(Result):
    """How far an export is."""

    state: Annotated[ExportState, Meta(description="FAILED: it has stopped; begin another one")]
    done: Annotated[int, Meta(ge=0, description="orders that are in the file")]
    total: Annotated[
        int, Meta(ge=0, description="orders that there were when it began; 0 while WAITING")
    ]
    url: (
        Annotated[str, Meta(description="where to download the CSV, for 15 minutes; once DONE")]
        | UnsetType
    ) = UNSET


RebuildState = Literal["RUNNING", "DONE", "STOPPED"]


class RebuildView(Result):
    """How far a rebuild of the desk is."""

    state: Annotated[RebuildState, Meta(description="STOPPED: it failed; begin another one")]
    step: Annotated[
        str,
        Meta(description="what is being done: orders, groups, stock, goods, switch, clean, done"),
    ]
    done: Annotated[int, Meta(ge=0, description="items that were read in this step")]
    startedAt: Time
    updatedAt: Time

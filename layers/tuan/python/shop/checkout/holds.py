"""What an order holds, as values. Each value makes the parts to take it and the parts to undo it.

`holds_of(order)` lists them from the order alone. So placing an order and undoing it are one
transaction each, made of the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from shop.orders import delivery, unpaid
from shop.orders.delivery import Delivery
from shop.orders.model import Order
from shop.orders.unpaid import Held
from shop.sales import limits as sale_limits
from shop.sales import reads as sales
from shop.stock import parts as stock
from shop.stock.model import Allocation
from wxcloud.transaction import Part
from wxcloud.value import Value

if TYPE_CHECKING:
    from shop.groups.holds import SeatRequest
    from shop.groups.model import Group


class Hold(Protocol):
    """Something that an order holds until it is paid, closed or refunded."""

    def take(self) -> Sequence[Part[Any]]:
        """The parts that take it. May read, and may raise a refusal."""

    def undo(self) -> Sequence[Part[Any]]:
        """The parts that give it back if the order is closed."""


class StockHold(Value):
    """Units of stock; of an order that costs nothing, they are sold at once."""

    allocation: Allocation
    is_free: bool

    def take(self) -> Sequence[Part[Any]]:
        return stock.sell_at_once(self.allocation) if self.is_free else stock.hold(self.allocation)

    def undo(self) -> Sequence[Part[Any]]:
        return stock.release(self.allocation)


class UnpaidHold(Value):
    """A place among the buyer's unpaid orders, if there is anything to pay. `group` is the group in
    which the order wants a seat; the seat counts in the limit of the group's campaign."""

    openid: str
    order_id: str
    held: Held
    is_free: bool
    group: Group | None = None

    def take(self) -> Sequence[Part[Any]]:
        if self.is_free:
            return []
        if self.group is not None and self.group.limit:
            from shop.groups import limits  # other orders do without groups

            return [limits.hold(self.group, self.openid, self.order_id, self.held)]
        return [unpaid.add(self.openid, self.order_id, self.held)]

    def undo(self) -> Sequence[Part[Any]]:
        return [unpaid.remove(self.openid, self.order_id)]


class SaleLimitHold(Value):
    """Units of what one buyer may buy in a flash sale."""

    sale_id: str
    openid: str
    units: int
    order_id: str

    def take(self) -> Sequence[Part[Any]]:
        sale = sales.open_now(self.sale_id)
        return [sale_limits.use(sale, self.openid, self.units, self.order_id)]

    def undo(self) -> Sequence[Part[Any]]:
        return [sale_limits.free(self.sale_id, self.openid, self.units)]


class PointsHold(Value):
    """Points that pay for a part of the order."""

    openid: str
    order_id: str
    points: int

    def take(self) -> Sequence[Part[Any]]:
        from shop.points import ledger, spending  # few orders are paid with points

        book = ledger.open_book(self.openid)
        spending.spend(book, self.order_id, self.points)
        return book.parts()

    def undo(self) -> Sequence[Part[Any]]:
        from shop.points import ledger, spending

        book = ledger.open_book(self.openid)
        spending.give_back(book, self.order_id, "close")
        return book.parts()


class DeliveryHold(Value):
    """Where the order goes, and the buyer's remark. An order that is closed needs them no more."""

    order_id: str
    seen: Delivery | None = None

    def take(self) -> Sequence[Part[Any]]:
        return [delivery.put_part(self.seen)] if self.seen is not None else []

    def undo(self) -> Sequence[Part[Any]]:
        return [delivery.delete_part(self.order_id)]


def holds_of(
    order: Order, seat: SeatRequest | None = None, goes: Delivery | None = None
) -> list[Hold]:
    """What the order holds, or wants to hold; `seat` is the seat as it was asked for, and `goes`
    where the order goes, when the order is placed."""
    is_free = not order.total
    # A flash sale has its own limit of units.
    units = {} if order.saleId else {line.skuId: line.quantity for line in order.lines}
    held = Held(units=units, seat=bool(order.groupId))
    group = seat.group if seat is not None else None
    holds: list[Hold] = [UnpaidHold(order.buyer, order.orderId, held, is_free, group)]
    if order.saleId:
        holds.append(SaleLimitHold(order.saleId, order.buyer, order.units, order.orderId))
    holds.append(StockHold(order.allocation, is_free))
    if order.groupId:
        from shop.groups.holds import NewGroupHold, SeatHold  # other orders do without groups

        kind = NewGroupHold if seat is not None and seat.is_new else SeatHold
        holds.append(kind.of(order, group))
    if order.points:
        holds.append(PointsHold(order.buyer, order.orderId, order.points))
    if order.hasDelivery:
        holds.append(DeliveryHold(order.orderId, goes))
    return holds


def take(holds: Iterable[Hold]) -> list[Part[Any]]:
    return [part for hold in holds for part in hold.take()]


def undo(holds: Iterable[Hold]) -> list[Part[Any]]:
    return [part for hold in holds for part in hold.undo()]

"""What an order holds, as values. Each value makes the parts to take it and the parts to undo it.

`holds_of(order)` lists them from the order alone. So placing an order and undoing it are one
transaction each, made of the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from shop.orders import unpaid
from shop.orders.model import Order
from shop.sales import limits as sale_limits
from shop.sales import reads as sales
from shop.stock import parts as stock
from shop.stock.model import Allocation
from wxcloud.transaction import Part

if TYPE_CHECKING:
    from shop.groups.holds import SeatRequest


class Hold(Protocol):
    """Something that an order holds until it is paid, closed or refunded."""

    def take(self) -> Sequence[Part[Any]]:
        """The parts that take it. May read, and may raise a refusal."""

    def undo(self) -> Sequence[Part[Any]]:
        """The parts that give it back if the order is closed."""


@dataclass(frozen=True)
class StockHold:
    """Units of stock; of an order that costs nothing, they are sold at once."""

    allocation: Allocation
    is_free: bool

    def take(self) -> Sequence[Part[Any]]:
        return stock.sell_at_once(self.allocation) if self.is_free else stock.hold(self.allocation)

    def undo(self) -> Sequence[Part[Any]]:
        return stock.release(self.allocation)


@dataclass(frozen=True)
class UnpaidHold:
    """A place among the buyer's unpaid orders, if the order counts there."""

    openid: str
    order_id: str
    counts: bool

    def take(self) -> Sequence[Part[Any]]:
        return [unpaid.add(self.openid, self.order_id)] if self.counts else []

    def undo(self) -> Sequence[Part[Any]]:
        return [unpaid.remove(self.openid, self.order_id)]


@dataclass(frozen=True)
class SaleLimitHold:
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


@dataclass(frozen=True)
class PointsHold:
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


def holds_of(order: Order, seat: SeatRequest | None = None) -> list[Hold]:
    """What the order holds, or wants to hold; `seat` is the seat as it was asked for, when the
    order is placed."""
    is_free = not order.total
    counts = not is_free and (seat is None or seat.counts_as_unpaid)
    holds: list[Hold] = [UnpaidHold(order.buyer, order.orderId, counts)]
    if order.saleId:
        holds.append(SaleLimitHold(order.saleId, order.buyer, order.units, order.orderId))
    holds.append(StockHold(order.allocation, is_free))
    if order.groupId:
        from shop.groups.holds import NewGroupHold, SeatHold  # other orders do without groups

        kind = NewGroupHold if seat is not None and seat.is_new else SeatHold
        holds.append(kind.of(order, seat.group if seat is not None else None))
    if order.points:
        holds.append(PointsHold(order.buyer, order.orderId, order.points))
    return holds


def take(holds: Iterable[Hold]) -> list[Part[Any]]:
    return [part for hold in holds for part in hold.take()]


def undo(holds: Iterable[Hold]) -> list[Part[Any]]:
    return [part for hold in holds for part in hold.undo()]

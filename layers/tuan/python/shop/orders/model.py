"""The order's items, and their keys.

Keys of the table `orders`:

    buyer#<mark>    order#<orderId>              the order, with its history
    buyer#<mark>    refund#<orderId>#<number>    a refund of it, or of a payment it could not take
    user#<openid>   open                         the ids of the user's unpaid orders
    after#<mark>    after#<afterSaleId>          an after-sale of that buyer (`shop.aftersale`)
    drift#<day>     <orderId>                    how WeChat's records and ours differed on that day

An order's id is WeChat Pay's `out_trade_no`. It contains the buyer's mark, so the id alone gives
the key. A buyer's orders are stored together, the newest last; no index is needed, which each order
would have to be written to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from pynamodb.attributes import BooleanAttribute, ListAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from shop.orders.states import COMPLETED, PAID, PENDING, OrderStatus
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.ids import mark_in
from wxcloud.model import Integer, Json, Table, TableMeta
from wxcloud.pseudonyms import mark
from wxcloud.value import Value

ORDER_NOT_FOUND = Code("ORDER_NOT_FOUND", 404, "You have no order of that number.")
ORDER_CLOSED = Code("ORDER_CLOSED", 409, "This order is closed. Place a new order.")
ORDER_PAID = Code("ORDER_PAID", 409, "This order is paid already.")
ORDER_NOT_PAID = Code("ORDER_NOT_PAID", 409, "This order is not paid.")
ORDER_STATE = Code(
    "ORDER_STATE", 409, "The order's status does not allow this. Load the order again."
)

NO_PERSON = frozenset({"wechat", "clock", "group"})  # who acts in a history, but for people
MAX_TITLE = 60  # characters of a title on the order: an order of one line stays below 1 KB


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One SKU of an order. `price` is fen per unit, `quantity` units.

    `allocation` says how many units come from which shard of the stock. `discount` is what points
    take off this line (fen), `points` how many of the points are this line's. `refunded` units were
    refunded. `weight` is grams per unit. `options` are those of the SKU when it was bought.
    """

    skuId: str
    goodsId: str
    title: str
    price: int
    quantity: int
    allocation: dict[str, int]
    discount: int = 0
    points: int = 0
    refunded: int = 0
    weight: int = 0
    options: dict[str, str] = {}

    @property
    def amount(self) -> int:
        """The price of all units, before the discount."""
        return self.price * self.quantity

    @property
    def paid(self) -> int:
        """What the buyer paid for this line."""
        return self.amount - self.discount

    @property
    def left(self) -> int:
        """Units that are not refunded."""
        return self.quantity - self.refunded


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an after-sale that is under way claims of its order: `units` (SKU → units), whose share
    of the money goes back, or at most `amount` fen of it; or `amount` fen alone. The goods come
    back first if `returns`."""

    units: dict[str, int] = {}
    amount: int | None = None
    returns: bool = False


class HistoryLine(Value):
    """What happened to an order, or to an after-sale: when (ms UTC), what, by whom, and why. The
    store has it as one text."""

    at: int
    what: str
    by: str
    why: str = ""

    @classmethod
    def of(cls, text: str) -> HistoryLine:
        at, what, by, *why = text.split(" ", 3)
        return cls(int(at), what, by, *why)

    def __str__(self) -> str:
        return f"{self.at} {self.what} {self.by} {self.why}".rstrip()


class SentParcel(msgspec.Struct, frozen=True, omit_defaults=True):
    """A parcel: WeChat's id of the carrier, the tracking number, when it was sent (ms UTC), the
    masked phone number that WeChat wants for some carriers, and what is in it (SKU → units). If
    `lines` is empty, it was sent with the last units of the order, and nobody said which."""

    carrier: str
    trackingNumber: str
    shippedAt: int
    contact: str = ""
    lines: dict[str, int] = {}

    @property
    def key(self) -> tuple[str, str]:
        return self.carrier, self.trackingNumber


class _ByDue(GlobalSecondaryIndex["Row"]):
    """What waits for a time, in the order of these times: a sparse index of keys."""

    class Meta:
        index_name = "byDue"
        projection = KeysOnlyProjection()

    due = UnicodeAttribute(hash_key=True)
    dueAt = Integer(range_key=True)


class Row(Table):
    """An item of the table `orders`. Each kind of item is a subclass."""

    class Meta(TableMeta):
        name = "orders"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    due = UnicodeAttribute(null=True)  # see `shop.orders.due`
    dueAt = Integer(null=True)

    by_due = _ByDue()


class Order(Row):
    """An order. Amounts are fen, times ms UTC.

    `total` is what is to be paid, `freight` included; `points` is how many points pay for the rest.
    `refunded` is what was, or is being, paid back, in `refunds` refunds; `freightRefunded` of it is
    freight. `delivery` is how the goods come to the buyer. With `hasDelivery` an item beside the
    order (`shop.orders.delivery`) says where they go, or what the buyer remarks. `groupId` is the
    group that its seat is in, or was first in. While `awaits` is set, the order waits for the
    success of that group and cannot be shipped. `ifFull` is what happens to the payment if the seat
    is gone: "newGroup" or "refund". `campaign` names the group campaign whose limit per buyer the
    order uses (when it began). `kept` counts the later calls that gave out payment fields: then the
    order cannot be taken back. Until the order is paid, `notifyUrl` is what WeChat Pay was told
    first: a repeat must say the same. `paidAt` is when the buyer paid. `handRefund` is when we
    learned that money went back in WeChat Pay's console, 0 if an operator has decided on it: until
    then the order cannot be shipped. `asked` is why the buyer asks for a refund, until an operator
    decides, or for an after-sale while one is under way. `claims` are the after-sales that are
    under way (id → claim); `afterSales` counts all that were asked for. `parcels` are those that
    were sent; while the order is PAID, units are left to ship. `parcelsAt` is when they last
    changed: it grows with each change. `corrected` is when they were corrected, after `shippedAt`,
    when the last units were sent. `due` and `dueAt` are in the index `byDue` while something is to
    happen to the order at a time: a SHIPPED order is completed, and where an order went that is
    over is forgotten.
    """

    orderId = UnicodeAttribute()
    buyer = UnicodeAttribute()
    status = UnicodeAttribute()
    lines = Json(list[Line])
    total = Integer()
    freight = Integer(default=0)
    points = Integer(default=0)
    delivery = UnicodeAttribute(default="express")
    hasDelivery = BooleanAttribute(null=True)
    saleId = UnicodeAttribute(null=True)
    groupId = UnicodeAttribute(null=True)
    awaits = UnicodeAttribute(null=True)
    ifFull = UnicodeAttribute(null=True)
    campaign = Integer(null=True)
    pushId = UnicodeAttribute(null=True)
    shareCode = UnicodeAttribute(null=True)
    createdAt = Integer()
    payBefore = Integer()
    paidAt = Integer(null=True)
    kept = Integer(null=True)
    notifyUrl = UnicodeAttribute(null=True)
    updatedAt = Integer()
    transactionId = UnicodeAttribute(null=True)
    handRefund = Integer(null=True)
    asked = UnicodeAttribute(null=True)
    claims = Json(dict[str, Claim], null=True)
    afterSales = Integer(null=True)
    refunded = Integer(default=0)
    freightRefunded = Integer(default=0)
    refunds = Integer(default=0)
    parcels = Json(list[SentParcel], null=True)
    parcelsAt = Integer(null=True)
    shippedAt = Integer(null=True)
    corrected = Integer(null=True)
    history: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)

    @classmethod
    def new(
        cls,
        order_id: str,
        buyer: str,
        lines: Sequence[Line],
        *,
        status: OrderStatus,
        total: int,
        points: int,
        at: int,
        pay_before: int,
        **more: Any,
    ) -> Order:
        """A new order; `more` are its optional fields."""
        pk, sk = key(order_id)
        return cls(
            pk=pk,
            sk=sk,
            orderId=order_id,
            buyer=buyer,
            status=status,
            lines=list(lines),
            total=total,
            points=points,
            createdAt=at,
            updatedAt=at,
            payBefore=pay_before,
            paidAt=None if status == PENDING else at,
            history=[history_entry(status, buyer)],
            **more,
        )

    @property
    def allocation(self) -> dict[str, int]:
        """Shard → units, of all lines."""
        return {shard: n for line in self.lines for shard, n in line.allocation.items()}

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def goods_total(self) -> int:
        """The price of all lines, before points and without freight."""
        return sum(line.amount for line in self.lines)

    @property
    def freight_left(self) -> int:
        """The freight that was not paid back (fen)."""
        return max(0, self.freight - self.freightRefunded)

    @property
    def money_left(self) -> int:
        """What was paid and not paid back (fen)."""
        return max(0, self.total - self.refunded)

    @property
    def sent(self) -> list[SentParcel]:
        """The parcels that were sent."""
        return list(self.parcels or ())

    @property
    def paid_noted_at(self) -> int:
        """When we heard that it was paid, which may be long after it was (ms UTC)."""
        return self._noted_at(PAID) or self.createdAt

    @property
    def completed_at(self) -> int | None:
        """When it was completed (ms UTC)."""
        return self._noted_at(COMPLETED)

    def _noted_at(self, what: str) -> int | None:
        return next((line.at for line in lines_of(self.history) if line.what == what), None)

    def is_late(self, now: int) -> bool:
        """Whether it is unpaid and its time to pay is over."""
        return bool(self.status == PENDING and self.payBefore <= now)


def key(order_id: str) -> tuple[str, str]:
    return f"buyer#{mark_in(order_id)}", f"order#{order_id}"


def is_order(sort_key: str) -> bool:
    return sort_key.startswith("order#")


def at_key(order: Order) -> Order:
    """The order's key alone: what a conditional write names."""
    return Order(pk=order.pk, sk=order.sk)


def history_entry(what: str, by: str, why: str = "") -> str:
    """A line that says what happens now, as the store has it."""
    return str(HistoryLine(clock.now(), what, by, why))


def lines_of(history: Sequence[str]) -> Iterator[HistoryLine]:
    """What a history says, the oldest first."""
    return map(HistoryLine.of, history)


# --- reads ---------------------------------------------------------------------------------------


def get(order_id: str) -> Order | None:
    """The order as it is now."""
    pk, sk = key(order_id)
    return Order.get(pk, sk, consistent=True)


def get_all(order_ids: Sequence[str]) -> dict[str, Order]:
    """Id → the order, for those of these ids that are orders. Half a read unit per 4 KB each, in
    one call for 100; a change of the last second may be missing."""
    found = Order.batch_get([key(order_id) for order_id in order_ids]) if order_ids else ()
    return {order.orderId: order for order in found}


def need(order_id: str, openid: str = "") -> Order:
    """The order, of that user if one is named. ORDER_NOT_FOUND, also for another user's order."""
    order = get(order_id)
    if order is None or (openid and order.buyer != openid):
        raise ORDER_NOT_FOUND()
    return order


def newest_first(openid: str, before: str = "~", page_size: int = 1) -> Iterator[Order]:
    """A buyer's orders, the newest first: those with ids below `before`. One query per page."""
    older = Order.sk < f"order#{before}"  # in a buyer's items nothing sorts before the orders
    rows = Order.query(
        f"buyer#{mark(openid)}",
        older,
        scan_index_forward=False,
        page_size=page_size,
        consistent_read=True,
    )
    return (order for order in rows if order.buyer == openid)

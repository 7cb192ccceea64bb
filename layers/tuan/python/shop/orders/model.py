"""The order, its refunds, and the states they may be in, as data.

Keys of the table `orders`:

    buyer#<mark>    order#<orderId>              the order, with its own history
    buyer#<mark>    refund#<orderId>#<number>    a refund of it, or of a payment it could not take
    user#<openid>   open                         the orders that the user has not paid yet
    drift#<day>     <orderId>                    where WeChat's books and ours differed that day

The order's id is WeChat Pay's `out_trade_no`, and holds the buyer's mark: whoever knows an order
knows where it is, and a buyer's orders are together, the newest last, without an index that every
order would have to be written to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from pynamodb.attributes import (
    Attribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.constants import STRING
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from wxcloud import clock
from wxcloud.errors import BUSY, Code
from wxcloud.ids import mark, mark_in
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import Otherwise, Part, update

ORDER_NOT_FOUND = Code("ORDER_NOT_FOUND", 404, "You have no such order.")
ORDER_CLOSED = Code("ORDER_CLOSED", 409, "This order is closed. Place a new one.")
ORDER_PAID = Code("ORDER_PAID", 409, "This order is paid already.")
ORDER_NOT_PAID = Code("ORDER_NOT_PAID", 409, "This order is not paid.")
ORDER_STATE = Code("ORDER_STATE", 409, "This order is not in a state for that. Look at it again.")
TOO_MANY_UNPAID = Code("TOO_MANY_UNPAID", 409, "Pay or cancel the orders that you have open first.")

PENDING, PAID, SHIPPED, COMPLETED = "PENDING", "PAID", "SHIPPED", "COMPLETED"
CLOSED, REFUNDING, REFUNDED = "CLOSED", "REFUNDING", "REFUNDED"

MOVES = {
    PENDING: {PAID, CLOSED},
    PAID: {SHIPPED, REFUNDING},
    SHIPPED: {COMPLETED},
    REFUNDING: {REFUNDED},
    COMPLETED: set(),
    CLOSED: set(),
    REFUNDED: set(),
}

MOST_UNPAID = 5


class Json(Attribute[Any]):
    """A value as compact JSON in UTF-8: orders stay within 1 KB, which is one write unit."""

    attr_type = STRING

    def serialize(self, value: Any) -> str:
        return msgspec.json.encode(value).decode()

    def deserialize(self, value: str) -> Any:
        return msgspec.json.decode(value)


class Row(Table):
    """What is kept in the table `orders`: the kinds of items are subclasses."""

    class Meta(TableMeta):
        name = "orders"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @property
    def is_order(self) -> bool:
        return str(self.sk).startswith("order#")

    @property
    def is_refund(self) -> bool:
        return str(self.sk).startswith("refund#")


class Order(Row):
    """An order. Amounts are fen, times ms UTC.

    `lines` are `{skuId, goodsId, title, price, quantity, takes, back?}`: `takes` says which shards
    of stock the units are from, `back` how many units were refunded. `total` is what is to be
    paid, `points` what was paid in points, `refunded` what is, or is being, paid back, in
    `refunds` refunds. `awaits` names what must happen before it may be shipped: the success of that
    group. `ifFull` is what the buyer wants if their seat is gone: "newGroup" or "refund". `kept`
    says that its payment was handed out a second time.
    """

    orderId = UnicodeAttribute(null=True)
    owner = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    lines = Json(null=True)
    total = NumberAttribute(null=True)
    points = NumberAttribute(null=True)
    saleId = UnicodeAttribute(null=True)
    groupId = UnicodeAttribute(null=True)
    awaits = UnicodeAttribute(null=True)
    ifFull = UnicodeAttribute(null=True)
    pushId = UnicodeAttribute(null=True)
    shareCode = UnicodeAttribute(null=True)
    createdAt = NumberAttribute(null=True)
    payBefore = NumberAttribute(null=True)
    kept = NumberAttribute(null=True)
    updatedAt = NumberAttribute(null=True)
    transactionId = UnicodeAttribute(null=True)
    asked = UnicodeAttribute(null=True)  # why the buyer wants the money back, until it is decided
    refunded = NumberAttribute(default=0)
    refunds = NumberAttribute(default=0)
    shipping = Json(null=True)
    history: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)

    @property
    def takes(self) -> dict[str, int]:
        """Shard → units, over all lines."""
        return {key: n for line in self.lines for key, n in line["takes"].items()}

    @property
    def units(self) -> int:
        return sum(line["quantity"] for line in self.lines)

    @property
    def worth(self) -> int:
        """The price of all lines, before points."""
        return sum(line["price"] * line["quantity"] for line in self.lines)

    @property
    def paid_at(self) -> int:
        """When it was paid, ms UTC; 0 if it never was."""
        events = (line.split(" ", 2) for line in self.history)
        return next((int(at) for at, what, *_ in events if what == PAID), 0)

    def is_late(self, now: int) -> bool:
        return self.status == PENDING and self.payBefore <= now


class Refund(Row):
    """A refund on its way: WAITING → PROCESSING → SUCCESS, or FAILED, which needs a human.

    `why` is REQUEST for one that an operator granted; LATE, AMOUNT, DOUBLE or ORPHAN for a payment
    that no order could take. `amount` of the `total` that was paid, in fen. `whole` means that the
    order is REFUNDED with it. `points` come back, and those earned are taken back, in its share.
    """

    refundNo = UnicodeAttribute()
    order = UnicodeAttribute()  # its orderId
    buyer = UnicodeAttribute(default="")
    transactionId = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    why = UnicodeAttribute()
    reason = UnicodeAttribute()
    amount = NumberAttribute()
    total = NumberAttribute()
    points = NumberAttribute(default=0)
    whole = NumberAttribute(default=0)
    lines = Json(null=True)
    at = NumberAttribute()

    def view(self) -> dict[str, Any]:
        names = ("refundNo", "status", "why", "reason", "amount", "at")
        return {name: getattr(self, name) for name in names}


class Open(Row):
    """The orders that a user has not paid yet, so that nobody hoards the stock."""

    unpaid = UnicodeSetAttribute(null=True)


def key(order_id: str) -> tuple[str, str]:
    return f"buyer#{mark_in(order_id)}", f"order#{order_id}"


def refund_key(order_id: str, number: str = "") -> tuple[str, str]:
    """The refund's key; without its number, what the keys of all the order's refunds begin with."""
    return f"buyer#{mark_in(order_id)}", f"refund#{order_id}#{number}"


def get(order_id: str) -> Order | None:
    """The order as it is now: what happens next rests on it."""
    return Order.find(*key(order_id), consistent=True)


def need(order_id: str, openid: str = "") -> Order:
    """The order, of that user if one is named; ORDER_NOT_FOUND, also if it is somebody else's."""
    order = get(order_id)
    if order is None or (openid and order.owner != openid):
        raise ORDER_NOT_FOUND()
    return order


def latest(openid: str, before: str = "~", page_size: int = 1) -> Iterator[Order]:
    """A buyer's orders, the newest first: those with ids below `before`. A page is one query."""
    older = Order.sk < f"order#{before}"  # nothing of a buyer's sorts before the orders
    rows = Order.query(
        f"buyer#{mark(openid)}",
        older,
        scan_index_forward=False,
        page_size=page_size,
        consistent_read=True,
    )
    return (order for order in rows if order.owner == openid)


# --- parts ---------------------------------------------------------------------------------------


def keep(order: Order) -> Part:
    """The buyer is about to hold a payment for it, so it is not taken back any more even if the
    call that placed it fails. BUSY if it was paid, closed or taken back just now."""
    return update(
        Order(pk=order.pk, sk=order.sk),
        Order.kept.set(1),
        where=Order.status == PENDING,
        otherwise=BUSY,
    )


def entry(what: str, by: str, why: str = "") -> str:
    """A line of the order's history."""
    return f"{clock.now()} {what} {by} {why}".rstrip()


def move(
    order: Order,
    new: str,
    by: str,
    *actions: Action,
    why: str = "",
    where: Condition | None = None,
    otherwise: Code | Otherwise = ORDER_STATE,
) -> Part:
    """The order goes from the state in which we saw it to a next one, if it is still in it."""
    if new not in MOVES[order.status]:
        raise ORDER_STATE()
    return change(
        order,
        by,
        Order.status.set(new),
        *actions,
        what=new,
        why=why,
        where=where,
        otherwise=otherwise,
    )


def change(
    order: Order,
    by: str,
    *actions: Action,
    what: str,
    why: str = "",
    where: Condition | None = None,
    otherwise: Code | Otherwise = ORDER_STATE,
) -> Part:
    """Something about the order changes, if it is still in the state in which we saw it."""
    seen = Order.status == order.status
    return update(
        Order(pk=order.pk, sk=order.sk),
        Order.updatedAt.set(clock.now()),
        Order.history.set(Order.history.append([entry(what, by, why)])),
        *actions,
        where=seen if where is None else seen & where,
        otherwise=otherwise,
    )


def opened(openid: str, order_id: str) -> Part:
    """One more order to pay; TOO_MANY_UNPAID."""
    room = Open.unpaid.does_not_exist() | (size(Open.unpaid) < MOST_UNPAID)
    return update(
        Open(pk=f"user#{openid}", sk="open"),
        Open.unpaid.add({order_id}),
        where=room,
        otherwise=TOO_MANY_UNPAID,
    )


def settled(openid: str, *order_ids: str) -> Part:
    """Orders that are not open any more. A repeat changes nothing."""
    return update(
        Open(pk=f"user#{openid}", sk="open"),
        Open.unpaid.delete(set(order_ids)),
        where=None,
        otherwise=ORDER_STATE,
    )


def unpaid(openid: str) -> Sequence[str]:
    held = Open.find(f"user#{openid}", "open", consistent=True)
    return sorted(held.unpaid or ()) if held else ()

"""What the desk knows of an order, and the numbers that follow from it. Pure rules."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import msgspec

from shop.orders.model import Order, lines_of
from shop.orders.states import PAID
from wxcloud import clock

Kind = Literal["group", "sale", "plain"]
KINDS: tuple[Kind, ...] = ("group", "sale", "plain")

SHARDS = 8  # of each number: writers of different orders seldom meet
LATE = 24 * clock.HOUR  # what is to be shipped for longer is late


class OrderFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the desk knows of an order. `shipSince` is since when it can be shipped, None if it
    cannot. `phone` stands for the phone number of its address, "" if it has none."""

    orderId: str
    status: str
    kind: Kind
    createdAt: int
    total: int
    goods: list[str]
    paidAt: int | None = None
    shipSince: int | None = None
    asked: bool = False
    phone: str = ""


def facts_of(order: Order, phone: str) -> OrderFacts:
    """The facts of an order as it is."""
    return OrderFacts(
        orderId=order.orderId,
        status=order.status,
        kind=kind_of(order),
        createdAt=order.createdAt,
        total=order.total,
        goods=sorted({line.goodsId for line in order.lines}),
        paidAt=order.paidAt,
        shipSince=ship_since(order),
        asked=order.asked is not None,
        phone=phone,
    )


def kind_of(order: Order) -> Kind:
    if order.groupId:
        return "group"
    return "sale" if order.saleId else "plain"


def ship_since(order: Order) -> int | None:
    """Since when an order can be shipped (ms UTC): since it was paid; of a seat in a group, since
    the group has succeeded. None if it cannot be shipped."""
    if order.status != PAID or order.awaits or order.asked or order.handRefund:
        return None
    if not order.groupId:
        return order.paidAt or order.createdAt
    by_group = [line.at for line in lines_of(order.history) if line.by == "group"]
    return max(by_group, default=order.paidAt or order.createdAt)


# --- numbers -------------------------------------------------------------------------------------


class Number(msgspec.Struct, frozen=True):
    """A number that the desk keeps: the orders with a status (or `toShipNow`, `asked`), or
    `orders` and `fen` that were paid in a slot of a day."""

    name: str
    day: str = ""
    slot: str = ""


def numbers(facts: OrderFacts | None) -> Counter[Number]:
    """What an order adds to which number."""
    if facts is None:
        return Counter()
    added = Counter({Number(facts.status): 1})
    if facts.shipSince is not None:
        added[Number("toShipNow")] = 1
    if facts.asked:
        added[Number("asked")] = 1
    if facts.paidAt is not None:
        day, slot = clock.day_of(facts.paidAt), slot_of(facts.paidAt)
        added[Number("orders", day, slot)] = 1
        added[Number("fen", day, slot)] = facts.total
    return added


def changes(old: OrderFacts | None, new: OrderFacts | None) -> Iterator[tuple[Number, int]]:
    """What is to be added to which number when an order changes from `old` to `new`."""
    before, after = numbers(old), numbers(new)
    for number in sorted(before.keys() | after.keys(), key=lambda n: (n.day, n.slot, n.name)):
        if difference := after[number] - before[number]:
            yield number, difference


def slot_of(at: int) -> str:
    """The ten minutes of the day in Shanghai: 0930 for 09:30 to 09:40."""
    time = datetime.fromtimestamp(at / 1000, clock.SHANGHAI)
    return f"{time.hour:02d}{time.minute // 10}0"


def shard_of(order_id: str) -> int:
    return zlib.crc32(order_id.encode()) % SHARDS


def plain_number(phone: str) -> str:
    """The digits of a phone number, without China's country code."""
    digits = "".join(filter(str.isdecimal, phone)).removeprefix("00")
    if len(digits) == 13 and digits.startswith("861"):
        return digits[2:]
    return digits

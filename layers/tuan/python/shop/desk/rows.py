"""The rows of the desk: one per order, written from the order as it is now.

A row is read first, the order after it, and the row is written only if nobody has written it
meanwhile. So each write is of an order that is at least as new as what the write before has seen:
events may come twice, late and in any order. No clock is compared.

The numbers change in the transaction that writes the row, by the difference of what the row said
and says. So each order is in each number exactly once, however often its events come.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shop.desk import generations
from shop.desk.model import GoodsEntry, OrderRow, PaidSlot, StatusCounts
from shop.desk.rules import Number, OrderFacts, changes, facts_of, plain_number, shard_of
from shop.orders import delivery
from shop.orders import model as orders
from shop.orders.events import OrderChanged
from shop.orders.model import Order
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.pseudonyms import phone_id
from wxcloud.transaction import ALREADY_SO, Part, as_read, commit, delete, put, retry, update

# Refused internally: another call has written the row meanwhile.
ROW_MOVED = Code("ROW_MOVED", 503, "The order is being noted. Try again.")


def follow_order(event: OrderChanged) -> None:
    """Handler: the order's row says what the order is now."""
    for generation in generations.known().live:
        follow(generation, event.orderId)


def follow(generation: int, order_id: str) -> bool:
    """Bring the row of this order up to date. Whether anything was written."""
    return retry(lambda: _follow(generation, order_id), on=[ROW_MOVED])


def _follow(generation: int, order_id: str) -> bool:
    key = OrderRow.key(generation, order_id)
    row = OrderRow.get(key.pk, key.sk, consistent=True)  # before the order: see above
    order = orders.get(order_id)
    facts = facts_of(order, _phone(order)) if order is not None else None
    before = row.facts if row is not None else None
    if row is not None and before == facts:
        return False
    commit(
        _write(generation, order_id, row, facts),
        *_goods(generation, before, facts),
        *_numbers(generation, order_id, before, facts),
    )
    return True


def _phone(order: Order) -> str:
    """What stands for the phone number of the order's address; "" if it has none."""
    goes = delivery.get(order.orderId) if order.hasDelivery else None
    number = plain_number(goes.address.telNumber) if goes is not None and goes.address else ""
    return phone_id(number) if number else ""


def _write(
    generation: int, order_id: str, row: OrderRow | None, facts: OrderFacts | None
) -> Part[OrderRow]:
    version = row.version if row is not None else 0
    new = OrderRow.new(
        generation, order_id, facts, version=version + 1, now_s=clock.now() // clock.SECOND
    )
    return put(new, where=as_read(OrderRow.version, version or None), otherwise=ROW_MOVED)


def _goods(
    generation: int, before: OrderFacts | None, after: OrderFacts | None
) -> Iterator[Part[Any]]:
    """What an order was bought of never changes."""
    if before is None and after is not None:
        for goods_id in after.goods:
            yield put(GoodsEntry.new(generation, goods_id, after), otherwise=ALREADY_SO)
    if after is None and before is not None:
        for goods_id in before.goods:
            yield delete(GoodsEntry.new(generation, goods_id, before))


def _numbers(
    generation: int, order_id: str, before: OrderFacts | None, after: OrderFacts | None
) -> Iterator[Part[Any]]:
    """One write for each item that has numbers which change."""
    shard = shard_of(order_id)
    items: dict[tuple[str, str], list[tuple[Number, int]]] = {}
    for number, difference in changes(before, after):
        items.setdefault((number.day, number.slot), []).append((number, difference))
    for (day, slot), several in items.items():
        kind = PaidSlot if day else StatusCounts
        item = (
            PaidSlot.key(generation, day, slot, shard)
            if day
            else StatusCounts.key(generation, shard)
        )
        yield update(item, *(getattr(kind, number.name).add(n) for number, n in several))

"""The desk in tests: orders of all kinds and states, and what its numbers must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from shop.desk import rows
from shop.desk.counts import count_orders
from shop.orders.model import Line, Order, history_entry
from shop.orders.states import PENDING, OrderStatus
from tests.support.cloud import Answer, Shop, call
from tests.support.orders import OPERATOR
from wxcloud import clock
from wxcloud.ids import new_id
from wxcloud.pseudonyms import mark


def desk(name: str, **data: Any) -> Answer:
    """Call a function of the desk as an operator and assert that it succeeds."""
    answer = call(name, data, "operator-1", OPERATOR)
    assert answer.ok, answer
    return answer


def search(**filters: Any) -> list[str]:
    """The ids of all orders that searchOrders finds, page by page."""
    found: list[str] = []
    cursor = None
    while True:
        more: dict[str, Any] = {"cursor": cursor} if cursor else {}
        page = desk("searchOrders", **filters, **more)
        found += [item["orderId"] for item in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            return found


def order_item(
    buyer: str = "u1",
    *,
    at: int | None = None,
    status: OrderStatus = "PAID",
    goods: Sequence[str] = ("tea",),
    total: int = 100,
    paid_at: int | None = None,
    **more: Any,
) -> Order:
    """An order as it is stored; not saved."""
    order_id = new_id(mark(buyer))
    lines = [Line(each, each, each, total, 1, {f"sku#{each}": 1}) for each in goods]
    now = clock.now() if at is None else at
    order = Order.new(
        order_id, buyer, lines, status=status, total=total, points=0, at=now, pay_before=now, **more
    )
    order.paidAt = (
        None if status in (PENDING, "CLOSED") else now + 1000 if paid_at is None else paid_at
    )
    order.history = [history_entry(status, buyer)]
    return order


def save_items(shop: Shop, items: Iterable[Any]) -> None:
    """Write items as they are, without any rule: 25 a call."""
    waiting = [(type(each).Meta.table_name, each) for each in items]
    dynamodb = shop.aws("dynamodb")
    for at in range(0, len(waiting), 25):
        requests: dict[str, list[Any]] = {}
        for _, each in waiting[at : at + 25]:
            table = shop.prefix + each.Meta.name
            put = {"PutRequest": {"Item": each.serialize()}}
            requests.setdefault(table, []).append(put)
        while requests:
            requests = dynamodb.batch_write_item(RequestItems=requests)["UnprocessedItems"]


def follow_all(order_ids: Iterable[str]) -> None:
    for order_id in order_ids:
        rows.follow(1, order_id)


def ledger(shop: Shop) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """What the orders themselves say: status → orders; day → (orders, fen) that were paid."""
    found = [item for item in shop.items("orders") if item["sk"].startswith("order#")]
    paid: dict[str, tuple[int, int]] = {}
    for order in found:
        if order.get("paidAt") is not None:
            day = clock.day_of(int(order["paidAt"]))
            n, fen = paid.get(day, (0, 0))
            paid[day] = (n + 1, fen + int(order["total"]))
    return dict(Counter(order["status"] for order in found)), paid


def kept_numbers(shop: Shop) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """What the desk's numbers say, in the same form."""
    paid: dict[str, tuple[int, int]] = {}
    for item in shop.items("desk"):
        generation, _, rest = item["pk"].partition("#")
        if generation == "1" and rest.startswith("paid#"):
            n, fen = paid.get(rest[5:], (0, 0))
            paid[rest[5:]] = (n + int(item.get("orders", 0)), fen + int(item.get("fen", 0)))
    counts = count_orders().byStatus
    by_status = {name: getattr(counts, name) for name in counts.__struct_fields__}
    return {k: v for k, v in by_status.items() if v}, {k: v for k, v in paid.items() if any(v)}

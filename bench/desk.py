"""What a page of the desk costs among few orders and among many.

    python -m bench.desk [COUNT ...]

writes so many orders (2,000, 10,000 and 100,000 unless given) on ministack and prints the read
units of each call. The rows of the desk are written as `shop.desk.rows` writes them, but without
the transactions, and the orders themselves only where a page shows them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from shop.desk import generations
from shop.desk.model import GoodsEntry, OrderRow, StatusCounts
from shop.desk.rules import facts_of
from shop.orders.model import Order
from tests.support.cloud import Shop, call
from tests.support.desk import order_item
from tests.support.orders import OPERATOR
from wxcloud import aws, clock
from wxcloud.pseudonyms import phone_id

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
}
COUNTS = (2_000, 10_000, 100_000)
LIMIT = 20
PHONE = "13800138000"
RARE = "tea-3"
SHOWN = 1600  # the newest orders that are there to be read
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "all": ("searchOrders", {}),
    "status": ("searchOrders", {"status": "PAID"}),
    "kind": ("searchOrders", {"kind": "group"}),
    "status and kind": ("searchOrders", {"status": "PAID", "kind": "sale"}),
    "goods": ("searchOrders", {"goodsId": RARE}),
    "goods and status": ("searchOrders", {"goodsId": RARE, "status": "PAID"}),
    "phone": ("searchOrders", {"phone": PHONE}),
    "countOrders": ("countOrders", {}),
    "todayFigures": ("todayFigures", {}),
}
_STATUSES = ("PAID", "SHIPPED", "COMPLETED", "COMPLETED", "CLOSED")
_KINDS: tuple[dict[str, Any], ...] = ({}, {"saleId": "s-1"}, {"groupId": "g-1"})


def orders(count: int, newest: int) -> Iterator[Order]:
    """So many orders, one a second, the newest first; the status and kind of each is another."""
    for n in range(count):
        yield order_item(
            at=newest - n * clock.SECOND,
            status=_STATUSES[n % len(_STATUSES)],  # type: ignore[arg-type]
            goods=[f"tea-{n % 7}"],
            paid_at=newest - n * clock.SECOND,
            **_KINDS[n % len(_KINDS)],
        )


def items(count: int, newest: int) -> Iterator[Any]:
    phone = phone_id(PHONE)
    for n, order in enumerate(orders(count, newest)):
        facts = facts_of(order, phone if n % 20 == 0 else phone_id(str(n)))
        yield OrderRow.new(1, order.orderId, facts, version=1, now_s=0)
        yield GoodsEntry.new(1, facts.goods[0], facts)
        if n < SHOWN or n % 20 == 0:
            yield order


def fill(shop: Shop, count: int) -> None:
    """Make the desk of so many orders; late orders aside, which are counted one by one."""
    generations.forget()
    write(shop, items(count, shop.clock.now))
    write(shop, [counts(shard, count) for shard in range(8)])


def counts(shard: int, count: int) -> StatusCounts:
    made = StatusCounts.key(1, shard)
    made.PAID, made.SHIPPED = count // 40, count // 40
    return made


def write(shop: Shop, several: Iterable[Any]) -> None:
    """Write items without conditions, 25 a call, in some threads."""
    dynamodb, waiting = shop.aws("dynamodb"), iter(several)

    def batch(made: list[Any]) -> None:
        requests: dict[str, list[Any]] = {}
        for each in made:
            put = {"PutRequest": {"Item": each.serialize()}}
            requests.setdefault(shop.prefix + each.Meta.name, []).append(put)
        while requests:
            requests = dynamodb.batch_write_item(RequestItems=requests)["UnprocessedItems"]

    with ThreadPoolExecutor(4) as pool:
        while made := [list(islice(waiting, 25)) for _ in range(40)]:
            list(pool.map(batch, [each for each in made if each]))
            if not made[-1]:
                break


def measure(shop: Shop, *, second_page: bool = False) -> dict[str, float]:
    """Call → read units, of the first page or of the second."""
    found = {}
    for name, (function, form) in CALLS.items():
        more: dict[str, Any] = {"limit": LIMIT} if function == "searchOrders" else {}
        if second_page and more:
            first = call(function, form | more, "operator-1", OPERATOR)
            if not first["cursor"]:
                continue
            more["cursor"] = first["cursor"]
        found[name] = min(_read_units(shop, function, form | more) for _ in range(3))
    return found


def _read_units(shop: Shop, function: str, form: dict[str, Any]) -> float:
    """One call. (Some calls also read what is kept for seconds; the cheapest of three does not.)"""
    with shop.units() as used:
        answer = call(function, form, "operator-1", OPERATOR)
    assert answer.ok, (function, form, answer)
    assert "limit" not in form or len(answer["items"]) == LIMIT, (function, form)
    return used.read


def main() -> int:
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    from botocore.config import Config

    from tests.support.engine import start

    # ministack sorts all keys of an index for each query, which takes it seconds.
    aws._CONFIG = aws._CONFIG.merge(Config(read_timeout=120))
    sizes = [int(each) for each in sys.argv[1:]] or COUNTS
    rows = []
    for size in sizes:
        shop = Shop(start(), None)
        fill(shop, size)
        measure(shop)  # what is read once and kept: roles, secrets, generations
        rows.append((measure(shop), measure(shop, second_page=True)))
        shop.close()
    print("| call | " + " | ".join(f"{size:,} orders" for size in sizes) + " |")
    print("|---|" + "---:|" * len(sizes))
    for name in CALLS:
        print(f"| {name} | " + " | ".join(f"{first[name]:g} R" for first, _ in rows) + " |")
        if name in rows[0][1] and name not in ("countOrders", "todayFigures"):
            print("| … next page | " + " | ".join(f"{n[name]:g} R" for _, n in rows) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

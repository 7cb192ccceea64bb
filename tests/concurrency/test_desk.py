"""The desk on a real engine: what each change and each page costs, and handlers that race."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench import desk as bench
from shop.desk import generations, rows
from tests.support import desk as support
from tests.support.cloud import Shop
from tests.support.desk import kept_numbers, ledger, order_item
from wxcloud.clock import now
from wxcloud.model import Table


@pytest.fixture(autouse=True)
def known_generations(engine: Shop) -> None:
    generations.forget()
    generations.known()


UNITS = {"PENDING": 8, "PAID": 9, "SHIPPED": 7, "COMPLETED": 6}


def test_units_of_a_change(engine: Shop) -> None:
    """With the writes of the indexes; one more where an address has a phone."""
    order = order_item(status="PENDING")
    for status, units in UNITS.items():
        order.status = status
        order.paidAt = None if status == "PENDING" else now()
        support.save_items(engine, [order])
        with engine.units() as used:
            assert rows.follow(1, order.orderId)
        assert used.write <= units and used.read <= 2, (status, used)
        assert used.calls == ["GetItem", "GetItem", "TransactWriteItems"]
        with engine.units() as used:
            assert not rows.follow(1, order.orderId)
        assert (used.write, used.calls) == (0, ["GetItem", "GetItem"])


def test_a_page_costs_the_same_among_few_orders_and_many(engine: Shop) -> None:
    """(`python -m bench.desk` shows it for 10,000 and 100,000.)"""
    bench.fill(engine, 1_600)
    bench.measure(engine)  # what is read once and kept
    few = bench.measure(engine), bench.measure(engine, second_page=True)
    bench.fill(engine, 6_000)
    many = bench.measure(engine), bench.measure(engine, second_page=True)
    assert few == many
    assert max(few[0].values()) <= 30


def test_handlers_that_race_for_the_same_orders_count_each_once(engine: Shop) -> None:
    made = [order_item(f"u{n}", status="PENDING", total=n + 1) for n in range(12)]
    support.save_items(engine, made)
    chance = random.Random(2)
    work: list[Table] = []
    for order in made:
        work += [order] * 6
    chance.shuffle(work)

    def change(order: Table) -> None:
        found = next(each for each in made if each is order)
        found.status = chance.choice(["PAID", "SHIPPED", "CLOSED", "REFUNDED"])
        found.paidAt = chance.choice([None, now()])
        support.save_items(engine, [found])
        rows.follow(1, found.orderId)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, work))
    assert kept_numbers(engine) == ledger(engine)

"""reconcile: the comparison of a day goes on in further runs until all orders are compared."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shop import reconciling
from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.live import timers
from tests.support.orders import OPERATOR
from wxcloud import batch
from wxcloud.batch import BatchFailed
from wxcloud.clock import MINUTE


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run has time for two orders."""
    monkeypatch.setattr(batch, "BUDGET_S", 0.0)
    monkeypatch.setattr(batch, "_BATCH", 2)


def run(event: dict[str, Any]) -> None:
    handler("reconcile")(event, LambdaContext())


def next_run(shop: Shop, seen: set[str]) -> dict[str, Any] | None:
    """The input of the timer that the last run has set; None at the end."""
    new = [timer for timer in timers(shop) if timer["Name"] not in seen]
    assert len(new) <= 1
    seen |= {timer["Name"] for timer in new}
    for timer in new:
        assert timer["Target"]["Arn"] == reconciling.RECONCILE.setting.need()
        return dict(json.loads(timer["Target"]["Input"]))
    return None


def found() -> set[str]:
    return {each["orderId"] for each in call("listDrift", {}, "operator-1", OPERATOR)["items"]}


@pytest.mark.usefixtures("short")
def test_each_run_goes_on_where_the_last_one_stopped(shop: Shop) -> None:
    orders.save_goods(9)
    placed = {orders.place(f"u{n}")["orderId"] for n in range(7)}
    shop.clock.advance(40 * MINUTE)
    event: dict[str, Any] | None = {}
    seen: set[str] = set()
    counts = []
    while event is not None and len(counts) < 20:
        run(event)
        run(event)  # the scheduler may deliver twice
        counts.append(len(found()))
        event = next_run(shop, seen)
    assert event is None
    assert found() == placed
    assert all(later - before <= 2 for before, later in zip([0, *counts], counts, strict=False))


@pytest.mark.usefixtures("short")
def test_an_order_that_cannot_be_compared_fails_its_run_and_does_not_stop_the_others(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.save_goods(9)
    placed = {orders.place(f"u{n}")["orderId"] for n in range(5)}
    broken = sorted(placed)[0]
    compare = reconciling._compare

    def fails(order: Any, now: int) -> Any:
        if order.orderId == broken:
            raise ValueError("broken")
        return compare(order, now)

    monkeypatch.setattr(reconciling, "_compare", fails)
    shop.clock.advance(40 * MINUTE)
    event: dict[str, Any] | None = {}
    seen: set[str] = set()
    failed = runs = 0
    while event is not None and runs < 20:
        runs += 1
        try:
            run(event)
        except BatchFailed:
            failed += 1
        event = next_run(shop, seen)
    assert failed == 1
    assert found() == placed - {broken}

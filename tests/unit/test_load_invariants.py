"""What `make load` checks after a run: each violation is named, and a correct shop has none."""

from __future__ import annotations

from typing import Any

import pytest

from bench.load import invariants
from bench.load.invariants import Bought


def bought(status: str = "PAID", *, paid: int = 990, back: int = 0, **more: Any) -> Bought:
    """An order of 990 fen, with one payment if anything was paid."""
    path = {"PENDING": ["PENDING"], "CLOSED": ["PENDING", "CLOSED"]}.get(
        status, ["PENDING", "PAID"]
    )
    order: dict[str, Any] = {
        "orderId": "o1",
        "status": status,
        "items": [{"skuId": "tea", "quantity": 2}],
        "total": 990,
        "refunded": 0,
        "history": [{"what": what} for what in path],
    }
    payments = [{"amount": paid, "refunds": [{"amount": back}] if back else []}] if paid else []
    return Bought({**order, **more}, payments)


STOCK = {"initial": 10, "remaining": 8, "held": 0, "sold": 2}
LEDGERS = {"mei": [{"event": "purchase#o1"}]}


def group(paid: int = 3, held: int = 0, **more: Any) -> dict[str, Any]:
    seats = {f"u{n}": {"state": "PAID" if n < paid else "HELD"} for n in range(paid + held)}
    status = "SUCCESS" if paid == 3 else "OPEN"
    left = {"seatsLeft": 3 - paid - held, "toPay": 3 - paid}
    return {"groupId": "g1", "size": 3, "seats": seats, "status": status, **left, **more}


def test_a_correct_shop_has_no_violations() -> None:
    orders = [bought()]
    assert invariants.units({"tea": STOCK}, orders) == []
    assert invariants.seats([group(), group(paid=1, held=1)]) == []
    assert invariants.money(orders) == []
    assert invariants.states(orders) == []
    assert invariants.purchases(LEDGERS, orders) == []


@pytest.mark.parametrize(
    "stock",
    [
        {**STOCK, "initial": 11},
        {**STOCK, "remaining": -1, "sold": 11},
        {**STOCK, "remaining": 9, "sold": 1},
        {**STOCK, "remaining": 7, "held": 1},
    ],
)
def test_units_that_were_lost_or_sold_twice_are_named(stock: dict[str, int]) -> None:
    assert invariants.units({"tea": stock}, [bought()])


@pytest.mark.parametrize(
    "wrong",
    [
        group(paid=2, held=2),
        group(status="OPEN"),
        group(paid=2, status="SUCCESS"),
        group(paid=1, seatsLeft=1),
    ],
)
def test_a_group_with_too_many_seats_or_another_state_is_named(wrong: dict[str, Any]) -> None:
    assert invariants.seats([wrong])


@pytest.mark.parametrize(
    "wrong",
    [
        bought(paid=0),
        bought("CLOSED", paid=990),
        bought("CLOSED", paid=990, back=100),
        bought("PENDING", paid=990),
        bought(paid=990, back=990),
        bought(paid=990, refunded=500),
    ],
)
def test_money_without_goods_and_goods_without_money_are_named(wrong: Bought) -> None:
    assert invariants.money([wrong])


def test_money_that_went_back_is_no_violation() -> None:
    assert invariants.money([bought("CLOSED", paid=990, back=990)]) == []
    assert invariants.money([bought(paid=990, back=500, refunded=500)]) == []
    assert invariants.money([bought("REFUNDED", paid=990, back=990, refunded=990)]) == []


@pytest.mark.parametrize("path", [["PENDING", "CLOSED", "PAID"], ["PENDING", "PAID", "COMPLETED"]])
def test_a_move_that_no_order_makes_is_named(path: list[str]) -> None:
    history = [{"what": what} for what in path]
    assert invariants.states([bought(path[-1], history=history)])


def test_an_order_that_is_not_where_its_history_ends_is_named() -> None:
    assert invariants.states([bought(history=[{"what": "PENDING"}])])


@pytest.mark.parametrize("events", [[], ["purchase#o1", "purchase#o1"]])
def test_a_purchase_is_in_the_ledger_once(events: list[str]) -> None:
    ledgers = {"mei": [{"event": event} for event in events]}
    assert invariants.purchases(ledgers, [bought()])
    assert invariants.purchases(LEDGERS, [bought("PENDING", paid=0)])

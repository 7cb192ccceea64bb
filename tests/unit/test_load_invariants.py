"""What `make load` checks finds each kind of fault."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from bench.load import invariants
from bench.load.__main__ import percentile

RUN = "r1"
SKU = f"load-{RUN}-0"


class Tables:
    """Three orders of one run: one that is paid, one that was closed, one of a group."""

    def __init__(self) -> None:
        lines = [{"skuId": SKU, "quantity": 2}]
        paid = {"sk": "order#o1", "orderId": "o1", "buyer": f"load-{RUN}-1", "lines": lines}
        paid |= {"status": "PAID", "total": 1980, "refunded": 0}
        closed = {**deepcopy(paid), "sk": "order#o2", "orderId": "o2", "status": "CLOSED"}
        group_sku = f"load-{RUN}-group"
        seat = {**deepcopy(paid), "sk": "order#o3", "orderId": "o3", "total": 690}
        seat["lines"] = [{"skuId": group_sku, "quantity": 1}]
        other = {"sk": "order#o9", "orderId": "o9", "buyer": "somebody", "status": "PENDING"}
        group = {"groupId": "g1", "goodsId": group_sku, "size": 1, "status": "SUCCESS"}
        entry = {"openid": f"load-{RUN}-1", "entry": "ledger#000000000001", "points": 10}
        entry |= {"lots": {"202612": 10}, "debt": 0, "balance": 10, "event": "e1", "day": "d"}
        self.tables: dict[str, list[dict[str, Any]]] = {
            "orders": [paid, closed, seat, other, {"sk": "refund#o1#1"}],
            "stock": [
                {"pk": f"sku#{SKU}", "initial": 5, "remaining": 4, "held": 0, "sold": 1},
                {"pk": f"sku#{SKU}#1", "initial": 5, "remaining": 4, "held": 0, "sold": 1},
                {"pk": f"sku#{group_sku}", "initial": 5, "remaining": 4, "held": 0, "sold": 1},
                {"pk": "sku#elsewhere", "initial": 1, "remaining": 0, "held": 0, "sold": 0},
            ],
            "groups": [{**group, "seats": {"a": {"state": "PAID"}}}, {"groupId": "g1#a"}],
            "scores": [entry],
        }
        self.paid = {"o1": 1980, "o3": 690}
        self.refunds: list[dict[str, Any]] = []  # of the payment of o1

    def items(self, table: str) -> list[dict[str, Any]]:
        return self.tables[table]

    def payments(self, order_id: str) -> list[dict[str, Any]]:
        amount = self.paid.get(order_id)
        refunds = self.refunds if order_id == "o1" else []
        return [{"amount": amount, "refunds": refunds}] if amount else []


def found(tables: Any) -> dict[str, int]:
    """How many faults each check finds."""
    return {
        "stock": len(invariants.stock(tables, RUN)),
        "money": len(invariants.money(tables, RUN, tables)),
        "groups": len(invariants.groups(tables, RUN)),
        "points": len(invariants.points(tables, RUN)),
    }


def test_a_shop_that_is_right_has_no_fault() -> None:
    assert found(Tables()) == {"stock": 0, "money": 0, "groups": 0, "points": 0}


@pytest.mark.parametrize(
    ("table", "at", "change", "kind"),
    [
        ("stock", 0, {"remaining": 3}, "stock"),
        ("stock", 0, {"remaining": 3, "held": 1}, "stock"),
        ("stock", 1, {"remaining": 3, "sold": 2}, "stock"),
        ("orders", 0, {"total": 1979}, "money"),
        ("orders", 0, {"refunded": 1}, "money"),
        ("orders", 1, {"status": "PENDING"}, "money"),
        ("groups", 0, {"status": "OPEN"}, "groups"),
        ("groups", 0, {"size": 0}, "groups"),
        ("groups", 0, {"seats": {"a": {"state": "HELD"}}}, "groups"),
        ("scores", 0, {"balance": 11}, "points"),
        ("scores", 0, {"lots": {"202612": 9}}, "points"),
    ],
)
def test_each_fault_is_found(table: str, at: int, change: dict[str, Any], kind: str) -> None:
    tables = Tables()
    tables.tables[table][at] |= change
    assert found(tables)[kind]


def test_a_payment_that_bought_nothing_is_found() -> None:
    tables = Tables()
    tables.paid["o2"] = 1980
    assert found(tables) == {"stock": 0, "money": 1, "groups": 0, "points": 0}


def test_a_refund_that_did_not_arrive_is_money_that_wechat_keeps() -> None:
    tables = Tables()
    tables.refunds = [{"amount": 1980, "state": "SUCCESS"}]
    tables.tables["orders"][0]["status"] = "REFUNDED"
    tables.tables["stock"][0] |= {"remaining": 5, "sold": 0}
    tables.tables["stock"][1] |= {"remaining": 5, "sold": 0}
    assert found(tables)["money"] == 0
    tables.refunds = [{"amount": 1980, "state": "ABNORMAL"}]
    assert found(tables)["money"] == 1


def test_a_run_without_orders_proves_nothing() -> None:
    tables = Tables()
    tables.tables["orders"] = []
    assert found(tables)["money"] == 1


def test_percentiles_are_read_from_a_histogram() -> None:
    times = {"10": 98, "20": 1, "5000": 1}
    assert [percentile(times, share) for share in (0.5, 0.99, 1.0)] == [10, 20, 5000]
    assert percentile({}, 0.5) == 0.0

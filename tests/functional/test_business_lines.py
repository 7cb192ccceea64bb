"""The log lines that business alarms count: one per paid order, one per refund."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.orders import OPERATOR
from wxcloud.log import logger


def test_a_paid_order_and_a_refund_are_logged_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[tuple[str, str]] = []

    def info(message: str, *, extra: dict[str, Any] | None = None, **_: Any) -> None:
        logged.append((message, (extra or {}).get("orderId", "")))

    monkeypatch.setattr(logger, "info", info)
    orders.save_goods()
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    for _ in range(2):
        form = {"orderId": order_id, "reason": "缺货"}
        assert call("refundOrder", form, "operator-1", OPERATOR).ok
    lines = [line for line in logged if line[0] in ("paid", "refund granted")]
    assert lines == [("paid", order_id), ("refund granted", order_id)]

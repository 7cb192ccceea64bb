"""The states of orders and refunds."""

from __future__ import annotations

import pytest

from shop.orders.states import MOVES, may_move, refund_after


def test_every_status_is_reached_from_pending_by_exactly_one_path():
    order = ["PENDING", "CLOSED", "PAID", "REFUNDING", "REFUNDED", "SHIPPED", "COMPLETED"]
    assert set(order) == set(MOVES)
    reached, ahead = set(), ["PENDING"]
    while ahead:
        status = ahead.pop()
        assert status not in reached, f"{status} is reached twice"
        reached.add(status)
        ahead += [new for new in order if may_move(status, new)]
    assert reached == set(order)


@pytest.mark.parametrize(
    ("status", "reported", "new"),
    [
        ("WAITING", "PROCESSING", "PROCESSING"),
        ("WAITING", "SUCCESS", "SUCCESS"),
        ("PROCESSING", "ABNORMAL", "FAILED"),
        ("PROCESSING", "CLOSED", "FAILED"),
        ("PROCESSING", "PROCESSING", None),
        ("FAILED", "PROCESSING", None),
        ("FAILED", "SUCCESS", "SUCCESS"),
        ("SUCCESS", "ABNORMAL", None),
        ("SUCCESS", "PROCESSING", None),
    ],
)
def test_a_refund_follows_what_wechat_reports(status: str, reported: str, new: str | None):
    assert refund_after(status, reported) == new

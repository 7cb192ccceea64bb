"""What must be true of every account of points at all times."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.support.cloud import Shop


def consistent(shop: Shop, openid: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Check every account, or one; the ledgers by openid.

    Entries are numbered without gaps; each carries the balance after it; lots less debt are the
    balance; no lot is negative; never a balance beside a debt; no event is booked twice.
    """
    ledgers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in shop.items("scores"):
        if item["entry"].startswith("ledger#") and openid in (None, item["openid"]):
            ledgers[item["openid"]].append(item)
    for ledger in ledgers.values():
        ledger.sort(key=lambda item: item["entry"])
        total = 0
        for number, item in enumerate(ledger, 1):
            assert item["entry"] == f"ledger#{number:012d}"
            total += item["points"]
            lots = item["lots"].values()
            assert item["balance"] == total == sum(lots) - item["debt"]
            assert all(points >= 0 for points in lots)
            assert item["debt"] >= 0
            assert not (sum(lots) and item["debt"])
        events = [item["event"] for item in ledger]
        assert len(set(events)) == len(events)
        days = [item["day"] for item in ledger]
        assert days == sorted(days)
    return ledgers

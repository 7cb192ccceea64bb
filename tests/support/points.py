"""Points in tests: check the invariants of accounts, and post entries in one call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from shop.points.ledger import Book, post
from tests.support.tables import Tables

T = TypeVar("T")


def post_entries(openid: str, make: Callable[[Book], T]) -> T:
    """Post the entries that `make` creates. Returns the result of its last call."""
    results: list[T] = []
    post(openid, lambda book: results.append(make(book)))
    return results[-1]


def check_accounts(shop: Tables, openid: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Check the invariants of all accounts, or of one. Returns the ledgers by openid.

    Entries are numbered without gaps. Each entry contains the balance after it, which is the sum of
    the lots minus the debt. No lot is negative. An account does not have lots and debt at the same
    time. No event has two entries. The days of entries never decrease.
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

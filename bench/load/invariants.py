"""What must be so after any run, of random users at once: the invariants of the design.

Each function gets plain values and says what is wrong, one line each. The accounts of points are
checked by `tests.support.points`, as the concurrency tests do.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shop.orders.states import MOVES, PAID_BACK, may_move

GOODS = ("PAID", "SHIPPED", "COMPLETED")  # the money has become goods, or a seat


@dataclass(frozen=True)
class Bought:
    """An order of the run: as getOrder shows it to an operator, with its payments at WeChat."""

    order: Mapping[str, Any]
    payments: Sequence[Mapping[str, Any]]

    @property
    def units(self) -> Counter[str]:
        return Counter({line["skuId"]: line["quantity"] for line in self.order["items"]})


def units(stock: Mapping[str, Mapping[str, int]], bought: Iterable[Bought]) -> list[str]:
    """Initial = remaining + held + sold, none negative; held and sold are what the orders have."""
    held, sold, wrong = Counter[str](), Counter[str](), []
    for each in bought:
        status = each.order["status"]
        if status == "PENDING":
            held += each.units
        elif status in GOODS:
            sold += each.units
    for sku, counts in stock.items():
        if counts["initial"] != counts["remaining"] + counts["held"] + counts["sold"]:
            wrong.append(f"units of {sku} do not add up: {dict(counts)}")
        if min(counts.values()) < 0:
            wrong.append(f"units of {sku} are negative: {dict(counts)}")
        if (counts["held"], counts["sold"]) != (held[sku], sold[sku]):
            wrong.append(f"orders hold {held[sku]} and have {sold[sku]} of {sku}: {dict(counts)}")
    return wrong


def seats(groups: Iterable[Mapping[str, Any]]) -> list[str]:
    """Seats ≤ size; SUCCESS exactly when all are paid; the counters are those of the seats."""
    wrong = []
    for group in groups:
        taken = group["seats"].values()
        paid = sum(seat["state"] == "PAID" for seat in taken)
        if len(taken) > group["size"]:
            wrong.append(f"group {group['groupId']} has {len(taken)} seats of {group['size']}")
        if (group["status"] == "SUCCESS") != (paid == group["size"]):
            wrong.append(f"group {group['groupId']} is {group['status']} with {paid} paid seats")
        if (group["seatsLeft"], group["toPay"]) != (
            group["size"] - len(taken),
            group["size"] - paid,
        ):
            wrong.append(f"group {group['groupId']} counts its seats wrong")
    return wrong


def money(bought: Iterable[Bought]) -> list[str]:
    """What WeChat still has of an order's payments is what its goods or its seat cost."""
    wrong = []
    for each in bought:
        order = each.order
        kept = sum(
            payment["amount"] - sum(refund["amount"] for refund in payment["refunds"])
            for payment in each.payments
        )
        cost = order["total"] - order["refunded"] if order["status"] in (*GOODS, *PAID_BACK) else 0
        if kept != cost:
            name = f"order {order['orderId']} ({order['status']})"
            wrong.append(f"{name} costs {cost} fen, and {kept} fen were paid and not paid back")
    return wrong


def states(bought: Iterable[Bought]) -> list[str]:
    """Each order has moved along its states, and is where its history ends."""
    wrong = []
    for each in bought:
        path = [entry["what"] for entry in each.order["history"] if entry["what"] in MOVES]
        for old, new in itertools.pairwise(path):
            if not may_move(old, new):
                wrong.append(f"order {each.order['orderId']} went from {old} to {new}")
        if path[-1:] != [each.order["status"]]:
            wrong.append(f"order {each.order['orderId']} is {each.order['status']}, not {path}")
    return wrong


def purchases(ledgers: Mapping[str, list[dict[str, Any]]], bought: Iterable[Bought]) -> list[str]:
    """Each paid order is in its buyer's ledger once, and no unpaid one is."""
    events = Counter(entry["event"] for ledger in ledgers.values() for entry in ledger)
    wrong = []
    for order in (each.order for each in bought):
        times, due = events[f"purchase#{order['orderId']}"], order["status"] in GOODS
        if times != (due and order["total"] > 0):
            name = f"order {order['orderId']} ({order['status']})"
            wrong.append(f"{name} is in the ledger {times} times")
    return wrong

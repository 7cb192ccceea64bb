"""What must hold after any load: no unit, no fen, no seat and no point is lost or double.

Each function gives what it has found wrong, in words; an empty list is what should be.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from bench.load.tables import Tables
from local.client import Wechat
from tests.support.points import check_accounts

BOUGHT = {"PAID", "SHIPPED", "COMPLETED"}
ENDED = BOUGHT | {"CLOSED", "REFUNDED"}


def orders_of(tables: Tables, run: str) -> list[dict[str, Any]]:
    """The orders of this run's shoppers."""
    mine = f"load-{run}-"
    return [
        item
        for item in tables.items("orders")
        if item["sk"].startswith("order#") and item["buyer"].startswith(mine)
    ]


def stock(tables: Tables, run: str) -> list[str]:
    """Per SKU: initial = remaining + held + sold; nothing is held; sold is what orders bought."""
    bought: Counter[str] = Counter()
    for order in orders_of(tables, run):
        if order["status"] in BOUGHT:
            for line in _lines(order):
                bought[line["skuId"]] += line["quantity"] - line.get("refunded", 0)
    counts: dict[str, Counter[str]] = {}
    for item in tables.items("stock"):
        sku = str(item["pk"]).removeprefix("sku#").partition("#")[0]
        if sku.startswith(f"load-{run}-"):
            names = ("initial", "remaining", "held", "sold")
            counts.setdefault(sku, Counter()).update({name: item.get(name, 0) for name in names})
    wrong = [] if counts else ["the SKUs of this run are not there"]
    for sku, found in counts.items():
        if found["initial"] != found["remaining"] + found["held"] + found["sold"]:
            wrong.append(f"{sku}: the units do not add up: {dict(found)}")
        if found["held"] or min(found.values()) < 0:
            wrong.append(f"{sku}: units are held or negative: {dict(found)}")
        if found["sold"] != bought[sku]:
            wrong.append(f"{sku}: {found['sold']} are sold, orders have bought {bought[sku]}")
    return wrong


def money(tables: Tables, run: str, wechat: Wechat) -> list[str]:
    """There are orders; each has ended, and WeChat has kept exactly what the order bought."""
    orders = orders_of(tables, run)
    wrong = [] if orders else ["no orders of this run are there"]
    for order in orders:
        number, status = order["orderId"], order["status"]
        if status not in ENDED:
            wrong.append(f"{number}: the order is still {status}")
        kept = 0
        for payment in wechat.payments(number):
            back = [r["amount"] for r in payment["refunds"] if r["state"] != "ABNORMAL"]
            kept += payment["amount"] - sum(back)
        owed = order["total"] - order["refunded"] if status in BOUGHT else 0
        if kept != owed:
            wrong.append(f"{number}: WeChat keeps {kept} fen, the order ({status}) is worth {owed}")
    return wrong


def groups(tables: Tables, run: str) -> list[str]:
    """No group has more seats than its size; it succeeded exactly if all its seats are paid."""
    wrong = []
    for group in tables.items("groups"):
        if group.get("goodsId") != f"load-{run}-group" or "seats" not in group:
            continue
        name, seats = group["groupId"], group["seats"].values()
        paid = sum(seat["state"] == "PAID" for seat in seats)
        if len(seats) > group["size"]:
            wrong.append(f"{name}: {len(seats)} seats in a group of {group['size']}")
        if (group["status"] == "SUCCESS") != (paid == group["size"]):
            wrong.append(f"{name}: {paid} of {group['size']} have paid, it is {group['status']}")
    return wrong


def points(tables: Tables, run: str) -> list[str]:
    """The balance of each account is the sum of its lots and of its entries; no event twice."""
    wrong = []
    for openid in {item["openid"] for item in tables.items("scores")}:
        if openid.startswith(f"load-{run}-"):
            try:
                check_accounts(tables, openid)
            except AssertionError as error:
                wrong.append(f"{openid}: {error}")
    return wrong


def _lines(order: dict[str, Any]) -> list[dict[str, Any]]:
    lines = order["lines"]
    return list(json.loads(lines) if isinstance(lines, str) else lines)

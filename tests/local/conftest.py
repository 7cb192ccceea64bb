"""Tests on the local stack leave the shop as they found it: its shelf, its flash sales, the bot's
answers, the rules of points. What their users did (orders, groups, points) stays."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.client import STACK_FILE, Refused, Shopper, read_stack
from local.stack import processes
from local.stack.aws import client
from local.stack.places import STATE
from local.stack.services import ENGINE

BEFORE = STATE / "before-tests.json"  # is there while tests run, and after a run that was killed


@pytest.fixture(scope="session", autouse=True)
def _the_shop_stays_as_it_was() -> Iterator[None]:
    if processes.find(ENGINE) is None or not STACK_FILE.exists():
        yield
        return
    shop = PublicShop(read_stack())
    shop.remember(BEFORE)
    yield
    shop.restore()
    BEFORE.unlink()


class PublicShop:
    """What users see of the shop that operators set. `restore` takes back what is new since."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.stack = stack
        self._operator = Shopper(stack, "operator-1")
        self._tables = client(stack["endpoint"], "dynamodb")
        self.goods, self.sales = self.shelf(), set(self.open_sales())
        self.answers, self.rules = self._keys("support"), self._keys("scores")

    def remember(self, path: Path) -> None:
        """Write down what is there. If an earlier run on this stack was killed, what was there
        before that one counts."""
        with contextlib.suppress(OSError, ValueError):
            kept = json.loads(path.read_text())
            if kept["api"] == self.stack["api"]:
                self.goods, self.sales = set(kept["goods"]), set(kept["sales"])
                self.answers, self.rules = _keys(kept["answers"]), _keys(kept["rules"])
        seen: dict[str, Any] = {"goods": self.goods, "sales": self.sales}
        seen |= {"answers": self.answers, "rules": self.rules}
        lists = {name: sorted(values) for name, values in seen.items()}
        path.write_text(json.dumps({"api": self.stack["api"], **lists}))

    def shelf(self) -> set[str]:
        """The ids of the goods that are shown. listGoods may be a second late, the table is not."""
        pages = self._tables.get_paginator("scan").paginate(
            TableName=self.stack["tables"]["goods"],
            FilterExpression="begins_with(pk, :goods) AND #hidden = :no",
            ExpressionAttributeNames={"#hidden": "hidden"},
            ExpressionAttributeValues={":goods": {"S": "goods#"}, ":no": {"BOOL": False}},
        )
        return {row["goodsId"]["S"] for page in pages for row in page["Items"]}

    def open_sales(self) -> dict[str, dict[str, Any]]:
        return {sale["saleId"]: sale for sale in self._operator.call("listSales")["items"]}

    def restore(self) -> None:
        self._operator.login()
        for sale in self.open_sales().values():
            if sale["saleId"] not in self.sales:
                self._end(sale)
        for goods_id in self.shelf() - self.goods:
            self._hide(goods_id)
        for table, before in (("support", self.answers), ("scores", self.rules)):
            for key in self._keys(table) - before:
                self._delete(table, dict(key))

    def _end(self, sale: dict[str, Any]) -> None:
        now = time.time_ns() // 1_000_000
        names = ("saleId", "skuId", "price", "stock", "limit", "startAt")
        terms = {name: sale[name] for name in names} | {"endAt": now}
        terms["startAt"] = min(terms["startAt"], now - 1)
        try:
            self._operator.call("saveSale", **terms)
        except Refused as refusal:
            if refusal.code != "SALE_ENDED":  # it ended by itself: the list may be a second late
                raise

    def _hide(self, goods_id: str) -> None:
        """Hide the goods. A call of a test that got no answer in time may still change them: then
        hide them as they are now."""
        while goods_id in self.shelf():
            revision = self._operator.call("getGoods", goodsId=goods_id)["revision"]
            try:
                self._operator.call("patchGoods", goodsId=goods_id, revision=revision, hidden=True)
            except Refused as refusal:
                if refusal.code != "GOODS_CHANGED":
                    raise

    # Answers and rules cannot be deleted by a function.

    def _keys(self, table: str) -> set[tuple[tuple[str, str], ...]]:
        """The keys of the items that operators save."""
        hash_key, value = {"support": ("pk", "faq"), "scores": ("openid", "#rules")}[table]
        range_key = {"support": "sk", "scores": "entry"}[table]
        rows = self._tables.query(
            TableName=self.stack["tables"][table],
            KeyConditionExpression="#key = :value",
            ExpressionAttributeNames={"#key": hash_key},
            ExpressionAttributeValues={":value": {"S": value}},
        )["Items"]
        return {((hash_key, value), (range_key, row[range_key]["S"])) for row in rows}

    def _delete(self, table: str, key: dict[str, str]) -> None:
        packed = {name: {"S": value} for name, value in key.items()}
        self._tables.delete_item(TableName=self.stack["tables"][table], Key=packed)


def _keys(kept: list[list[list[str]]]) -> set[tuple[tuple[str, str], ...]]:
    return {tuple((name, value) for name, value in key) for key in kept}

"""A look at a SKU: its own shards, its pools, and its units."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shop.stock.model import SalePool, Shard, Sku, shard_keys
from shop.stock.reads import Look
from wxcloud import clock


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    clock.set_clock(lambda: 1000)
    yield
    clock.set_clock(None)


def a_look() -> Look:
    sku = Sku.new("tea-1", "tea", title="茶", price=5, stock=7, shards=2, hidden=False)
    sku.sales = {"sale#open": SalePool(1, 1001), "sale#over": SalePool(2, 1000)}
    pools = {pool: shard_keys(pool, n) for pool, n in (("sale#open", 1), ("sale#over", 2))}
    sale_shards = {
        pool: [Shard(pk=key, initial=6, remaining=1, held=2, sold=3) for key in keys]
        for pool, keys in pools.items()
    }
    return Look(sku, {sku.pk: [sku, Shard.at("sku#tea-1#1")], **sale_shards})


def test_the_skus_own_shards_are_its_pool_and_those_of_ended_sales() -> None:
    assert [shard.pk for shard in a_look().own] == [
        "sku#tea-1",
        "sku#tea-1#1",
        "sale#over",
        "sale#over#1",
    ]


def test_the_stock_of_a_sku_includes_its_sales() -> None:
    view = a_look().view()
    assert (view.initial, view.remaining, view.held, view.sold) == (25, 10, 6, 9)
    assert view.initial == view.remaining + view.held + view.sold


def test_a_new_sku_has_all_its_units_in_its_first_shard() -> None:
    sku = Sku.new("tea-1", "tea", title="茶", price=5, stock=7, shards=2, hidden=False)
    assert (sku.pk, sku.sk) == ("sku#tea-1", "stock")
    assert (sku.initial, sku.remaining, sku.held, sku.sold, sku.wanted) == (7, 7, 0, 0, 7)

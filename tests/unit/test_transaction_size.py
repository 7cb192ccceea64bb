"""No transaction is sent that DynamoDB would refuse for its size."""

from __future__ import annotations

import pytest

from shop.stock.model import STOCK_MOVED, pool_of_shard, shard_keys
from shop.stock.moving import units_part
from wxcloud.errors import Refusal
from wxcloud.transaction import MAX_ITEMS, TOO_MANY_CHANGES, commit


def test_more_parts_than_a_transaction_has_items_are_refused_by_name() -> None:
    keys = shard_keys("sku#tea-1", MAX_ITEMS + 1)
    with pytest.raises(Refusal) as refused:
        commit(*(units_part(key, 1, STOCK_MOVED) for key in keys))
    assert refused.value.code is TOO_MANY_CHANGES
    assert TOO_MANY_CHANGES.status == 409


def test_a_shard_knows_its_pool() -> None:
    for pool in ("sku#tea-1", "sale#a_b-c"):
        assert {pool_of_shard(key) for key in shard_keys(pool, 3)} == {pool}

"""The choice of shards from which units are taken, without a store."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.stock.allocation import allocate, change, change_sale, spread
from shop.stock.model import Shard, shard_keys
from shop.stock.parts import hold, release, restock, sell, sell_at_once
from wxcloud.transaction import Part

counts = st.lists(st.integers(0, 20), min_size=1, max_size=8)
buyers = st.text(max_size=8)


def pool(*remaining: int, name: str = "sku#tea-1") -> list[Shard]:
    keys = shard_keys(name, len(remaining))
    return [Shard(pk=key, remaining=n) for key, n in zip(keys, remaining, strict=True)]


def after(shards: Sequence[Shard], taken: dict[str, int] | None) -> list[int]:
    return [shard.remaining - (taken or {}).get(shard.pk, 0) for shard in shards]


def test_a_buyer_takes_from_one_shard_if_one_has_enough() -> None:
    assert allocate(pool(5), 5, "u1") == {"sku#tea-1": 5}
    assert allocate(pool(1, 4, 1), 3, "u1") == {"sku#tea-1#1": 3}


def test_buyers_start_at_different_shards() -> None:
    first = {next(iter(allocate(pool(9, 9, 9, 9), 1, f"u{i}") or {})) for i in range(100)}
    assert first == set(shard_keys("sku#tea-1", 4))


def test_the_last_units_are_taken_from_several_shards_the_fullest_first() -> None:
    assert allocate(pool(1, 3, 2), 5, "u1") == {"sku#tea-1#1": 3, "sku#tea-1#2": 2}
    assert allocate(pool(1, 3, 2), 6, "u1") == {
        "sku#tea-1": 1,
        "sku#tea-1#1": 3,
        "sku#tea-1#2": 2,
    }


def test_nothing_is_taken_if_all_shards_together_have_too_few() -> None:
    assert allocate(pool(1, 3, 2), 7, "u1") is None
    assert allocate(pool(0), 1, "u1") is None


@given(counts, st.integers(1, 200), buyers)
def test_an_allocation_has_exactly_the_units_and_takes_no_more_than_there_are(
    remaining: list[int], units: int, buyer: str
) -> None:
    shards = pool(*remaining)
    allocation = allocate(shards, units, buyer)
    if units > sum(remaining):
        assert allocation is None
        return
    assert allocation is not None
    assert sum(allocation.values()) == units
    assert all(n > 0 for n in allocation.values())
    assert min(after(shards, dict(allocation))) >= 0
    if max(remaining) >= units:
        assert len(allocation) == 1, "no transaction over several shards where one has enough"


@given(counts, st.lists(st.tuples(st.integers(1, 5), buyers), max_size=60))
def test_buyers_together_can_buy_every_unit(
    remaining: list[int], orders: list[tuple[int, str]]
) -> None:
    shards = pool(*remaining)
    for units, buyer in [*orders, *((1, f"u{i}") for i in range(sum(remaining)))]:
        for key, n in (allocate(shards, units, buyer) or {}).items():
            next(shard for shard in shards if shard.pk == key).remaining -= n
    assert after(shards, None) == [0] * len(shards)


def test_an_operator_can_remove_only_free_units() -> None:
    assert change(pool(1, 4), 3) == {"sku#tea-1": 3}
    assert change(pool(1, 4), -3) == {"sku#tea-1#1": -3}
    assert change(pool(1, 4), -6) is None


def test_a_sale_gets_units_of_its_sku_and_new_units_if_those_are_too_few() -> None:
    sale = pool(0, name="sale#1")
    assert change_sale(pool(1, 4), sale, 3) == {"sale#1": 3, "sku#tea-1#1": -3}
    assert change_sale(pool(1, 4), sale, 9) == {"sale#1": 9, "sku#tea-1": -1, "sku#tea-1#1": -4}


def test_units_that_are_removed_from_a_sale_return_to_the_sku() -> None:
    sale = pool(2, 5, name="sale#1")
    assert change_sale(pool(0), sale, -3) == {"sale#1#1": -3, "sku#tea-1": 3}
    assert change_sale(pool(9), sale, -8) is None


@given(counts, counts, st.integers(-100, 100))
def test_a_change_of_a_sale_makes_no_unit_negative_and_loses_none(
    own_units: list[int], sale_units: list[int], difference: int
) -> None:
    own, sale = pool(*own_units), pool(*sale_units, name="sale#1")
    units = change_sale(own, sale, difference)
    if -difference > sum(sale_units):
        assert units is None
        return
    assert units is not None
    assert sum(units.get(shard.pk, 0) for shard in sale) == difference
    assert min(shard.remaining + units.get(shard.pk, 0) for shard in [*own, *sale]) >= 0
    new = sum(units.values())
    assert new == max(0, difference - sum(own_units)), "only what the SKU lacks is new"


def test_units_are_spread_evenly_and_the_first_shard_keeps_the_rest() -> None:
    assert spread(pool(10, 0, 0)) == {"sku#tea-1#1": 3, "sku#tea-1#2": 3}
    assert spread(pool(10, 2, 5)) == {"sku#tea-1#1": 3}
    assert spread(pool(2, 2)) == {}


def test_units_are_not_spread_if_the_first_shard_has_too_few() -> None:
    assert spread(pool(0, 9, 0)) == {}


@given(counts)
def test_spreading_adds_no_unit_and_loses_none(remaining: list[int]) -> None:
    shards = pool(*remaining)
    moves = spread(shards)
    assert all(n > 0 for n in moves.values())
    assert shards[0].pk not in moves
    left = remaining[0] - sum(moves.values())
    assert left >= 0
    if moves:
        share = sum(remaining) // len(remaining)
        assert min(shard.remaining + moves.get(shard.pk, 0) for shard in shards[1:]) >= share
    shards[0].remaining = left
    for shard in shards[1:]:
        shard.remaining += moves.get(shard.pk, 0)
    assert sum(shard.remaining for shard in shards) == sum(remaining)
    assert spread(shards) == {}, "a repeat moves nothing"


@pytest.mark.parametrize("parts", [hold, sell_at_once, sell, release, restock])
def test_each_part_moves_units_from_one_count_to_another(parts: object) -> None:
    made: list[Part[Shard]] = parts({"sku#tea-1": 2, "sku#tea-1#1": 1})  # type: ignore[operator]
    assert [part.item.pk for part in made] == ["sku#tea-1", "sku#tea-1#1"]
    for part, units in zip(made, (2, 1), strict=True):
        assert len(part.actions) == 2
        numbers = sorted(int(v["N"]) for v in part.request()["ExpressionAttributeValues"].values())
        assert numbers == sorted([-units, units, units]), "down, up, and the condition"

"""Who gets which version: rules of values, and a million users."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.experiments.assignment import assign, assign_default, ranges_of
from shop.experiments.hashing import BUCKETS, bucket_of, choose_variation, fnv1a, in_namespace
from shop.experiments.model import Audience, Experiment, Layer, Metric, PageVariant

NOW = 1_795_305_600_000
DAY = 86_400_000
MILLION = 1_000_000


def experiment(**fields: Any) -> Experiment:
    return Experiment(
        **{
            "key": "home",
            "variants": [PageVariant(name="v1", weight=1), PageVariant(name="v2", weight=1)],
            "metrics": [Metric(name="orders", event="order_paid")],
            "start": NOW,
            "stop": NOW + 14 * DAY,
            "minimumEffect": 0.1,
            **fields,
        }
    )


def weights(*values: float) -> list[PageVariant]:
    return [PageVariant(name=f"v{i + 1}", weight=value) for i, value in enumerate(values)]


def fnv(units: Any) -> Any:
    """FNV-1a of many texts of the same length at once."""
    value = np.full(units.shape[0], 0x811C9DC5, np.uint64)
    for column in units.T:
        value = (value ^ column) * np.uint64(0x01000193) & np.uint64(0xFFFFFFFF)
    return value


def buckets(seed: str, first: int = 0, count: int = MILLION) -> Any:
    """The buckets of `count` users `oTuan<8 digits>`, as `bucket_of` gives them."""
    numbers = np.arange(first, first + count)
    prefix = np.frombuffer((seed + "oTuan").encode(), np.uint8)
    digits = (numbers[:, None] // 10 ** np.arange(7, -1, -1)) % 10 + ord("0")
    units = np.hstack([np.broadcast_to(prefix, (count, len(prefix))), digits])
    inner = fnv(units.astype(np.uint64)).astype(np.int64)
    outer = np.empty(count, np.int64)
    for length in range(1, 11):
        low = 0 if length == 1 else 10 ** (length - 1)
        of_length = (inner >= low) & (inner < 10**length)
        text = (inner[of_length, None] // 10 ** np.arange(length - 1, -1, -1)) % 10 + ord("0")
        outer[of_length] = fnv(text.astype(np.uint64)).astype(np.int64)
    return outer % BUCKETS


def test_the_fast_buckets_of_these_tests_are_the_real_ones() -> None:
    fast = buckets("home", count=3000)
    real = [round(bucket_of("home", f"oTuan{i:08}") * BUCKETS) for i in range(3000)]
    assert fast.tolist() == real


def chi_square(observed: Any, expected: Any) -> float:
    return float(((observed - expected) ** 2 / expected).sum())


def normal_of(chi: float, df: int) -> float:
    """The chi-square as a normal deviate (Wilson and Hilferty)."""
    return float(((chi / df) ** (1 / 3) - (1 - 2 / (9 * df))) / (2 / (9 * df)) ** 0.5)


def test_a_million_users_fill_the_buckets_evenly() -> None:
    counts = np.bincount(buckets("home"), minlength=BUCKETS)
    assert abs(normal_of(chi_square(counts, MILLION / BUCKETS), BUCKETS - 1)) < 3.3  # p > 0.001


@pytest.mark.parametrize("split", [(1, 1), (1, 3), (2, 3, 5), (0.05, 0.95), (1, 0, 1)])
def test_each_version_gets_its_weight_within_a_thousandth(split: tuple[float, ...]) -> None:
    ranges = ranges_of(weights(*split))
    found = buckets("weights") / BUCKETS
    for (start, end), weight in zip(ranges, split, strict=True):
        share = float(((found >= start) & (found < end)).mean())
        assert abs(share - weight / sum(split)) < 0.001


def test_two_experiments_are_independent() -> None:
    one, other = buckets("home") // 1000, buckets("detail") // 1000
    table = np.bincount(one * 10 + other, minlength=100).reshape(10, 10).astype(float)
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / MILLION
    assert abs(normal_of(chi_square(table, expected), 81)) < 3.3


def test_parts_of_a_layer_share_nobody_and_leave_nobody_out() -> None:
    for i in range(5000):
        user = f"用户{i}😀"
        parts = [in_namespace(user, "layer", a / 4, (a + 1) / 4) for a in range(4)]
        assert parts.count(True) == 1


OPENIDS = st.text(min_size=1, max_size=40)


@settings(deadline=None)
@given(OPENIDS)
def test_the_original_page_has_two_versions_by_the_hash_of_the_openid(openid: str) -> None:
    got = assign_default("page", openid)
    assert got == assign_default("page", openid)
    assert got.variant.name == ("v1" if bucket_of("page", openid) < 0.5 else "v2")
    assert got.counts and got.variant.config == {}


@settings(deadline=None)
@given(OPENIDS, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_new_weights_move_only_whose_bucket_has_another_version(
    openid: str, before: float, after: float
) -> None:
    old = assign(experiment(variants=weights(before, 1 - before)), openid, NOW).variant.name
    new = assign(experiment(variants=weights(after, 1 - after)), openid, NOW).variant.name
    if old != new:  # the bucket lies between the two borders
        bucket = bucket_of("home", openid)
        assert min(before, after) - 1e-9 <= bucket <= max(before, after) + 1e-9


@settings(deadline=None)
@given(OPENIDS, st.floats(0, 1), st.floats(0, 1))
def test_more_coverage_moves_nobody(openid: str, one: float, other: float) -> None:
    small, large = sorted((one, other))
    before = assign(experiment(audience=Audience(coverage=small)), openid, NOW)
    after = assign(experiment(audience=Audience(coverage=large)), openid, NOW)
    if before.counts:
        assert after == before


def test_a_weight_of_zero_gives_nobody_a_version() -> None:
    assert {choose_variation(b / 100, ranges_of(weights(1, 0, 1))) for b in range(100)} == {0, 2}


def test_a_tester_gets_the_version_that_is_said_and_does_not_count() -> None:
    plan = experiment(testers={"qa": "v2"})
    for now in (NOW - DAY, NOW, NOW + 30 * DAY):
        got = assign(plan, "qa", now)
        assert (got.variant.name, got.counts) == ("v2", False)


def test_before_and_after_its_time_nobody_is_in_the_experiment() -> None:
    plan = experiment(winner="v2")
    assert assign(plan, "u", NOW - 1) == assign(experiment(), "u", NOW - 1)
    assert assign(plan, "u", NOW - 1).variant.name == "v1"
    assert not assign(plan, "u", NOW - 1).counts
    after = assign(plan, "u", plan.stop)
    assert (after.variant.name, after.counts) == ("v2", False)
    assert assign(experiment(), "u", plan.stop).variant.name == "v1"


def test_who_is_not_in_the_layer_gets_the_control_and_does_not_count() -> None:
    plan = experiment(layer=Layer(name="page", start=0, end=0.3), variants=weights(0, 1))
    for i in range(300):
        inside = in_namespace(f"u{i}", "page", 0, 0.3)
        got = assign(plan, f"u{i}", NOW)
        assert (got.variant.name, got.counts) == (("v2", True) if inside else ("v1", False))


def test_the_hash_reads_utf16_units() -> None:
    assert fnv1a("😀") == fnv1a("\ud83d\ude00")  # two units, as in JavaScript

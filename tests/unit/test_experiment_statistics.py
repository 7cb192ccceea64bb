"""The statistics of experiments: published figures, SciPy's values, and properties."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shop.experiments.statistics import distributions, effects, fixed, sample_ratio, sequential
from shop.experiments.statistics.corrections import benjamini_hochberg, holm
from shop.experiments.statistics.effects import Effect
from shop.experiments.statistics.moments import Sums, share, theta
from shop.experiments.statistics.power import more_needed, power
from tests.support.template import ROOT

SCIPY: dict[str, list[list[float]]] = json.loads(
    (ROOT / "tests/vectors/scipy_distributions.json").read_text(encoding="utf-8")
)


def close(value: float, wanted: float) -> bool:
    return abs(value - wanted) < 1e-5


def need(effect: Effect | None) -> Effect:
    assert effect is not None
    return effect


# --- published figures ---------------------------------------------------------------------------


def test_growthbooks_figures_of_a_fixed_look_at_two_shares() -> None:
    found = need(effects.relative(share(28, 14), share(30, 16)))
    low, high, p = fixed.interval(found)
    assert close(found.estimate, 0.06667)
    assert close(low, -0.47767) and close(high, 0.61101) and close(p, 0.80707)


def test_growthbooks_figures_of_a_fixed_look_at_two_values() -> None:
    a, b = Sums(3407, 1396.87, 52377.9767), Sums(3461, 2422.7, 134698.29)
    low, high, p = fixed.interval(need(effects.relative(a, b)))
    assert close(low, -0.03526) and close(high, 1.44989) and close(p, 0.06191)
    low, high, p = fixed.interval(need(effects.absolute(a, b)))
    assert close(low, 0.04538) and close(high, 0.53462) and close(p, 0.02016)


def test_growthbooks_figures_of_the_confidence_sequence() -> None:
    low, high, p = sequential.interval(need(effects.relative(share(3000, 1396), share(3461, 2422))))
    assert close(low, 0.40098) and close(high, 0.60675) and close(p, 0)
    a, b = Sums(3000, 1396.87, 52377.9767), Sums(3461, 2422.7, 134698.29)
    low, high, p = sequential.interval(need(effects.relative(a, b)), tuning=1000)
    assert close(low, -0.55844) and close(high, 1.56516) and p == 1


@pytest.mark.parametrize("peeks, published", [(False, 25.45703125), (True, 55.66796875)])
def test_growthbooks_figures_of_power(peeks: bool, published: float) -> None:
    a = Sums(500, 499.99999999999994, 1499.999999999999)
    b = Sums(500, 525.0000000000008, 1551.2499999999998)
    found = need(effects.relative(a, b))
    assert close(power(found, 0.05, published, peeks=peeks), 0.8)

    low, high = 0.0, 1.0  # GrowthBook stops as soon as the power is that close
    while power(found, 0.05, high, peeks=peeks) < 0.8:
        high *= 2
    middle = high
    while not close(power(found, 0.05, middle, peeks=peeks), 0.8):
        middle = (low + high) / 2
        is_low = power(found, 0.05, middle, peeks=peeks) < 0.8
        low, high = (middle, high) if is_low else (low, middle)
    assert middle == published
    exact = more_needed(found, 0.05, peeks=peeks)
    assert exact is not None and abs(exact / published - 1) < 1e-4


def test_the_sample_ratio_that_growthbook_misses_is_flagged() -> None:
    two = sample_ratio.check([5165, 4835], [1, 1])
    assert close(two.p, 0.000967) and two.flagged
    three = sample_ratio.check([5165, 4835, 0], [1, 1, 0])
    assert three == two


# --- SciPy's values ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in SCIPY if not name.startswith("_")])
def test_distributions_have_scipys_values(name: str) -> None:
    for *arguments, wanted in SCIPY[name]:
        found = getattr(distributions, name)(*arguments)
        assert found == pytest.approx(wanted, rel=1e-9, abs=1e-13), (name, arguments)


# --- sample ratio --------------------------------------------------------------------------------


def test_users_in_an_arm_without_weight_are_flagged() -> None:
    assert sample_ratio.check([5000, 5000, 1], [1, 1, 0]).flagged


def test_few_users_are_not_flagged() -> None:
    assert not sample_ratio.check([14, 1], [1, 1]).flagged  # 7.5 expected
    assert not sample_ratio.check([0, 0], [1, 1]).flagged
    assert sample_ratio.check([40, 2], [1, 1]).flagged


def test_an_arm_that_got_nobody_is_flagged() -> None:
    assert sample_ratio.check([1000, 0], [1, 1]).flagged


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from([0, 1, 2])), min_size=2))
def test_arms_without_weight_and_users_change_nothing(arms: list[tuple[int, int]]) -> None:
    users, weights = [n for n, _ in arms], [weight for _, weight in arms]
    assume(sum(weights) > 0)
    assert sample_ratio.check([*users, 0], [*weights, 0]) == sample_ratio.check(users, weights)


# --- corrections ---------------------------------------------------------------------------------

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_corrections_have_the_textbooks_values() -> None:
    values = [0.01, 0.04, 0.03, 0.005]
    assert holm(values) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert benjamini_hochberg(values) == pytest.approx([0.02, 0.04, 0.04, 0.02])


@settings(deadline=None)
@given(P_VALUES)
def test_corrected_values_keep_their_order_and_are_not_smaller(values: list[float]) -> None:
    for correct in (holm, benjamini_hochberg):
        found = correct(values)
        assert all(p <= q <= 1 for p, q in zip(values, found, strict=True))
        pairs = sorted(zip(values, found, strict=True))
        assert [q for _, q in pairs] == sorted(found)
    assert all(
        bh <= h + 1e-12 for bh, h in zip(benjamini_hochberg(values), holm(values), strict=True)
    )


# --- intervals -----------------------------------------------------------------------------------

COUNTS = st.tuples(st.integers(10, 5000), st.integers(10, 5000)).map(
    lambda pair: (max(pair), min(pair))
)


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_p_is_small_exactly_if_zero_is_outside(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = effects.absolute(share(*a), share(*b))
    assume(found is not None)
    for interval in (fixed.interval(need(found)), sequential.interval(need(found))):
        outside = interval.low > 0 or interval.high < 0
        if abs(interval.p - 0.05) > 1e-9:
            assert outside == (interval.p < 0.05)
    assert sequential.interval(need(found)).low < fixed.interval(need(found)).low


def test_without_variance_there_is_no_effect() -> None:
    assert effects.absolute(share(100, 0), share(100, 5)) is None
    assert effects.relative(share(100, 0), share(100, 5)) is None
    assert effects.absolute(share(1, 1), share(100, 5)) is None


def test_a_huge_effect_has_no_overflow() -> None:
    found = Effect(1e6, 1e-3, 100, 10_000)
    assert sequential.interval(found).p == 0.0


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=4, max_size=40))
def test_sums_add_up_to_the_variance_of_the_users(pairs: list[tuple[int, int]]) -> None:
    def sums(users: list[tuple[int, int]]) -> Sums:
        return Sums(
            len(users),
            sum(y for y, _ in users),
            sum(y * y for y, _ in users),
            sum(x for _, x in users),
            sum(x * x for _, x in users),
            sum(x * y for y, x in users),
        )

    whole = sums(pairs)
    assert sums(pairs[:2]) + sums(pairs[2:]) == whole
    mean = sum(y for y, _ in pairs) / len(pairs)
    wanted = sum((y - mean) ** 2 for y, _ in pairs) / (len(pairs) - 1)
    assert whole.variance == pytest.approx(wanted, abs=1e-6)


@settings(deadline=None)
@given(st.integers(0, 20), st.integers(0, 20))
def test_cuped_takes_off_what_the_values_before_explain(shift: int, lift: int) -> None:
    xs = [1, 2, 5, 7, 11]
    a = [(2 * x + 1, x) for x in xs]
    b = [(2 * (x + shift) + 1 + lift, x + shift) for x in xs]
    left, right = (
        Sums(
            5,
            sum(y for y, _ in arm),
            sum(y * y for y, _ in arm),
            sum(x for _, x in arm),
            sum(x * x for _, x in arm),
            sum(x * y for y, x in arm),
        )
        for arm in (a, b)
    )
    slope = theta(left, right)
    assert slope == pytest.approx(2)
    shown = right.mean - left.mean - slope * (right.before_mean - left.before_mean)
    assert shown == pytest.approx(lift)


# --- power ---------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.floats(0.01, 0.5), st.floats(0.02, 2), st.integers(300, 100_000))
def test_the_users_that_are_needed_give_the_power(size: float, error: float, n: int) -> None:
    found = Effect(0.0, error, n - 2, n)
    for peeks in (False, True):
        more = more_needed(found, size, peeks=peeks)
        assert more is not None
        if more > 0:
            assert power(found, size, more, peeks=peeks) == pytest.approx(0.8, abs=1e-6)
        else:
            assert power(found, size, peeks=peeks) >= 0.8


def test_an_effect_of_nothing_is_never_found() -> None:
    assert more_needed(Effect(0.0, 1.0, 998, 1000), 0.0) is None

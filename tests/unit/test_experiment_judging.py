"""What sums mean, and the words for it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.experiments.answers import ExperimentAnswer
from shop.experiments.model import Experiment, ExperimentItem, Metric, PageVariant
from shop.experiments.trial import Trial

START = 1_795_305_600_000
DAY = 86_400_000
Arm = tuple[int, int]  # users, conversions


def answer(
    *arms: Arm,
    weights: tuple[float, ...] = (),
    days: float = 10,
    multiple: int = 0,
    before: Arm | None = None,
    english: bool = False,
    minimum: float = 0.1,
    stop: float = 30,
    **metric: Any,
) -> ExperimentAnswer:
    names = [f"v{i + 1}" for i in range(len(arms))]
    plan = Experiment(
        key="home",
        variants=[
            PageVariant(name=name, weight=weight)
            for name, weight in zip(names, weights or [1.0] * len(arms), strict=True)
        ],
        metrics=[Metric(name="orders", event="order_paid", **metric)],
        start=START,
        stop=START + round(stop * DAY),
        minimumEffect=minimum,
    )
    item = ExperimentItem.at("home")
    item.terms = plan
    item.weightsSince = START + 2 * DAY if before else 0
    rows = [row(name, n, did) for name, (n, did) in zip(names, arms, strict=True) if n]
    if multiple:
        rows.append({**row("v1", multiple, 0), "multiple": "1"})
    if before:  # who came before the weights were changed, and who of them got another version
        rows.append({**row("v1", before[0], 0), "fresh": "0", "n0": "0", "first": None})
        moved = {**row("v1", before[1], 0), "multiple": "1", "fresh": "0", "first": None}
        rows.append(moved)
    trial = Trial.of(item, english=english)
    return trial.answer(rows, START + round(days * DAY))


def row(name: str, n: int, did: int) -> dict[str, str | None]:
    values = {"users": n, "fresh": n, "n0": n, "c0": did, "y0": did, "yy0": did, "first": START}
    return {"arm": name, "multiple": "0", **{key: str(value) for key, value in values.items()}}


def test_a_better_version_is_named_with_what_to_do() -> None:
    found = answer((5000, 500), (5000, 650))
    assert found.verdict == "better"
    (compared,) = found.comparisons or []
    assert (compared.arm, compared.control, compared.verdict) == ("v2", "v1", "better")
    assert compared.difference == pytest.approx(0.03)
    assert compared.relative == pytest.approx(0.3)
    assert compared.low is not None and compared.high is not None
    assert compared.alwaysValidLow is not None and compared.alwaysValidLow < compared.low
    assert compared.low < 0.03 < compared.high
    assert found.words is not None
    assert "可以把 v2 推给所有用户" in str(found.words) and "13%" in str(found.words)
    assert "winner 设为 v2" in str(found.words)


def test_better_is_never_said_of_an_arm_that_only_is_not_the_control() -> None:
    for arms in (
        [(5000, 500), (5000, 510)],
        [(5000, 500), (5000, 500)],
        [(5000, 500), (5000, 300)],
    ):
        found = answer(*arms)
        assert found.verdict != "better"
        assert "推给所有" not in str(found.words)
        assert "Give v2" not in str(answer(*arms, english=True).words)


def test_a_worse_version_is_not_kept() -> None:
    found = answer((5000, 500), (5000, 300))
    assert found.verdict == "worse" and "请保留 v1" in str(found.words)


def test_of_what_should_become_less_the_lower_one_is_better() -> None:
    assert answer((5000, 500), (5000, 300), lowerIsBetter=True).verdict == "better"
    assert answer((5000, 300), (5000, 500), lowerIsBetter=True).verdict == "worse"


@pytest.mark.parametrize(
    "arms, days", [([(149, 10), (200, 60)], 10), ([(5000, 500), (5000, 900)], 2.9)]
)
def test_there_is_no_verdict_too_early_and_the_words_say_so(arms: list[Arm], days: float) -> None:
    found = answer(*arms, days=days)
    assert found.verdict == "tooEarly"
    assert {each.verdict for each in found.comparisons or []} == {"undecided"}
    assert "还不能下结论" in str(found.words) and "150 人" in str(found.words)
    assert "too early" in str(answer(*arms, days=days, english=True).words)


@pytest.mark.parametrize(
    "arms, weights",
    [
        ([(5165, 500), (4835, 900)], (1, 1)),
        ([(5165, 500), (4835, 900), (0, 0)], (1, 1, 0)),
        ([(5000, 500), (5000, 900), (3, 1)], (1, 1, 0)),
    ],
)
def test_numbers_of_users_that_do_not_fit_the_weights_stop_every_verdict(
    arms: list[Arm], weights: tuple[float, ...]
) -> None:
    found = answer(*arms, weights=weights)
    assert found.verdict == "broken" and found.sampleRatio and found.sampleRatio.flagged
    assert {each.verdict for each in found.comparisons or []} == {"undecided"}
    assert "先不要看结果" in str(found.words) and "新的实验 key" in str(found.words)


def test_an_arm_without_weight_and_users_does_not_delay_the_verdict() -> None:
    assert answer((5000, 500), (5000, 650), (0, 0), weights=(1, 1, 0)).verdict == "better"


def test_many_users_with_two_versions_are_told() -> None:
    assert not answer((5000, 500), (5000, 650), multiple=100).multipleExposuresFlagged
    found = answer((5000, 500), (5000, 650), multiple=102)
    assert found.multipleExposures == 102 and found.multipleExposuresFlagged
    assert "102 人（1%）" in str(found.words)
    assert not answer((200, 20), (200, 20), multiple=9).multipleExposuresFlagged


def test_users_who_change_their_version_for_no_reason_forbid_every_verdict() -> None:
    found = answer((5000, 500), (5000, 650), multiple=102)
    assert found.verdict == "broken" and found.sampleRatio and not found.sampleRatio.flagged
    assert {each.verdict for each in found.comparisons or []} == {"undecided"}
    assert "先不要看结果" in str(found.words) and "102 人（1%）" in str(found.words)
    said = str(answer((5000, 500), (5000, 650), multiple=102, english=True).words)
    assert said.startswith("Do not read the results yet: 102 users (1%)")


def test_after_a_change_of_weights_the_verdict_is_about_users_who_came_since() -> None:
    found = answer((5000, 500), (5000, 650), before=(3000, 400))
    assert found.verdict == "better" and found.multipleExposuresFlagged
    assert "之前进入的 3,400 人不参与比较" in str(found.words)
    assert "只比较之后才进入的 10,000 人" in str(found.words)
    assert [arm.waiting for arm in found.arms or []] == [0, 0]
    early = answer((100, 10), (100, 13), before=(3000, 400))
    assert early.verdict == "tooEarly" and "之前进入的 3,400 人" in str(early.words)
    nobody = answer((0, 0), (0, 0), before=(3000, 400), english=True)
    assert nobody.verdict == "tooEarly" and "3,400 users who came before" in str(nobody.words)
    assert nobody.days == 0


def test_nothing_is_said_of_nobody() -> None:
    found = answer((0, 0), (0, 0))
    assert found.verdict == "noData" and "还没有用户" in str(found.words)
    assert (found.power, found.daysLeft) == (None, None)
    assert [each.rate for each in found.arms or []] == [0.0, 0.0]


def test_days_left_are_those_until_the_minimum_effect_can_be_seen() -> None:
    found = answer((5000, 500), (5000, 510))
    assert found.verdict == "undecided"
    assert isinstance(found.power, float) and found.power < 0.8
    assert isinstance(found.daysLeft, int) and found.daysLeft > 10
    assert f"大约还要 {found.daysLeft} 天" in str(found.words)
    assert "请把 stop 推后" in str(found.words)  # it stops after 20 days
    assert "请让实验继续" in str(answer((5000, 500), (5000, 510), stop=90).words)
    more = answer((50_000, 5000), (50_000, 5100))
    assert isinstance(more.power, float) and more.power > found.power


def test_a_difference_that_does_not_matter_is_called_so() -> None:
    found = answer((400_000, 40_000), (400_000, 40_100))
    assert found.verdict == "noDifference" and "没有值得在意的差别" in str(found.words)
    assert found.daysLeft == 0


def test_an_experiment_that_is_over_is_not_told_to_go_on() -> None:
    found = answer((5000, 500), (5000, 510), stop=10, days=12)
    assert "实验已经结束" in str(found.words) and "继续" not in str(found.words)
    assert found.days == 10


def test_with_three_versions_the_best_one_is_named_and_the_worse_one_too() -> None:
    found = answer((5000, 500), (5000, 700), (5000, 350))
    assert found.verdict == "better"
    assert "把 v2 推给" in str(found.words) and "v3 比对照差" in str(found.words)


def test_no_conversions_at_all_give_no_numbers_and_no_error() -> None:
    found = answer((500, 0), (500, 0))
    (compared,) = found.comparisons or []
    assert (compared.difference, compared.p, compared.alwaysValidP) == (None, None, None)
    assert found.verdict == "undecided" and (found.power, found.daysLeft) == (None, None)
    one_sided = answer((500, 0), (500, 40))
    assert one_sided.verdict == "undecided"


def test_p_values_of_several_versions_are_corrected() -> None:
    found = answer((5000, 500), (5000, 560), (5000, 500))
    first, _ = found.comparisons or []
    assert first.alwaysValidP is not None and first.correctedP is not None
    assert first.correctedP == pytest.approx(min(1, 2 * first.alwaysValidP))


def test_values_are_compared_with_what_users_did_before() -> None:
    found = answer((5000, 500), (5000, 650), value="fen")
    control, other = found.arms or []
    assert (control.value, other.value) == (0.1, 0.13)
    assert "¥0.00" in str(found.words)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 20_000), st.floats(0, 1)).map(lambda a: (a[0], int(a[0] * a[1]))),
        min_size=2,
        max_size=4,
    ),
    st.floats(0, 40),
    st.booleans(),
)
def test_any_sums_have_an_answer_with_words(arms: list[Arm], days: float, english: bool) -> None:
    found = answer(*arms, days=days, english=english)
    assert found.words and "{" not in str(found.words)
    if found.verdict == "better":
        assert max(n for n, _ in arms) >= 150 and days >= 3
    assert english == ("。" not in str(found.words))

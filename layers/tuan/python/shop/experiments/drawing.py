"""The picture of what an experiment has shown."""

from __future__ import annotations

from shop.analytics import pictures
from shop.experiments.answers import ArmResult, Comparison, ExperimentAnswer

_TITLES = {
    "noData": "还没有数据",
    "broken": "人数和权重不符，结果不可信",
    "tooEarly": "数据太少，还没有结论",
    "better": "有版本好于对照",
    "worse": "新版本比对照差",
    "noDifference": "没有值得在意的差别",
    "undecided": "还看不出差别",
}


def draw(answer: ExperimentAnswer) -> str:
    """Bars of the variants, with the change and its interval at each."""
    compared = {each.arm: each for each in answer.comparisons or []}
    rows = [_row(arm, compared.get(arm.name)) for arm in answer.arms or []]
    metrics = answer.metrics or []
    name = metrics[0].metric if metrics else ""
    return pictures.bars_with_words(
        f"实验 {answer.experiment or ''} · {name}",
        rows,
        note=_TITLES[answer.verdict or "noData"],
    )


def _row(arm: ArmResult, compared: Comparison | None) -> tuple[str, float, str]:
    value = arm.rate if arm.value is None else arm.value
    shown = pictures.percent(arm.rate) if arm.value is None else f"{arm.value:,.1f}"
    words = f"{shown} · {arm.users:,} 人"
    if compared is None:
        return f"{arm.name}（对照）", value, words
    if compared.relative is not None:
        words += f" · {compared.relative * 100:+.1f}%"
    low, high = compared.alwaysValidLow, compared.alwaysValidHigh
    if low is not None and high is not None:  # of the absolute difference: it decides
        words += _interval(low, high, is_rate=arm.value is None)
    return arm.name, value, words


def _interval(low: float, high: float, *, is_rate: bool) -> str:
    if is_rate:
        return f"（{low * 100:+.1f} 至 {high * 100:+.1f} 个百分点）"
    return f"（{low:+,.1f} 至 {high:+,.1f}）"

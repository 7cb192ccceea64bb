"""What to do now, in plain words: one paragraph, in Chinese or in English."""

from __future__ import annotations

from collections.abc import Mapping

from shop.experiments.arms import ArmSums, TrialSums
from shop.experiments.judging import MIN_DAYS, MIN_USERS, Compared, Judged
from shop.experiments.model import Metric
from shop.texts import yuan
from wxcloud.value import Value


class Told(Value):
    """What the paragraph is about: the first metric decides."""

    found: TrialSums
    judged: Judged
    metric: Metric
    minimum: float
    days_to_stop: float
    is_changed: bool

    @property
    def is_over(self) -> bool:
        return self.days_to_stop <= 0


ZH: Mapping[str, str] = {
    "noData": "还没有用户进入这个实验。请确认页面调用了 getPageVersion，并且实验已经开始。",
    "broken": "先不要看结果：各版本的人数和权重对不上（{ratio}）。常见原因是某个版本的页面打不开"
    "、跳转或加载太慢，一部分用户没有被记下来，也可能是权重为 0 的版本仍有人进入。请先查清原因，"
    "修好后换一个新的实验 key 重新开始。",
    "tooEarly": "现在还不能下结论：每个版本至少要有 {users} 人、满 {days} 天。目前人数最少的 "
    "{least} 有 {n} 人，已进行 {so_far} 天。请让实验继续，先不要改动。",
    "better": "可以把 {arm} 推给所有用户：按 {metric} 看，{arm} 是 {b}，"
    "对照 {control} 是 {a}，{change}"
    "。差距的 95% 区间（随时查看都有效）是 {low} 到 {high}。请在 saveExperiment 里把 stop "
    "设为现在，winner 设为 {arm}。",
    "worse": "请保留 {control}：按 {metric} 看，{arm} 是 {b}，对照 {control} 是 {a}，"
    "{change}，差距不是"
    "偶然。可以停止实验，winner 设为 {control}。",
    "noDifference": "{arm} 和 {control} 没有值得在意的差别：变化在 {low} 到 {high} 之间，没有超过"
    " {minimum}。可以停止实验，用哪个版本都行，保留 {control} 最省事。",
    "undecided": "还看不出差别：按 {metric} 看，{arm} 是 {b}，对照 {control} 是 {a}，"
    "{change}，但这可能"
    "只是偶然（区间 {low} 到 {high}）。{left}",
    "over": "实验已经结束，没有看出差别：按 {metric} 看，{arm} 是 {b}，"
    "对照 {control} 是 {a}，{change}，"
    "但这可能只是偶然（区间 {low} 到 {high}）。请保留 {control}。{left}",
    "left": "按现在的人数，大约还要 {days} 天才能看出 {minimum} 的变化，请让实验继续。",
    "late": "按现在的人数，大约还要 {days} 天才能看出 {minimum} 的变化，到 stop 时还不够："
    "请把 stop 推后，或者接受只能看出更大的变化。",
    "enough": "现在的人数已经足够看出 {minimum} 的变化，再等下去多半也看不出；到 stop 时保留 "
    "{control} 即可。",
    "unknown": "数据还不够估计需要多久，请让实验继续。",
    "longer": "如果仍想知道，可以把 stop 推后，大约还要 {days} 天才能看出 {minimum} 的变化。",
    "others": "另外，{names} 比对照差，可以把它的权重设为 0；"
    "改了权重，就要从新进入的用户重新比较。",
    "mixed": "先不要看结果：有 {n} 人（{share}）先后看到了不止一个版本，"
    "而他们进入之后权重没有改过。这些人不能算在任何一个版本里，剩下的人也就不能互相比较。请先查清原因，"
    "修好后换一个新的实验 key 重新开始。",
    "changed": "注意：实验中途改过权重（或人群、分层），之前进入的 {n} 人不参与比较，"
    "只比较之后才进入的 {fresh} 人：换了版本的人再来时才会被发现，混在一起会让结论有偏差。",
    "multiple": "注意：有 {n} 人（{share}）先后看到了不止一个版本，没有计入结果，多半是中途改了权"
    "重。",
    "more": "高 {part}",
    "less": "低 {part}",
    "same": "两者一样",
    "points": "{part} 个百分点",
    "and": "、",
}
EN: Mapping[str, str] = {
    "noData": "Nobody is in this experiment yet. Make sure that the page calls getPageVersion "
    "and that the experiment has started.",
    "broken": "Do not read the results yet: the numbers of users do not fit the weights ({ratio}"
    "). Usually the page of one variant fails, redirects or loads too slowly, so some of its "
    "users are not counted; or a variant with weight 0 still gets users. Find the cause, correct "
    "it, and start again with a new experiment key.",
    "tooEarly": "It is too early for a conclusion: each variant needs {users} users and {days} "
    "days. {least} has the fewest users, {n}, and the experiment has run for {so_far} days. Let "
    "it go on, and change nothing.",
    "better": "Give {arm} to all users: {metric} is {b} with {arm} and {a} with the control "
    "{control}, {change}. The 95% interval of the difference, valid however often you look, is "
    "{low} to {high}. Call saveExperiment with stop set to now and winner set to {arm}.",
    "worse": "Keep {control}: {metric} is {b} with {arm} and {a} with the control {control}, "
    "{change}, and that is not chance. You can stop the experiment with {control} as its winner.",
    "noDifference": "There is no difference that matters between {arm} and {control}: the change "
    "is between {low} and {high}, not more than {minimum}. You can stop the experiment; any "
    "variant will do, and to keep {control} is the least work.",
    "undecided": "No difference can be seen yet: {metric} is {b} with {arm} and {a} with the "
    "control {control}, {change}, but this may be chance (interval {low} to {high}). {left}",
    "over": "The experiment is over, and no difference can be seen: {metric} is {b} with {arm} "
    "and {a} with the control {control}, {change}, but this may be chance (interval {low} to "
    "{high}). Keep {control}. {left}",
    "left": "With as many users a day as now, it takes about {days} more days to see a change of "
    "{minimum}. Let the experiment go on.",
    "late": "With as many users a day as now, it takes about {days} more days to see a change "
    "of {minimum}, and that is after the stop: set a later one, or be content with seeing larger "
    "changes only.",
    "enough": "There are enough users to see a change of {minimum}, so waiting will hardly show "
    "more: keep {control} when the experiment stops.",
    "unknown": "There is not enough data to say how long it takes. Let the experiment go on.",
    "longer": "If you still want to know, set a later stop: it takes about {days} more days to "
    "see a change of {minimum}.",
    "others": " Besides, {names} did worse than the control: you can set the weight to 0. "
    "Then the comparison begins again, with users who come after that.",
    "mixed": "Do not read the results yet: {n} users ({share}) got more than one variant, although "
    "the weights were not changed since they came. They belong to no variant, and so the others "
    "cannot be compared. Find the cause, correct it, and start again with a new experiment key.",
    "changed": " Note: the weights (or the audience or layer) were changed on the way, so the {n} "
    "users who came before are not compared, only the {fresh} who came since: of those whom the "
    "change moves, only who comes again is noticed, and with them the results would be biased.",
    "multiple": " Note: {n} users ({share}) got more than one variant and are left out, probably "
    "because the weights were changed.",
    "more": "{part} more",
    "less": "{part} less",
    "same": "the same",
    "points": "{part} percentage points",
    "and": ", ",
}


def paragraph(told: Told, *, english: bool) -> str:
    """One paragraph: what to do now, and why."""
    texts = EN if english else ZH
    judged = told.judged
    if judged.verdict == "noData":
        return texts["noData"]
    if judged.verdict == "broken" and not judged.ratio.flagged:
        return _multiple(texts, "mixed", told.found.mixed, told.found.fresh)
    elif judged.verdict == "broken":
        said = texts["broken"].format(ratio=_ratio(told, texts))
    elif judged.verdict == "tooEarly":
        said = _too_early(told, texts)
    else:
        said = _compared(told, texts) + _others(told, texts)
    return said + _left_out(told, texts)


def _ratio(told: Told, texts: Mapping[str, str]) -> str:
    counts = texts["and"].join(f"{arm.name} {arm.fresh:,}" for arm in told.found.arms)
    return f"{counts}, p = {told.judged.ratio.p:.2g}"


def _too_early(told: Told, texts: Mapping[str, str]) -> str:
    arms = [arm for arm in told.found.arms if arm.fresh] or told.found.arms
    least = min(arms, key=lambda arm: arm.metrics[0].n)
    return texts["tooEarly"].format(
        users=MIN_USERS,
        days=f"{MIN_DAYS:g}",
        least=least.name,
        n=f"{least.metrics[0].n:,}",
        so_far=f"{told.judged.days:.1f}",
    )


def _compared(told: Told, texts: Mapping[str, str]) -> str:
    judged, arms = told.judged, told.found.arms
    each = next((c for c in judged.compared if c.metric == 0 and c.arm == judged.best), None)
    if each is None or each.effect is None:
        return texts["unknown"]
    name = "over" if judged.verdict == "undecided" and told.is_over else judged.verdict
    low, high = _interval(each, told.metric, texts, is_relative=name == "noDifference")
    return texts[name].format(
        arm=arms[each.arm].name,
        control=arms[0].name,
        metric=told.metric.name,
        a=_shown(arms[0], told.metric),
        b=_shown(arms[each.arm], told.metric),
        change=_change(each, told.metric, texts),
        low=low,
        high=high,
        minimum=_percent(told.minimum),
        left=_left(told, texts),
    )


def _left(told: Told, texts: Mapping[str, str]) -> str:
    days = told.judged.days_left
    if days is None:
        return "" if told.is_over else texts["unknown"]
    name = "longer" if told.is_over else "left" if days <= told.days_to_stop + 1 else "late"
    if days == 0:
        name = "enough"
    if days == 0 and told.is_over:
        return ""
    return texts[name].format(
        days=f"{days:,}", minimum=_percent(told.minimum), control=told.found.arms[0].name
    )


def _others(told: Told, texts: Mapping[str, str]) -> str:
    judged = told.judged
    worse = [
        told.found.arms[each.arm].name
        for each in judged.compared
        if each.metric == 0 and each.verdict == "worse" and each.arm != judged.best
    ]
    return texts["others"].format(names=texts["and"].join(worse)) if worse else ""


def _left_out(told: Told, texts: Mapping[str, str]) -> str:
    """Who is not compared, and why."""
    found, said = told.found, ""
    if told.is_changed:
        n = found.users + found.multiple - found.fresh - found.mixed
        said = texts["changed"].format(n=f"{n:,}", fresh=f"{found.fresh:,}")
    if told.judged.is_multiple:
        said += _multiple(texts, "multiple", found.multiple, found.users)
    return said


def _multiple(texts: Mapping[str, str], name: str, n: int, others: int) -> str:
    return texts[name].format(n=f"{n:,}", share=_percent(n / (n + others)))


def _shown(arm: ArmSums, metric: Metric) -> str:
    mean = arm.metrics[0].sums.mean
    return _percent(mean) if metric.value is None else _amount(mean, metric)


def _change(each: Compared, metric: Metric, texts: Mapping[str, str]) -> str:
    if each.effect is None or each.effect.estimate == 0:
        return texts["same"]
    part = each.relative
    shown = _percent(abs(part)) if part is not None else _amount(abs(each.effect.estimate), metric)
    return texts["more" if each.effect.estimate > 0 else "less"].format(part=shown)


def _interval(
    each: Compared, metric: Metric, texts: Mapping[str, str], *, is_relative: bool
) -> tuple[str, str]:
    """Of the absolute difference, which decides; relative where it is compared with the smallest
    change that matters, which is relative too."""
    if is_relative and each.relative_always is not None:
        return _signed(each.relative_always.low), _signed(each.relative_always.high)
    if each.always is None:
        return "–", "–"
    if metric.value is None:
        low, high = (texts["points"].format(part=f"{x * 100:+.1f}") for x in each.always[:2])
        return low, high
    return _amount(each.always.low, metric), _amount(each.always.high, metric)


def _amount(value: float, metric: Metric) -> str:
    if metric.value == "fen":
        return f"{'-' if value < 0 else ''}¥{yuan(round(abs(value)))}"
    return f"{value:,.3g}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f}%".replace(".0%", "%")


def _signed(share: float) -> str:
    return f"{share * 100:+.1f}%"

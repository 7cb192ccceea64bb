"""Operators change rules; everybody reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from msgspec import UNSET
from msgspec.structs import replace

from shop.points import rules
from shop.points.rules import BY_SHOP, CHECK_IN, REDEEM, SHARE, Rule, RuleItem
from shop.points.views import Per, ScoreRule, ScoreRuleList, StreakBonus
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST
from wxcloud.transaction import commit_one, update

# Actions of the ledger that no user does; nobody can make a rule for them.
RESERVED = frozenset({"spend", "refund", "expire", "clawback", "adjust"})


class RuleChanges(TypedDict, total=False):
    """New values of a rule's fields; None leaves a field as it is."""

    points: int | None
    percent: int | None
    per: Per | None
    daily_cap: int | None
    streak: Sequence[StreakBonus] | None
    months: int | None
    claimable: bool | None
    when_opened: bool | None
    per_yuan: int | None


def save(action: str, by: str, **changes: Unpack[RuleChanges]) -> ScoreRule:
    """Change the given fields of the rule for `action`; the others stay. `by` is the operator's
    openid. One write unit. Raises BAD_REQUEST if the rule would make no sense."""
    if action in RESERVED:
        raise BAD_REQUEST(f"action: The ledger uses {action} itself", field="action")
    given: dict[str, Any] = {name: each for name, each in changes.items() if each is not None}
    if "streak" in given:
        given["streak"] = _by_days(given["streak"])
    _check(replace(rules.get(action) or Rule(action), **given), given.get("per"))
    item = commit_one(
        update(
            RuleItem.of_action(action),
            *[getattr(RuleItem, name).set(value) for name, value in given.items()],
            RuleItem.savedAt.set(clock.now()),
            RuleItem.savedBy.set(by),
        )
    )
    return _view(item.rule())


def list_rules() -> ScoreRuleList:
    """All rules: those that operators have saved, and the defaults."""
    return ScoreRuleList(items=[_view(rule) for rule in rules.list_all()])


def _by_days(streak: Sequence[StreakBonus]) -> dict[int, int]:
    found = {bonus.days: bonus.points for bonus in streak}
    if len(found) != len(streak):
        raise BAD_REQUEST("streak: Give each number of days only once", field="streak")
    return found


def _check(rule: Rule, per: Per | None) -> None:
    if rule.action in BY_SHOP and per not in (None, "event"):
        raise BAD_REQUEST(f"per: The shop counts {rule.action} itself, per event", field="per")
    if rule.action == CHECK_IN and rule.per != "day":
        raise BAD_REQUEST("per: A streak of check-ins needs one check-in a day", field="per")
    if rule.claimable and rule.per == "event":
        raise BAD_REQUEST(
            "per: A client can claim only per day, goods_day, goods or once", field="per"
        )
    if rule.when_opened and rule.action != SHARE:
        raise BAD_REQUEST(f"whenOpened: It is a field of {SHARE} only", field="whenOpened")
    if rule.action == REDEEM and not rule.per_yuan:
        raise BAD_REQUEST("pointsPerYuan: At least 1", field="pointsPerYuan")


def _view(rule: Rule) -> ScoreRule:
    streak = [StreakBonus(days=days, points=n) for days, n in sorted(rule.streak.items())]
    return ScoreRule(
        action=rule.action,
        points=rule.points,
        percent=rule.percent,
        per=rule.per,
        dailyCap=rule.daily_cap,
        streak=streak,
        months=rule.months,
        claimable=rule.claimable,
        whenOpened=rule.when_opened if rule.action == SHARE else UNSET,
        pointsPerYuan=rule.per_yuan if rule.action == REDEEM else UNSET,
    )

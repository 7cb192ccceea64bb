"""Rules of points: what a behaviour earns, how often, for how long. Data, not code.

A rule is a row of the table `scores` under the openid `#rules`; fields that a row does not have,
and rules that have no row, are as DEFAULTS say. A change holds from the next call on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from shop.points.table import Row
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.transaction import commit, update

CLAIM_REFUSED = Code(
    "CLAIM_REFUSED", 403, "Points for this are not for the client to claim: the shop counts them."
)
POINTS_LIMIT = Code(
    "POINTS_LIMIT", 409, "Points may not pay so large a share of the price. Use fewer."
)

CHECK_IN = "daily_checkin"
SHARE = "share_goods"
PURCHASE = "purchase"
INVITE = "invite"
REDEEM = "redeem"
# The words of the ledger that are no behaviour; nobody can make a rule for them.
BOOKED = frozenset({"spend", "refund", "expire", "clawback", "adjust"})

Per = Literal["day", "goods_day", "goods", "once", "event"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a behaviour earns.

    `points`, and `percent` of the amount in fen, so that 1 % of 100 yuan is 100 points. `per` is
    what it is counted once for: a day, goods and day, goods, ever, or an event of the shop (an
    order, an invited user). `daily_cap` is how often a day (0: any number); `streak` the extra
    points on the day that a streak has so many days; points live `months` calendar months beyond
    this one.
    Of `redeem`, `percent` is the share of a price that points may pay, `per_yuan` the points that
    make a yuan, and `months` the life of points that come back after theirs.
    """

    action: str
    points: int = 0
    percent: int = 0
    per: Per = "event"
    daily_cap: int = 0
    streak: Mapping[str, int] = field(default_factory=dict)
    months: int = 12
    claimable: bool = False
    per_yuan: int = 0

    def worth(self, amount: int = 0) -> int:
        """The points earned, for an event over an amount in fen."""
        return self.points + amount * self.percent // 100

    def event(self, about: str, day: str) -> str:
        """The natural key of what is counted: the same event has the same key, always."""
        parts = {"day": [day], "goods_day": [about, day], "once": []}.get(self.per, [about])
        return "#".join([self.action, *parts])

    def shown(self) -> dict[str, Any]:
        """The rule as operators and mini-programs see it."""
        told = {_CAMEL.get(f.name, f.name): getattr(self, f.name) for f in fields(self)}
        table = sorted((int(days), points) for days, points in self.streak.items())
        told["streak"] = [{"days": days, "points": points} for days, points in table]
        if self.action != REDEEM:
            del told["pointsPerYuan"]
        return told


_CAMEL = {"daily_cap": "dailyCap", "per_yuan": "pointsPerYuan"}

DEFAULTS = {
    rule.action: rule
    for rule in (
        Rule(CHECK_IN, 10, per="day", streak={"7": 20, "30": 100}, claimable=True),
        Rule(SHARE, 5, per="goods_day", daily_cap=10, claimable=True),
        Rule(PURCHASE, 20),
        Rule(INVITE, 50, daily_cap=20),
        Rule(REDEEM, percent=50, months=1, per_yuan=100),
    )
}


_RULES = "#rules"


class _Row(Row):
    points = NumberAttribute(null=True)
    percent = NumberAttribute(null=True)
    per = UnicodeAttribute(null=True)
    daily_cap = NumberAttribute(null=True, attr_name="dailyCap")
    streak = JSONAttribute(null=True)
    months = NumberAttribute(null=True)
    claimable = BooleanAttribute(null=True)
    per_yuan = NumberAttribute(null=True, attr_name="pointsPerYuan")
    savedAt = NumberAttribute(null=True)
    savedBy = UnicodeAttribute(null=True)

    def rule(self) -> Rule:
        base = DEFAULTS.get(self.entry, Rule(self.entry))
        said = {name: getattr(self, name) for name in _FIELDS}
        return replace(base, **{name: value for name, value in said.items() if value is not None})


_FIELDS = [f.name for f in fields(Rule) if f.name != "action"]


def find(action: str) -> Rule | None:
    """The rule for a behaviour as it is now; None if there is none. Half a read unit."""
    row = _Row.find(_RULES, action)
    return row.rule() if row else DEFAULTS.get(action)


def claimable(action: str) -> Rule:
    """The rule for a behaviour that a client may claim; CLAIM_REFUSED for any other."""
    rule = find(action)
    if rule is None or not rule.claimable or rule.per == "event":
        raise CLAIM_REFUSED()
    return rule


def everything() -> list[Rule]:
    """All rules, with rows or without."""
    rows = {row.entry: row.rule() for row in _Row.query(_RULES)}
    return [rule for _, rule in sorted({**DEFAULTS, **rows}.items())]


def save(action: str, by: str, **told: Any) -> Rule:
    """Change the fields told of the rule for `action`; the others stay. One write, one unit."""
    if action in BOOKED:
        raise BAD_REQUEST(f"action: The ledger uses {action} itself", field="action")
    told = {name: value for name, value in told.items() if value is not None}
    _sensible(replace(find(action) or Rule(action), **told))
    changes = [getattr(_Row, name).set(value) for name, value in told.items()]
    row: _Row = commit(
        update(
            _Row(openid=_RULES, entry=action),
            *changes,
            _Row.savedAt.set(clock.now()),
            _Row.savedBy.set(by),
            where=None,
            otherwise=lambda _: None,
        )
    )[0]
    return row.rule()


def _sensible(rule: Rule) -> None:
    if rule.claimable and rule.per == "event":
        raise BAD_REQUEST("per: A client can only claim per day, goods or once", field="per")
    if rule.action == REDEEM and not rule.per_yuan:
        raise BAD_REQUEST("pointsPerYuan: At least 1", field="pointsPerYuan")


def redeemed(points: int, price: int) -> int:
    """The fen that points take off a price in fen; POINTS_LIMIT if that is too large a share."""
    rule = find(REDEEM) or DEFAULTS[REDEEM]
    off = points * 100 // rule.per_yuan
    if off > price * rule.percent // 100:
        raise POINTS_LIMIT()
    return off


def most_points(price: int) -> int:
    """The most points that can go into a price in fen."""
    rule = find(REDEEM) or DEFAULTS[REDEEM]
    return price * rule.percent // 100 * rule.per_yuan // 100


def short_life() -> int:
    """Months that points live which come back after their own time."""
    return (find(REDEEM) or DEFAULTS[REDEEM]).months

"""Rules of points: what an action earns, how often, and for how long. They are data, not code.

A rule is an item of the table `scores` under the openid `#rules`. DEFAULTS gives the fields that
an item does not have, and the rules that have no item. A change applies from the next call on.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field
from msgspec.structs import fields, replace
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from shop.points.table import ScoreItem
from shop.points.views import Per
from wxcloud.errors import Code
from wxcloud.model import Integer, Json
from wxcloud.value import Value

CLAIM_REFUSED = Code(
    "CLAIM_REFUSED", 403, "A client cannot claim points for this: the shop counts it itself."
)
POINTS_LIMIT = Code(
    "POINTS_LIMIT", 409, "Points cannot pay such a large part of the price. Use fewer points."
)

CHECK_IN = "daily_checkin"
SHARE = "share_goods"
PURCHASE = "purchase"
INVITE = "invite"
REDEEM = "redeem"

# What the shop counts itself, once per order or invited user. A refund finds the points under that
# order or user, so these rules have no other `per`.
BY_SHOP = frozenset({PURCHASE, INVITE, REDEEM})


class Rule(Value):
    """What an action earns.

    `points`, and `percent` of the amount in fen: 1 % of 100 yuan is 100 points. The action counts
    once `per` day, goods and day, goods, ever, or event of the shop (an order, an invited user), at
    most `daily_cap` times a day (0: any number). `streak` has the extra points for the day when a
    streak reaches that many days. The points expire at the end of the month that is `months` after
    the current one.

    `when_opened` is of SHARE: it counts when a friend opens the share, so a client that says it was
    shared gets nothing. Without, the client's word counts.

    Of the action REDEEM, `percent` is the largest part of a price that points can pay, `per_yuan`
    the points that pay 100 fen, and `months` is for points that come back after their lot expired.
    """

    action: str
    points: int = 0
    percent: int = 0
    per: Per = "event"
    daily_cap: int = 0
    streak: Mapping[int, int] = field(default_factory=dict)
    months: int = 12
    claimable: bool = False
    when_opened: bool = False
    per_yuan: int = 0

    def worth(self, amount: int = 0) -> int:
        """The points that the action earns, for an amount in fen."""
        return self.points + self.for_amount(amount)

    def for_amount(self, amount: int) -> int:
        """The part of `worth` that depends on the amount in fen."""
        return amount * self.percent // 100

    def event(self, about: str, day: str) -> str:
        """The key of what is counted: the same event always has the same key."""
        parts = {"day": [day], "goods_day": [about, day], "once": []}.get(self.per, [about])
        return "#".join([self.action, *parts])

    def redeemed(self, points: int, price: int) -> int:
        """Of REDEEM: the fen that points take off a price in fen. Raises POINTS_LIMIT."""
        fen = points * 100 // self.per_yuan
        if fen > price * self.percent // 100:
            raise POINTS_LIMIT()
        return fen

    def needed(self, fen: int) -> int:
        """Of REDEEM: the fewest points that take these fen off a price."""
        return -(-fen * self.per_yuan // 100)

    def most_points(self, price: int) -> int:
        """Of REDEEM: the most points that can pay for a price in fen."""
        return price * self.percent // 100 * self.per_yuan // 100


DEFAULTS = {
    rule.action: rule
    for rule in (
        Rule(CHECK_IN, 10, per="day", streak={7: 20, 30: 100}, claimable=True),
        Rule(SHARE, 5, per="goods_day", daily_cap=10, claimable=True, when_opened=True),
        Rule(PURCHASE, 20),
        Rule(INVITE, 50, daily_cap=20),
        Rule(REDEEM, percent=50, months=1, per_yuan=100),
    )
}


# --- items ---------------------------------------------------------------------------------------

_RULES = "#rules"


class RuleItem(ScoreItem):
    """The fields of a rule that an operator has set."""

    points = Integer(null=True)
    percent = Integer(null=True)
    per = UnicodeAttribute(null=True)
    daily_cap = Integer(null=True, attr_name="dailyCap")
    streak = Json(dict[int, int], null=True)
    months = Integer(null=True)
    claimable = BooleanAttribute(null=True)
    when_opened = BooleanAttribute(null=True, attr_name="whenOpened")
    per_yuan = Integer(null=True, attr_name="pointsPerYuan")
    savedAt = Integer()
    savedBy = UnicodeAttribute()

    @classmethod
    def of_action(cls, action: str) -> RuleItem:
        """The item by its key, for a write."""
        return cls(openid=_RULES, entry=action)

    def rule(self) -> Rule:
        default = DEFAULTS.get(self.entry, Rule(self.entry))
        saved = {name: getattr(self, name) for name in _FIELDS}
        if self.entry in BY_SHOP:
            saved["per"] = None
        return replace(
            default, **{name: value for name, value in saved.items() if value is not None}
        )


_FIELDS = [f.name for f in fields(Rule) if f.name != "action"]


# --- reads ---------------------------------------------------------------------------------------


def get(action: str) -> Rule | None:
    """The rule for an action as it is now, or None. Half a read unit."""
    item = RuleItem.get(_RULES, action)
    return item.rule() if item else DEFAULTS.get(action)


def claimable(action: str) -> Rule:
    """The rule for an action that a client can claim. Raises CLAIM_REFUSED for all others."""
    rule = get(action)
    if rule is None or not rule.claimable or rule.per == "event":
        raise CLAIM_REFUSED()
    return rule


def list_all() -> list[Rule]:
    """All rules, by action."""
    saved = {item.entry: item.rule() for item in RuleItem.query(_RULES)}
    return [rule for _, rule in sorted({**DEFAULTS, **saved}.items())]


def redemption() -> Rule:
    """The rule for paying with points. Half a read unit."""
    return get(REDEEM) or DEFAULTS[REDEEM]


def most_points(price: int) -> int:
    """The most points that can pay for a price in fen."""
    return redemption().most_points(price)

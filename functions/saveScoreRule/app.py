"""saveScoreRule: what a behaviour earns, how often, for how long. Fields left out stay as they are.

`per` is what it is counted once for: `day`, `goods_day` (goods and day), `goods`, `once` (ever), or
`event` (an order, an invited user: what only the shop can tell). `percent` is of the amount in fen.
The action `redeem` is paying with points: `percent` of a price at most, `pointsPerYuan` points for
100 fen, `months` that points live which come back after their own time.

Gives `{action, points, percent, per, dailyCap, streak: [{days, points}], months, claimable,
pointsPerYuan?}`: the rule as it is now. `months` is how many calendar months points live beyond
this one, `dailyCap` 0 any number a day; `pointsPerYuan` is of `redeem` alone.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from shop.points import rules
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Request
from wxcloud.function import cloud_function

Points = Annotated[int, Meta(ge=0, le=1_000_000, description="points")]


class Bonus(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    days: Annotated[int, Meta(ge=2, le=366, description="days on end")]
    points: Points


class SaveScoreRule(Request):
    action: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}(?![\s\S])")]
    points: Points | None = None
    percent: Annotated[int, Meta(ge=0, le=100)] | None = None
    per: rules.Per | None = None
    dailyCap: Annotated[int, Meta(ge=0, le=1000, description="0: any number")] | None = None
    streak: Annotated[list[Bonus], Meta(max_length=31)] | None = None
    months: Annotated[int, Meta(ge=1, le=24)] | None = None
    claimable: bool | None = None
    pointsPerYuan: Annotated[int, Meta(ge=1, le=10_000)] | None = None


@cloud_function(SaveScoreRule, only=OPERATOR)
def main(data: SaveScoreRule, wx: WXContext) -> dict[str, Any]:
    streak = None if data.streak is None else {str(b.days): b.points for b in data.streak}
    if streak is not None and len(streak) != len(data.streak or ()):
        raise BAD_REQUEST("streak: Each number of days once", field="streak")
    rule = rules.save(
        data.action,
        wx.OPENID,
        points=data.points,
        percent=data.percent,
        per=data.per,
        daily_cap=data.dailyCap,
        streak=streak,
        months=data.months,
        claimable=data.claimable,
        per_yuan=data.pointsPerYuan,
    )
    return rule.shown()

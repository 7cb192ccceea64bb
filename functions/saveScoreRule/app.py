"""saveScoreRule: set what an action earns, how often, and for how long.

Fields that are left out stay as they are. The action counts once `per` `day`, `goods_day` (goods
and day), `goods`, `once` (ever), or `event` (an order, an invited user: the shop counts these
itself, and no client can claim them). `purchase`, `invite` and `redeem` are always per `event`,
`daily_checkin` is always per `day`. The action `redeem` is paying with points.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.points import saving
from shop.points.views import Per, ScoreRule, StreakBonus
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class SaveScoreRule(Request):
    action: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}(?![\s\S])")]
    points: Annotated[int, Meta(ge=0, le=1_000_000, description="points")] | None = None
    percent: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=100,
                description=(
                    "points per 100 fen of the amount; of `redeem`: the largest part of a price "
                    "that points can pay, in percent"
                ),
            ),
        ]
        | None
    ) = None
    per: Per | None = None
    dailyCap: Annotated[int, Meta(ge=0, le=1000, description="0: any number")] | None = None
    streak: Annotated[list[StreakBonus], Meta(max_length=31)] | None = None
    months: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=24,
                description=(
                    "calendar months after the current one until the points expire; of `redeem`: "
                    "for points that come back when their own lot has expired"
                ),
            ),
        ]
        | None
    ) = None
    claimable: Annotated[bool, Meta(description="a client can claim it")] | None = None
    whenOpened: (
        Annotated[
            bool,
            Meta(
                description=(
                    "of `share_goods` only: it counts when a friend opens the share; if false, "
                    "when the client says that it was shared, which nobody can check"
                )
            ),
        ]
        | None
    ) = None
    pointsPerYuan: (
        Annotated[
            int,
            Meta(ge=1, le=10_000, description="the points that pay 100 fen; of `redeem` only"),
        ]
        | None
    ) = None


@cloud_function(SaveScoreRule, only=OPERATOR)
def main(data: SaveScoreRule, wx: WXContext) -> ScoreRule:
    return saving.save(
        data.action,
        wx.OPENID,
        points=data.points,
        percent=data.percent,
        per=data.per,
        daily_cap=data.dailyCap,
        streak=data.streak,
        months=data.months,
        claimable=data.claimable,
        when_opened=data.whenOpened,
        per_yuan=data.pointsPerYuan,
    )

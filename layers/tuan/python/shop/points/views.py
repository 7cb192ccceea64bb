"""Points as clients see them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wxcloud.fields import Cursor, Result, Time

Per = Literal["day", "goods_day", "goods", "once", "event"]

Points = Annotated[int, Meta(ge=0, description="points")]
Debt = Annotated[
    int,
    Meta(
        ge=0,
        description=(
            "points that were taken back after the user had spent them; points that come in pay "
            "the debt first; 0 if `score` is not 0"
        ),
    ),
]


class ScoreChange(Result, frozen=True, kw_only=True):
    """What an action brought."""

    score: Annotated[Points, Meta(description="the points that the user can spend now")]
    earned: Annotated[Points, Meta(description="the points that this action brought")]


class ExpiringPoints(Result, frozen=True, kw_only=True):
    """Points that expire on the same day."""

    date: Annotated[
        str,
        Meta(description="the last date on which they can be spent, such as `2026-11-30`"),
    ]
    points: Points


class Score(Result, frozen=True, kw_only=True):
    """A user's points."""

    score: Annotated[Points, Meta(description="the points that can be spent")]
    debt: Debt
    expiring: Annotated[
        list[ExpiringPoints], Meta(description="all points by the day they expire, soonest first")
    ]
    streak: Annotated[
        int,
        Meta(
            ge=0,
            description=(
                "the consecutive days with a check-in; 0 if neither today nor yesterday had one"
            ),
        ),
    ]


class LedgerEntry(Result, frozen=True, kw_only=True):
    """Something that changed a user's points."""

    entry: Annotated[
        str, Meta(description="the event; it is counted only once, such as `purchase#<orderId>`")
    ]
    points: Annotated[int, Meta(description="points, signed: negative if they were taken")]
    balance: Annotated[
        int, Meta(description="the sum of all entries up to this one: score less debt, signed")
    ]
    at: Time
    action: Annotated[
        str,
        Meta(description="a rule's action, or `spend`, `refund`, `expire`, `clawback` or `adjust`"),
    ]
    reason: Annotated[
        str | UnsetType,
        Meta(description="the operator's reason for an adjustment; absent from other entries"),
    ] = UNSET


class ScoreHistory(Result, frozen=True, kw_only=True):
    """A page of a user's ledger, newest first."""

    items: list[LedgerEntry]
    cursor: Annotated[
        Cursor | None, Meta(description="send it to get the next page; null after the last page")
    ]


class AdjustedScore(Result, frozen=True, kw_only=True):
    """A user's points after an operator has adjusted them."""

    score: Annotated[Points, Meta(description="the points that the user can spend now")]
    debt: Debt


class StreakBonus(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The extra points on the day when a streak of check-ins reaches a length."""

    days: Annotated[int, Meta(ge=2, le=366, description="consecutive days")]
    points: Annotated[int, Meta(ge=0, le=1_000_000, description="points")]


class ScoreRule(Result, frozen=True, kw_only=True):
    """What an action earns; the rule of the action `redeem` says how points pay."""

    action: str
    points: Annotated[Points, Meta(description="the points that the action earns")]
    percent: Annotated[
        int,
        Meta(
            ge=0,
            le=100,
            description=(
                "points that the action earns in addition, per 100 fen of its amount; of `redeem`: "
                "the largest part of a price that points can pay, in percent"
            ),
        ),
    ]
    per: Annotated[
        Per,
        Meta(
            description=(
                "the action counts once per day, per goods and day, per goods, ever, or per event "
                "of the shop (an order, an invited user)"
            )
        ),
    ]
    dailyCap: Annotated[int, Meta(ge=0, description="times a day that it counts; 0: any number")]
    streak: Annotated[list[StreakBonus], Meta(description="fewest days first")]
    months: Annotated[
        int,
        Meta(
            ge=1,
            description=(
                "the points expire at the end of this many calendar months after the current one; "
                "of `redeem`: for points that come back when their own lot has expired"
            ),
        ),
    ]
    claimable: Annotated[bool, Meta(description="whether a client can claim it by `updateScore`")]
    whenOpened: (
        Annotated[
            bool,
            Meta(
                description=(
                    "it counts when a friend opens the share; if false, when the client says that "
                    "it was shared; of `share_goods` only"
                )
            ),
        ]
        | UnsetType
    ) = UNSET
    pointsPerYuan: (
        Annotated[int, Meta(ge=1, description="the points that pay 100 fen; of `redeem` only")]
        | UnsetType
    ) = UNSET


class ScoreRuleList(Result, frozen=True, kw_only=True):
    """All rules, by action."""

    items: list[ScoreRule]

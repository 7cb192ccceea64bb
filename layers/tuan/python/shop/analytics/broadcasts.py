"""A live room: who watched, and for each push of goods, who saw it, clicked, ordered and paid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop.analytics import sql
from shop.analytics.answers import Answered
from shop.analytics.view import with_events
from wxcloud.athena import Row
from wxcloud.fields import Id, Result, Time

MOST = 500  # pushes of one answer
_NAMES = (
    "live_enter",
    "live_leave",
    "page_view",
    "goods_impression",
    "goods_click",
    "order_placed",
    "order_paid",
)


class PushFigures(Result):
    """What became of one push of goods."""

    pushId: Id
    goodsId: str
    title: str
    at: Annotated[Time, Meta(description="ms UTC: when it went out, or is to")]
    seen: Annotated[int, Meta(ge=0, description="users who saw it, each once")]
    clicked: Annotated[int, Meta(ge=0, description="users who clicked it, each once")]
    ordered: Annotated[int, Meta(ge=0, description="orders that were placed from it")]
    paid: Annotated[int, Meta(ge=0, description="orders that were paid from it")]
    fen: Annotated[int, Meta(ge=0, description="fen that were paid for these orders")]


class LiveAnswer(Answered):
    """A live room: its viewers, and its pushes in the order of their times."""

    liveId: Id | UnsetType = UNSET
    viewers: (
        Annotated[int, Meta(ge=0, description="users and guests who were there, each once")]
        | UnsetType
    ) = UNSET
    fen: (
        Annotated[int, Meta(ge=0, description="fen that were paid for orders from its pushes")]
        | UnsetType
    ) = UNSET
    pushes: list[PushFigures] | UnsetType = UNSET


class PlannedPush(msgspec.Struct, frozen=True):
    """A push of the room, as the table has it."""

    pushId: str
    goodsId: str
    title: str
    at: int


class LiveQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """The question. Times are ms UTC; `until` is not included."""

    kind: ClassVar[str] = "live"

    liveId: str
    since: int
    until: int
    pushes: list[PlannedPush]

    def sql(self, now: int) -> str:
        """The query: one row for the room (`grp` is empty), and one for each push."""
        ids = [each.pushId for each in self.pushes]
        of_push = sql.one_of("push", ids) if ids else "1 = 0"
        here = f"(live = {sql.text(self.liveId)} AND source = 'client')"

        def people(name: str) -> str:
            return f"count(DISTINCT CASE WHEN event = {sql.text(name)} THEN person END)"

        def count(name: str, what: str = "1") -> str:
            return f"sum(CASE WHEN event = {sql.text(name)} THEN {what} ELSE 0 END)"

        return f"""{with_events(self.since, self.until, _NAMES)}
, told AS (
  SELECT CASE WHEN whole = 1 THEN '' ELSE push END AS grp, whole, person, event, fen, {here} AS here
  FROM events CROSS JOIN (VALUES (0), (1)) AS wholes(whole)
  WHERE (whole = 1 AND {here}) OR (whole = 0 AND {of_push})
)
SELECT whole, grp, count(DISTINCT CASE WHEN here THEN person END) AS viewers,
  {people("goods_impression")} AS seen, {people("goods_click")} AS clicked,
  {count("order_placed")} AS ordered, {count("order_paid")} AS paid,
  {count("order_paid", "fen")} AS fen
FROM told GROUP BY whole, grp ORDER BY whole DESC, grp"""

    def answer(self, rows: Iterable[Row], now: int) -> LiveAnswer:
        """What the rows of the query say."""
        found = {(str(row["whole"]), row["grp"] or ""): row for row in rows}
        pushes = [_figures(each, found.get(("0", each.pushId))) for each in self.pushes]
        whole = found.get(("1", ""))
        return LiveAnswer(
            liveId=self.liveId,
            viewers=int(whole["viewers"] or 0) if whole else 0,
            fen=sum(each.fen for each in pushes),
            pushes=pushes,
        )


def _figures(push: PlannedPush, row: Row | None) -> PushFigures:
    def number(name: str) -> int:
        return int(row[name] or 0) if row is not None else 0

    return PushFigures(
        pushId=push.pushId,
        goodsId=push.goodsId,
        title=push.title,
        at=push.at,
        seen=number("seen"),
        clicked=number("clicked"),
        ordered=number("ordered"),
        paid=number("paid"),
        fen=number("fen"),
    )

"""Goods: from being seen to being paid; by goods, category, push, or the channel of a share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop.analytics import sql
from shop.analytics.answers import Answered
from shop.analytics.view import with_events
from shop.catalog import goods as catalog
from shop.catalog.goods import Goods
from wxcloud.athena import Row
from wxcloud.fields import Result

By = Literal["goods", "category", "push", "channel"]
MOST = 200
_MOST_OF_CATEGORIES = 2000
_NAMES = (
    "goods_impression",
    "goods_click",
    "goods_ordered",
    "goods_paid",
    "order_paid",
    "order_refunded",
)
_COLUMN: dict[By, str] = {
    "goods": "goods",
    "category": "goods",
    "push": "push",
    "channel": "channel",
}

Money = Annotated[int, Meta(description="fen")]


class GoodsFigures(Result):
    """What became of some goods."""

    key: Annotated[str, Meta(description='the id, category or channel; "": there is none')]
    title: Annotated[str, Meta(description="of goods: their title; else the key")]
    impressions: Annotated[int, Meta(ge=0, description="how often they were seen")]
    clicks: Annotated[int, Meta(ge=0)]
    ordered: Annotated[int, Meta(ge=0, description="orders that were placed with them")]
    paid: Annotated[int, Meta(ge=0, description="orders that were paid with them")]
    units: Annotated[int, Meta(ge=0, description="units that were paid")]
    fen: Annotated[Money, Meta(ge=0, description="fen that were paid for them, without freight")]


class PaidTotals(Result):
    """What was paid in this time, for all goods. It is what the orders say, to the fen."""

    orders: Annotated[int, Meta(ge=0, description="orders that were paid")]
    fen: Annotated[int, Meta(ge=0, description="fen that were paid, with freight")]
    freightFen: Annotated[int, Meta(ge=0, description="fen of these that are freight")]
    refundedFen: Annotated[
        int, Meta(ge=0, description="fen that were paid back, of refunds granted in this time")
    ]


class GoodsAnswer(Answered):
    """From impressions to money, the goods that sold most first."""

    by: By | UnsetType = UNSET
    items: Annotated[list[GoodsFigures], Meta(description="at most 200")] | UnsetType = UNSET
    totals: PaidTotals | UnsetType = UNSET


class GoodsQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """The question. Times are ms UTC; `until` is not included."""

    kind: ClassVar[str] = "goods"

    since: int
    until: int
    by: By = "goods"

    def sql(self, now: int) -> str:
        """The query."""
        most = _MOST_OF_CATEGORIES if self.by == "category" else MOST

        def total(what: str, name: str) -> str:
            return f"sum(sum(CASE WHEN event = {sql.text(name)} THEN {what} ELSE 0 END)) OVER ()"

        def count(name: str, what: str = "1") -> str:
            return f"sum(CASE WHEN event = {sql.text(name)} THEN {what} ELSE 0 END)"

        def orders(name: str) -> str:
            return f"count(DISTINCT CASE WHEN event = {sql.text(name)} THEN orderid END)"

        return f"""{with_events(self.since, self.until, _NAMES)}
, grouped AS (
  SELECT {_COLUMN[self.by]} AS grp, {count("goods_impression")} AS impressions,
    {count("goods_click")} AS clicks, {orders("goods_ordered")} AS ordered,
    {orders("goods_paid")} AS paid, {count("goods_paid", "quantity")} AS units,
    {count("goods_paid", "fen")} AS fen, {total("1", "order_paid")} AS all_orders,
    {total("fen", "order_paid")} AS all_fen, {total("fen", "goods_paid")} AS all_goods_fen,
    {total("fen", "order_refunded")} AS all_refunded
  FROM events GROUP BY {_COLUMN[self.by]}
)
SELECT grp, impressions, clicks, ordered, paid, units, fen, all_orders, all_fen, all_goods_fen,
  all_refunded
FROM grouped ORDER BY fen DESC, paid DESC, clicks DESC, impressions DESC, grp LIMIT {most}"""

    def answer(self, rows: Iterable[Row], now: int) -> GoodsAnswer:
        """What the rows of the query say. Titles and categories are those of today: half a read
        unit for each of the goods."""
        found = list(rows)
        total = found[0] if found else {}
        items = [_figures(row) for row in found if _has_figures(row)]
        if self.by in ("goods", "category"):
            known = catalog.get_all([each.key for each in items if each.key])
            items = [_named(each, known.get(each.key)) for each in items]
            if self.by == "category":
                items = _by_category(items, known)
        fen, of_goods = (int(total.get(name) or 0) for name in ("all_fen", "all_goods_fen"))
        return GoodsAnswer(
            by=self.by,
            items=items[:MOST],
            totals=PaidTotals(
                orders=int(total.get("all_orders") or 0),
                fen=fen,
                freightFen=fen - of_goods,
                refundedFen=int(total.get("all_refunded") or 0),
            ),
        )


_NUMBERS = ("impressions", "clicks", "ordered", "paid", "units", "fen")


def _has_figures(row: Row) -> bool:
    return any(int(row[name] or 0) for name in _NUMBERS)


def _figures(row: Row) -> GoodsFigures:
    key = row["grp"] or ""
    return GoodsFigures(key=key, title=key, **{name: int(row[name] or 0) for name in _NUMBERS})


def _named(figures: GoodsFigures, goods: Goods | None) -> GoodsFigures:
    title = goods.title if goods is not None else figures.key
    return msgspec.structs.replace(figures, title=title)


def _by_category(items: list[GoodsFigures], known: dict[str, Goods]) -> list[GoodsFigures]:
    """The sums of each category. An order with goods of two categories counts in both, and once for
    each of its goods."""
    sums: dict[str, GoodsFigures] = {}
    for each in items:
        goods = known.get(each.key)
        category = str(goods.category) if goods is not None and goods.category else ""
        before = sums.get(category)
        now = {
            name: getattr(each, name) + (getattr(before, name) if before else 0)
            for name in _NUMBERS
        }
        sums[category] = GoodsFigures(key=category, title=category, **now)
    return sorted(sums.values(), key=lambda each: (-each.fen, -each.clicks, each.key))

"""Shares: how many visitors each sharer brought, and what these bought."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop.analytics.answers import Answered
from shop.analytics.view import with_events
from shop.shares import model as shares
from wxcloud.athena import Row
from wxcloud.fields import Result
from wxcloud.pseudonyms import member_id

MOST = 50


class SharerFigures(Result):
    """What one user's shares brought."""

    sharer: Annotated[
        str, Meta(description='the sharer\'s `memberId`; "" if the share is not there any more')
    ]
    code: Annotated[str, Meta(description="one of the sharer's share codes")]
    visits: Annotated[int, Meta(ge=0, description="visitors, each once")]
    firstOrders: Annotated[
        int, Meta(ge=0, description="visitors whose first paid order of this time it brought")
    ]
    orders: Annotated[int, Meta(ge=0, description="orders that were paid")]
    fen: Annotated[int, Meta(ge=0, description="fen that were paid for these orders, with freight")]
    refundedFen: Annotated[int, Meta(ge=0, description="fen that were paid back in this time")]


class SharesTotals(Result):
    """All shares of this time together, and all orders, brought by a share or not."""

    visits: Annotated[int, Meta(ge=0, description="visitors of shares, each once per sharer")]
    orders: Annotated[int, Meta(ge=0, description="orders that shares brought")]
    fen: Annotated[int, Meta(ge=0, description="fen that were paid for them")]
    allFen: Annotated[int, Meta(ge=0, description="fen that were paid for all orders")]


class SharesAnswer(Answered):
    """Who brings buyers: the sharers whose visitors paid most first."""

    items: Annotated[list[SharerFigures], Meta(description="at most 50")] | UnsetType = UNSET
    totals: SharesTotals | UnsetType = UNSET


class SharesQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """The question. Times are ms UTC; `until` is not included."""

    kind: ClassVar[str] = "shares"

    since: int
    until: int

    def sql(self, now: int) -> str:
        """The query. A visitor is a person of whom any event names the sharer."""
        return f"""{with_events(self.since, self.until)}
, told AS (
  SELECT sharer, share, person, source, event, orderid, fen,
    row_number() OVER (PARTITION BY CASE WHEN event = 'order_paid' THEN person ELSE insertid END,
      event ORDER BY at_ms, insertid) AS nth
  FROM events WHERE sharer <> '' OR event = 'order_paid'
), grouped AS (
  SELECT sharer, max(share) AS code, count(DISTINCT CASE WHEN source = 'client' THEN person END)
      AS visits,
    sum(CASE WHEN event = 'order_paid' AND nth = 1 THEN 1 ELSE 0 END) AS first_orders,
    sum(CASE WHEN event = 'order_paid' THEN 1 ELSE 0 END) AS orders,
    sum(CASE WHEN event = 'order_paid' THEN fen ELSE 0 END) AS fen,
    sum(CASE WHEN event = 'order_refunded' THEN fen ELSE 0 END) AS refunded
  FROM told GROUP BY sharer
), summed AS (
  SELECT sharer, code, visits, first_orders, orders, fen, refunded,
    sum(CASE WHEN sharer = '' THEN 0 ELSE visits END) OVER () AS all_visits,
    sum(CASE WHEN sharer = '' THEN 0 ELSE orders END) OVER () AS shared_orders,
    sum(CASE WHEN sharer = '' THEN 0 ELSE fen END) OVER () AS shared_fen,
    sum(fen) OVER () AS all_fen
  FROM grouped
)
SELECT sharer, code, visits, first_orders, orders, fen, refunded, all_visits, shared_orders,
  shared_fen, all_fen
FROM summed ORDER BY CASE WHEN sharer = '' THEN 1 ELSE 0 END, fen DESC, visits DESC, sharer
LIMIT {MOST + 1}"""

    def answer(self, rows: Iterable[Row], now: int) -> SharesAnswer:
        """What the rows of the query say. Half a read unit for each sharer."""
        found = list(rows)
        total = found[0] if found else {}
        return SharesAnswer(
            items=[_figures(row) for row in found if row["sharer"]][:MOST],
            totals=SharesTotals(
                visits=int(total.get("all_visits") or 0),
                orders=int(total.get("shared_orders") or 0),
                fen=int(total.get("shared_fen") or 0),
                allFen=int(total.get("all_fen") or 0),
            ),
        )


def _figures(row: Row) -> SharerFigures:
    code = row["code"] or ""
    share = shares.get(code) if code else None
    return SharerFigures(
        sharer=member_id(share.sharer) if share is not None else "",
        code=code,
        visits=int(row["visits"] or 0),
        firstOrders=int(row["first_orders"] or 0),
        orders=int(row["orders"] or 0),
        fen=int(row["fen"] or 0),
        refundedFen=int(row["refunded"] or 0),
    )

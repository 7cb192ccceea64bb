"""Orders that do not go on by themselves as they should, and why.

They are found without a scan: the orders of which the reconciliations of the last days say
something, and the orders that are being refunded the longest. Each is judged as it is now, so what
went on meanwhile is not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from shop import reconciling
from shop.desk import generations
from shop.desk.model import OrderRow, id_in, state_key
from shop.desk.rules import KINDS
from shop.groups import model as groups
from shop.groups.model import OPEN
from shop.orders import model as orders
from shop.orders.model import Order
from shop.orders.refund import refunds_of
from shop.orders.states import PAID, REFUNDING, SUCCESS
from shop.reconciling import PATIENCE, Drift
from shop.system.views import StuckOrder, StuckWhy
from wxcloud import clock

DAYS = 3  # of reconciliations: the latest one looks at all orders that changed in three days
MOST = 100
_UNCLEAR = ("unanswered", "paidHereAlone", "paymentMissed", "refundHereAlone")


def listed(now: int) -> list[StuckOrder]:
    """Orders that are stuck, the longest first; at most MOST."""
    found = {row.sk: row for row in reversed(_differences(now))}
    suspects = list(dict.fromkeys([*found, *_being_refunded()]))[: 2 * MOST]
    there = orders.get_all(suspects)
    judged = (
        _judge(there[order_id], found.get(order_id), now)
        for order_id in suspects
        if order_id in there
    )
    return sorted(filter(None, judged), key=lambda each: each.since)[:MOST]


def _differences(now: int) -> list[Drift]:
    """What was found, the latest first."""
    return reconciling.differences_since(clock.day_of(now), DAYS)


def _being_refunded() -> Iterator[str]:
    """The orders that are being refunded the longest, of each kind."""
    generation = generations.known().current
    for kind in KINDS:
        key = state_key(generation, kind, REFUNDING)
        rows = OrderRow.by_state.query(key, page_size=MOST)
        yield from (id_in(row.at or "") for row in islice(rows, MOST // len(KINDS)))


def _judge(order: Order, drift: Drift | None, now: int) -> StuckOrder | None:
    for look in (_by_hand, _refund, _group):
        if found := look(order, now):
            return found
    if drift is not None and drift.kind in _UNCLEAR:
        kind: Any = drift.kind
        return _stuck(order, "payment", kind, drift.what, list(drift.refunds))
    return None


def _by_hand(order: Order, now: int) -> StuckOrder | None:
    if not order.handRefund:
        return None
    return _stuck(order, "byHand", "byHand", reconciling.WHAT["byHand"])


def _refund(order: Order, now: int) -> StuckOrder | None:
    late = {
        refund.refundNo: refund.status
        for refund in refunds_of(order.orderId)
        if refund.status != SUCCESS and refund.at + PATIENCE <= now
    }
    told = ", ".join(f"refund {number} is {status}" for number, status in late.items())
    return _stuck(order, "refund", "refundLate", told, list(late)) if late else None


def _group(order: Order, now: int) -> StuckOrder | None:
    if order.status != PAID or not order.awaits or (order.paidAt or 0) + PATIENCE > now:
        return None
    group = groups.get(order.awaits)
    if group is None:
        return _stuck(order, "group", "groupGone", "its group is gone")
    if group.status == OPEN and group.expiresAt + PATIENCE > now:
        return None
    return _stuck(order, "group", "groupEnded", f"its group is {group.status}")


def _stuck(
    order: Order, why: StuckWhy, kind: reconciling.Kind, detail: str, refunds: Sequence[str] = ()
) -> StuckOrder:
    return StuckOrder(
        orderId=order.orderId,
        status=order.status,  # type: ignore[arg-type] # a text in the store
        why=why,
        detail=detail,
        kind=kind,
        refunds=list(refunds),
        since=order.updatedAt,
    )

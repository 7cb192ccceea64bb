"""Orders that shares bring: a visitor's first paid order is counted, and its sharer gets points."""

from __future__ import annotations

from shop.orders.events import OrderPaid
from shop.points import earning, rules
from shop.points.earning import LIMIT_REACHED
from shop.points.ledger import ALREADY_COUNTED
from shop.shares import model
from shop.shares.model import SHARE_NOT_FOUND, Share, Visit
from wxcloud import clock
from wxcloud.errors import Code, Refusal
from wxcloud.transaction import Refuse, commit, update

ORDER_COUNTED = Code("ORDER_COUNTED", 409, "This order was counted for its share before.")
ORDER_NOT_BROUGHT = Code(
    "ORDER_NOT_BROUGHT", 409, "This order is not the first after a visit, or is too late for it."
)

WINDOW = 7 * clock.DAY  # from a visit to the order that is counted for it
_NO_POINTS = frozenset({ALREADY_COUNTED, LIMIT_REACHED})


def count_order(event: OrderPaid) -> None:
    """Count a visitor's first paid order for the share that brought them, and give the sharer
    points for the invitation. Once per visitor; a repeated event changes nothing."""
    share = _share_of(event)
    if share is None or not _is_first(share.code, event):
        return
    try:
        earning.earn(share.sharer, rules.INVITE, event.buyer)
    except Refusal as refusal:
        if refusal.code not in _NO_POINTS:
            raise


def _share_of(event: OrderPaid) -> Share | None:
    """The share that the order names, or the last one that brought its buyer; None if there is
    none, or if it is the buyer's own."""
    code = event.shareCode
    if not code:
        last = model.last_of(event.buyer)
        code = last.code if last is not None else ""
    share = model.get(code) if code else None
    return share if share is not None and share.sharer != event.buyer else None


def _is_first(code: str, event: OrderPaid) -> bool:
    """Whether the order is the one that counts for the buyer's visit. It is counted once."""

    def why_not(visit: Visit | None) -> Refuse:
        counted = visit is not None and visit.orderId == event.orderId
        return Refuse(ORDER_COUNTED if counted else ORDER_NOT_BROUGHT)

    in_time = Visit.at.between(event.createdAt - WINDOW, event.createdAt)
    first = update(
        Visit.key(code, event.buyer),
        Visit.orderId.set(event.orderId),
        where=Visit.orderId.does_not_exist() & in_time,
        otherwise=why_not,
    )
    more = update(
        Share.key(code),
        Share.orders.add(1),
        where=Share.code.exists(),
        otherwise=SHARE_NOT_FOUND,
    )
    try:
        commit(first, more)
    except Refusal as refusal:
        if refusal.code not in (ORDER_COUNTED, ORDER_NOT_BROUGHT):
            raise
        return refusal.code is ORDER_COUNTED  # the attempt that counted it may have given no points
    return True

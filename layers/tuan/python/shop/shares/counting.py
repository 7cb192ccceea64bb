"""Orders that shares bring: a visitor's first order is counted, and its sharer gets points.

A paid order can still go back by itself: its group fails, or the buyer leaves the group. So a share
is only noted when its order is paid. The order is counted when it is shipped. If all of its money
is paid back later, the sharer's points are taken back.
"""

from __future__ import annotations

from pynamodb.expressions.condition import Condition

from shop.orders import model as orders
from shop.orders.events import OrderCompleted, OrderPaid, OrderShipped, RefundGranted
from shop.orders.model import Order
from shop.points import earning, ledger, rules, spending
from shop.points.earning import LIMIT_REACHED
from shop.points.ledger import ALREADY_COUNTED
from shop.shares import model
from shop.shares.model import SHARE_NOT_FOUND, BroughtOrder, Share, Visit
from wxcloud import clock
from wxcloud.errors import Code, Refusal
from wxcloud.pseudonyms import is_erased
from wxcloud.transaction import ALREADY_SO, Refuse, commit, commit_one, put, update

ORDER_COUNTED = Code("ORDER_COUNTED", 409, "This order was counted for its share before.")
ORDER_NOT_BROUGHT = Code(
    "ORDER_NOT_BROUGHT",
    409,
    "This order is not the first after a visit, is too late for it, or is paid back.",
)

WINDOW = 7 * clock.DAY  # from a visit to the order that is counted for it
_NO_POINTS = frozenset({ALREADY_COUNTED, LIMIT_REACHED})


def note_share(event: OrderPaid) -> None:
    """Handler: note which share brought a paid order, before the buyer visits another share."""
    if event.total:
        _note(event.orderId, event.buyer, event.shareCode)


def count_order(event: OrderShipped | OrderCompleted) -> None:
    """Handler: count a visitor's first order for the share that brought it, and give the sharer
    points for the invitation. Once per visitor; a repeated event changes nothing."""
    order = orders.get(event.orderId)
    if order is None or not order.total:
        return
    brought = model.brought(order.orderId)
    if brought is None:
        brought = _note(order.orderId, order.buyer, order.shareCode or "")
        order = orders.need(order.orderId)  # a refund of which `take_back` found no note
    if brought is None or order.refunded >= order.total or not _is_first(brought, order):
        return
    if is_erased(brought.sharer):
        return
    try:
        earning.earn(brought.sharer, rules.INVITE, order.buyer, order_id=order.orderId)
    except Refusal as refusal:
        if refusal.code not in _NO_POINTS:
            raise


def take_back(event: RefundGranted) -> None:
    """Handler: all of a counted order's money goes back, so its sharer's points are taken back. An
    order that is not counted yet never will be. A repeated event changes nothing."""
    if not event.is_last or model.brought(event.orderId) is None:
        return
    brought = commit_one(
        update(BroughtOrder.key(event.orderId), BroughtOrder.paidBack.set(1)),
    )
    if not brought.counted or is_erased(brought.sharer):
        return
    try:
        ledger.post(
            brought.sharer,
            lambda book: spending.claw_back_invite(book, event.buyer, event.orderId),
        )
    except Refusal as refusal:
        if refusal.code is not ALREADY_COUNTED:
            raise


def _note(order_id: str, buyer: str, code: str) -> BroughtOrder | None:
    """Note the share that the order names, or the last one that brought its buyer. None if there is
    none, or if it is the buyer's own. If another one is noted already, that one."""
    last = model.last_of(buyer)
    if not code and last is not None:
        code = last.code
    share = model.get(code) if code else None
    if share is None or share.sharer == buyer:
        return None
    opened_at = last.at if last is not None and last.code == code else None
    new = BroughtOrder.new(order_id, share, opened_at)
    return commit_one(put(new, otherwise=ALREADY_SO)) or new


def _is_first(brought: BroughtOrder, order: Order) -> bool:
    """Whether the order is the one that counts for the buyer's visits. It is counted once."""
    code, opened_at = brought.code, brought.openedAt

    def why_not(visit: Visit | None) -> Refuse:
        counted = visit is not None and visit.orderId == order.orderId
        return Refuse(ORDER_COUNTED if counted else ORDER_NOT_BROUGHT)

    if opened_at is not None and 0 <= order.createdAt - opened_at <= WINDOW:
        in_time: Condition = Visit.at.exists()  # the first visit may have been long before
    else:
        in_time = Visit.at.between(order.createdAt - WINDOW, order.createdAt)
    first = update(
        Visit.key(code, order.buyer),
        Visit.orderId.set(order.orderId),
        where=Visit.orderId.does_not_exist() & in_time,
        otherwise=why_not,
    )
    more = update(
        Share.key(code),
        Share.orders.add(1),
        where=Share.code.exists(),
        otherwise=SHARE_NOT_FOUND,
    )
    stays = update(
        BroughtOrder.key(order.orderId),
        BroughtOrder.counted.set(1),
        where=BroughtOrder.paidBack.does_not_exist(),
        otherwise=ORDER_NOT_BROUGHT,
    )
    try:
        commit(first, more, stays)
    except Refusal as refusal:
        if refusal.code not in (ORDER_COUNTED, ORDER_NOT_BROUGHT):
            raise
        return refusal.code is ORDER_COUNTED  # the attempt that counted it may have given no points
    return True

"""Who handles which event: the only place where that is said.

A new handler is one function that takes the event, and one line here.
"""

from __future__ import annotations

from shop.checkout import close, points_of_orders, refund_transfer
from shop.desk import ending, low_stock, rows
from shop.groupbuy import members, settle
from shop.groups import limits
from shop.groups.events import GroupFailed, GroupOpened, GroupSucceeded, MemberJoined
from shop.orders import buyer_notices, shipping
from shop.orders.events import (
    OrderChanged,
    OrderCompleted,
    OrderPaid,
    OrderPlaced,
    OrderShipped,
    RefundGranted,
    RefundSucceeded,
)
from shop.shares import counting
from wxcloud.events import Handlers, Retry
from wxcloud.queues import Queue

ORDER_HANDLERS: Handlers = {
    OrderPlaced: [close.close_later],
    OrderPaid: [
        limits.remove_paid,
        points_of_orders.earn_purchase,
        settle.settle_paid,
        counting.note_share,
    ],
    OrderShipped: [shipping.upload_later, buyer_notices.tell_shipped, counting.count_order],
    OrderCompleted: [counting.count_order],
    RefundGranted: [
        refund_transfer.send_later,
        points_of_orders.give_points_back,
        counting.take_back,
    ],
    RefundSucceeded: [buyer_notices.tell_refunded],
    OrderChanged: [rows.follow_order, low_stock.note],
}

GROUP_HANDLERS: Handlers = {
    GroupOpened: [ending.note_opened],
    MemberJoined: [members.note_member],
    GroupSucceeded: [settle.settle_members, members.tell_members, ending.forget],
    GroupFailed: [settle.settle_members, settle.free_limits, members.tell_members, ending.forget],
}

# A handler that fails is retried from these queues, alone.
ORDER_RETRIES = Queue("ORDER_EVENT_QUEUE_URL", Retry)
GROUP_RETRIES = Queue("GROUP_EVENT_QUEUE_URL", Retry)

"""Who handles which event: the only place where that is said.

A new handler is one function that takes the event, and one line here.
"""

from __future__ import annotations

from shop.aftersale import deadlines, ending
from shop.aftersale import events as after_sales
from shop.aftersale.events import AfterSaleAgreed, AfterSaleAsked
from shop.alerts import ending_groups as groups_to_watch
from shop.alerts import orders as order_alerts
from shop.analytics import server_events
from shop.analytics.outcomes import NoticeSent, PushSent
from shop.checkout import close, points_of_orders, refund_transfer
from shop.desk import ending_groups, group_lists, low_stock, rows
from shop.groupbuy import members, settle
from shop.groups import limits
from shop.groups.events import GroupFailed, GroupOpened, GroupSucceeded, MemberJoined
from shop.live import shown
from shop.orders import buyer_notices, uploading
from shop.orders import events as orders
from shop.orders.events import (
    OrderChanged,
    OrderCompleted,
    OrderPaid,
    OrderPlaced,
    OrderShipped,
    ParcelsChanged,
    RefundAsked,
    RefundGranted,
    RefundSucceeded,
)
from shop.shares import counting
from wxcloud.events import Change, Event, Handlers, Retry
from wxcloud.queues import Queue

ORDER_HANDLERS: Handlers = {
    OrderPlaced: [close.close_later, server_events.note_placed],
    OrderPaid: [
        limits.remove_paid,
        points_of_orders.earn_purchase,
        settle.settle_paid,
        counting.note_share,
        server_events.note_paid,
        buyer_notices.tell_paid,
        order_alerts.tell_order,
    ],
    RefundAsked: [order_alerts.tell_refund],
    OrderShipped: [uploading.upload_later, buyer_notices.tell_shipped, counting.count_order],
    ParcelsChanged: [uploading.upload_later],
    OrderCompleted: [counting.count_order],
    RefundGranted: [
        refund_transfer.send_later,
        points_of_orders.give_points_back,
        counting.take_back,
        server_events.note_refund,
    ],
    RefundSucceeded: [
        buyer_notices.tell_refunded,
        ending.note_refunded,
        server_events.note_refund,
    ],
    AfterSaleAsked: [deadlines.start_timer, order_alerts.tell_after_sale],
    AfterSaleAgreed: [deadlines.start_timer],
    OrderChanged: [rows.follow_order, low_stock.note, shown.note],
}

GROUP_HANDLERS: Handlers = {
    GroupOpened: [
        ending_groups.note_opened,
        groups_to_watch.note_opened,
        server_events.note_group_opened,
    ],
    MemberJoined: [members.note_member],
    GroupSucceeded: [
        settle.settle_members,
        members.tell_members,
        ending_groups.forget,
        server_events.note_group_ended,
        group_lists.note_ended,
    ],
    GroupFailed: [
        settle.settle_members,
        settle.free_limits,
        members.tell_members,
        ending_groups.forget,
        group_lists.note_ended,
        server_events.note_group_ended,
    ],
}

OUTCOME_HANDLERS: Handlers = {
    PushSent: [server_events.note_push],
    NoticeSent: [server_events.note_notice],
}


def decode_order_change(change: Change) -> list[Event]:
    """The events that a change of the table `orders` means, of all kinds of its items."""
    return [*orders.decode(change), *after_sales.decode(change)]


# A handler that fails is retried from these queues, alone.
ORDER_RETRIES = Queue("ORDER_EVENT_QUEUE_URL", Retry)
GROUP_RETRIES = Queue("GROUP_EVENT_QUEUE_URL", Retry)
OUTCOME_RETRIES = Queue("OUTCOME_EVENT_QUEUE_URL", Retry)

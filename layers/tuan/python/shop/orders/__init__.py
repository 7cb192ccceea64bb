"""Orders: what a buyer bought, how it was paid, where it is, and what was paid back.

    PENDING ── paid ──> PAID ── shipped ──> SHIPPED ── received ──> COMPLETED
       │                 └── refund of all of it ──> REFUNDING ──> REFUNDED
       └── cancelled, or not paid in time ──> CLOSED

`model` has the states as data, and the keys; the other modules are the words that functions say.
"""

from __future__ import annotations

from shop.orders import reconciling
from shop.orders.awaiting import follow_to, proceed, waits
from shop.orders.closing import cancel, expire, take_back
from shop.orders.following import close_if_due, close_later, follow, refund
from shop.orders.model import Order, Refund, get, need
from shop.orders.news import news
from shop.orders.paying import settle
from shop.orders.placing import Wish, open_order, pay_again, pay_fields, place
from shop.orders.reading import find, groups_of, page, view
from shop.orders.refunding import ask, carry_out, deny, grant, told
from shop.orders.shipping import receive, ship, upload
from shop.orders.words import say

__all__ = [
    "Order",
    "Refund",
    "Wish",
    "ask",
    "cancel",
    "carry_out",
    "close_if_due",
    "close_later",
    "deny",
    "expire",
    "find",
    "follow",
    "follow_to",
    "get",
    "grant",
    "groups_of",
    "need",
    "news",
    "open_order",
    "page",
    "pay_again",
    "pay_fields",
    "place",
    "proceed",
    "receive",
    "reconciling",
    "refund",
    "say",
    "settle",
    "ship",
    "take_back",
    "told",
    "upload",
    "view",
    "waits",
]

"""onOrderChange: handles the events of orders and refunds, read from the table's stream, and
retries the handlers that failed."""

from __future__ import annotations

from shop.handlers import ORDER_HANDLERS, ORDER_RETRIES
from shop.orders.events import decode
from wxcloud.events import stream

main = stream(decode, ORDER_HANDLERS, ORDER_RETRIES)

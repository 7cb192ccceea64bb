"""onOrderChange: handles the events of orders and refunds, read from the table's stream, and
retries the handlers that failed."""

from __future__ import annotations

from shop.handlers import ORDER_HANDLERS, ORDER_RETRIES, decode_order_change
from wxcloud.events import stream

main = stream(decode_order_change, ORDER_HANDLERS, ORDER_RETRIES)

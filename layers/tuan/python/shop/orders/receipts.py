"""Receipts that the buyer confirms in WeChat, or that WeChat confirms after some days.

WeChat pushes `trade_manage_order_settlement` twice: when an order was shipped (with
`estimated_settlement_time` alone), and when its receipt is confirmed (with `confirm_receive_time`).
Only the second one completes the order. Which method confirmed it makes no difference.
Source: mini-program docs, "发货信息管理服务", chapter on pushed messages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shop.orders.changes import ORDER_MOVED
from shop.orders.completing import completed
from shop.orders.model import get
from shop.orders.states import COMPLETED, SHIPPED
from wxcloud.log import logger
from wxcloud.transaction import commit_one, retry

EVENT = "trade_manage_order_settlement"
_NUMBER = re.compile("[0-9A-Za-z_-]{6,32}")  # WeChat Pay's out_trade_no


def take(settlement: Mapping[str, Any]) -> None:
    """Complete the order of a pushed event. A repeat, and an order that is not SHIPPED, change
    nothing."""
    number = str(settlement.get("merchant_trade_no", ""))
    if _is_confirmed(settlement) and _NUMBER.fullmatch(number):
        payment = str(settlement.get("transaction_id", ""))
        retry(lambda: _complete(number, payment), on=[ORDER_MOVED])


def _is_confirmed(settlement: Mapping[str, Any]) -> bool:
    """Whether the receipt has a time. It is a number of seconds, in XML a text."""
    time = str(settlement.get("confirm_receive_time", ""))
    return time.isascii() and time.isdigit() and time.strip("0") != ""


def _complete(order_id: str, transaction_id: str) -> None:
    order = get(order_id)
    if order is None or order.transactionId != transaction_id:
        logger.warning("a receipt of no order", extra={"orderId": order_id})
    elif order.status == SHIPPED:
        commit_one(completed(order, "wechat", otherwise=ORDER_MOVED))
    elif order.status != COMPLETED:
        logger.warning("a receipt came too late", extra={"orderId": order_id})

"""sendReply: finds the answer to what a user said, and sends it through WeChat, once. Of their
orders, users are told by those who know: the orders themselves."""

from __future__ import annotations

from shop import orders, support
from wxcloud.function import queue

support.order_desks[:] = [orders.say]


@queue(support.Said)
def main(said: support.Said) -> None:
    support.answer(said)

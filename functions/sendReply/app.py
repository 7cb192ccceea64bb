"""sendReply: finds the answer to what a user said, and sends it through WeChat, once. Of their
orders, users are told by those who know: the orders themselves."""

from __future__ import annotations

from shop.orders import words
from shop.support import desk, replies
from wxcloud.triggers import queue

replies.order_desks[:] = [words.say]


@queue(desk.MESSAGES)
def main(said: desk.Said) -> None:
    desk.answer(said)

"""sendReply: composes the reply to what a user said, and sends it through WeChat, once."""

from __future__ import annotations

from shop.support import answering
from shop.support.model import MESSAGES, UserMessage
from wxcloud.triggers import queue


@queue(MESSAGES)
def main(message: UserMessage) -> None:
    answering.answer(message)

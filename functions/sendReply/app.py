"""sendReply: composes the reply to what a user said, and sends it through WeChat, once.

The staff is told of a user who waits for an agent.
"""

from __future__ import annotations

from shop.alerts import waiting
from shop.support import answering
from shop.support.model import MESSAGES, UserMessage
from wxcloud.triggers import queue


@queue(MESSAGES)
def main(message: UserMessage) -> None:
    waits = answering.answer(message)
    if waits is not None:
        waiting.tell(waits)

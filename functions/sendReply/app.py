"""sendReply: finds the answer to what a user said, and sends it through WeChat, once."""

from __future__ import annotations

from shop import support
from wxcloud.function import queue


@queue(support.Said)
def main(said: support.Said) -> None:
    support.answer(said)

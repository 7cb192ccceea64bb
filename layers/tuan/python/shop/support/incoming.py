"""What WeChat pushes to csReply: a user's message is queued, so that WeChat gets its answer at
once."""

from __future__ import annotations

from collections.abc import Mapping

from shop.support import conversations, human, service
from shop.support.model import MESSAGES, Kind, UserMessage
from wxcloud import clock
from wxcloud.log import logger
from wxcloud.text import cut
from wxcloud.wechat.push import Push

ENTER = "user_enter_tempsession"
KINDS: Mapping[str, Kind] = {"text": "text", "image": "image", "miniprogrampage": "page"}
MAX_TEXT = 1000  # characters of a text that are kept


def accept(push: Push) -> bool:
    """Queue a user's message. True if the answer to WeChat hands the user over: agents answer in
    WeChat's own tool, they are there, and one has the conversation or should have it.

    Other events are logged and left alone. A repeated push is queued again; sendReply finds that
    the message has its reply.
    """
    kind = "enter" if push.event == ENTER else KINDS.get(push.kind)
    if kind is None:
        logger.info("push not answered", extra={"kind": push.kind, "event": push.event[:64]})
        return False
    text, now = cut(push.text, MAX_TEXT), clock.now()
    written = push.at // clock.SECOND
    message = UserMessage(push.sender, push.key, kind, text, now, written=written)
    MESSAGES.send(message)
    rules = service.rules()
    if kind == "enter" or rules.answer_in != "wechat" or not rules.is_open(now):
        return False
    return human.wants_human(text) or conversations.load(push.sender).is_silent(now)

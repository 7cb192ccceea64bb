"""What WeChat pushes to csReply: a user's message is queued, so that WeChat gets its answer at
once."""

from __future__ import annotations

from collections.abc import Mapping

from shop.support import conversations, human
from shop.support.model import MESSAGES, Kind, UserMessage
from wxcloud import clock
from wxcloud.log import logger
from wxcloud.text import cut
from wxcloud.wechat.push import Push

ENTER = "user_enter_tempsession"
KINDS: Mapping[str, Kind] = {"text": "text", "image": "other", "miniprogrampage": "other"}
MAX_TEXT = 1000  # characters of a text that are kept


def accept(push: Push) -> bool:
    """Queue a user's message. True if a human has the conversation, or should have it: then the
    answer to WeChat hands the user over.

    Other events are logged and left alone. A repeated push is queued again; sendReply finds that
    the message has its reply.
    """
    kind = "enter" if push.event == ENTER else KINDS.get(push.kind)
    if kind is None:
        logger.info("push not answered", extra={"kind": push.kind, "event": push.event[:64]})
        return False
    text = cut(push.text, MAX_TEXT)
    message = UserMessage(push.sender, push.key, kind, text, clock.now())
    to_human = kind != "enter" and (
        human.wants_human(text) or conversations.load(push.sender).with_human(message.at)
    )
    MESSAGES.send(message)
    return to_human

"""Each message of a user gets its reply, once: the reply is taken in the store, then sent."""

from __future__ import annotations

import msgspec
from pynamodb.attributes import UnicodeAttribute

from shop.support import conversations, replies
from shop.support.conversations import CONVERSATION_CHANGED
from shop.support.model import MESSAGES, UserMessage
from wxcloud import clock
from wxcloud.errors import Code, Refusal
from wxcloud.log import logger
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, commit, commit_one, put, retry, update
from wxcloud.wechat import api, messages
from wxcloud.wechat.client import WeChatRefusal

ANSWERED = Code("ANSWERED", 409, "This message has its reply already.")

TAKEN, OPEN = "TAKEN", "OPEN"
LIFE = 7 * clock.DAY  # longer than a message may stay in the queue and in its dead-letter queue
RETRIES_S = (2, 10, 60, 300)  # after these, the queue's own retries and its dead-letter queue


class Answer(Table):
    """The reply to one message. TAKEN: an attempt sends it, or has sent it. OPEN: that attempt has
    certainly not sent it, so another one may."""

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()
    text = UnicodeAttribute()
    ttl = Integer()  # seconds UTC

    @classmethod
    def key(cls, message: UserMessage) -> Answer:
        return cls(pk=f"user#{message.openid}", sk=f"message#{message.key}")

    @classmethod
    def take(cls, message: UserMessage, text: str) -> Answer:
        """A new reply, taken to be sent."""
        key = cls.key(message)
        return cls(pk=key.pk, sk=key.sk, state=TAKEN, text=text, ttl=(message.at + LIFE) // 1000)

    @classmethod
    def to(cls, message: UserMessage) -> Answer | None:
        """The reply that the message has, if any. One consistent read."""
        key = cls.key(message)
        return cls.get(key.pk, key.sk, consistent=True)


def answer(message: UserMessage) -> None:
    """Compose and send the reply to a message, once. The bot is silent while a human answers.

    If WeChat or the store is busy, the message goes back to the queue, with a longer delay each
    time. The Refusal is raised when that was done often enough, or if it is final; ANSWERED if the
    message has its reply.
    """
    try:
        _answer(message)
    except Refusal as refusal:
        if not refusal.retryable or message.tries >= len(RETRIES_S):
            raise
        again = msgspec.structs.replace(message, tries=message.tries + 1)
        MESSAGES.send(again, delay_s=RETRIES_S[message.tries])


def _answer(message: UserMessage) -> None:
    api.get_ready()  # no reply is taken while there is no access token
    text = retry(lambda: _take(message), on=[CONVERSATION_CHANGED], attempts=10)
    if not text:
        return
    try:
        messages.send_text(message.openid, text)
    except WeChatRefusal as refusal:
        if refusal.retryable and not refusal.may_have_happened:
            _open(message)
            raise
        logger.warning("reply dropped", extra={"error": str(refusal)})
        if refusal.code is messages.REPLY_CLOSED:
            talk = conversations.load(message.openid, consistent=True)
            commit_one(conversations.use_up(talk, clock.now()))


def _take(message: UserMessage) -> str:
    """The text to send, taken so that no other attempt sends it; "" if the bot may say nothing.

    ANSWERED if the message has its reply; CONVERSATION_CHANGED: take again.
    """
    try:
        return _compose(message)
    except Refusal as refusal:
        if refusal.code is not ANSWERED:
            raise
        return _resume(message)


def _compose(message: UserMessage) -> str:
    """The text of a new reply, taken in one transaction with the change of the conversation."""
    now = clock.now()
    talk = conversations.load(message.openid, consistent=True)
    talk.receive(message.kind, message.at, now)
    if talk.with_human(now) or not talk.may_reply(now):
        if Answer.to(message) is not None:
            raise ANSWERED()  # perhaps that reply was the last one, or handed over to a human
        commit_one(conversations.write(talk))
        return ""
    reply = replies.reply_to(message, talk.misses)
    talk.reply(now, missed=reply.missed, to_human=reply.to_human)
    taken = put(Answer.take(message, reply.text), otherwise=ANSWERED)
    commit(taken, conversations.write(talk))
    return reply.text


def _resume(message: UserMessage) -> str:
    """The text of a reply that an earlier attempt could not send; "" if an agent has taken the
    conversation meanwhile."""
    reply = Answer.to(message)
    if reply is None or reply.state != OPEN:
        raise ANSWERED()
    talk = conversations.load(message.openid, consistent=True)
    if talk.owner and talk.with_human(clock.now()):
        return ""
    retaken = update(reply, Answer.state.set(TAKEN), where=Answer.state == OPEN, otherwise=ANSWERED)
    commit(retaken, conversations.write(talk))
    return reply.text


def _open(message: UserMessage) -> None:
    """WeChat has certainly not sent the reply: another attempt may."""
    taken = Answer.state == TAKEN
    commit_one(
        update(Answer.key(message), Answer.state.set(OPEN), where=taken, otherwise=ALREADY_SO)
    )

"""Each message of a user gets its reply, once: the reply is taken in the store, then sent."""

from __future__ import annotations

import msgspec

from shop.support import conversations, messages, replies, service
from shop.support.conversations import CONVERSATION_CHANGED, LEASE, Conversation
from shop.support.masking import mask_phones
from shop.support.messages import OPEN, REFUSED, UNSURE, Said
from shop.support.model import MESSAGES, UserMessage
from wxcloud import clock
from wxcloud.errors import BUSY, Code, Refusal
from wxcloud.log import logger
from wxcloud.transaction import ALREADY_SO, Outcome, Refuse, commit, commit_one, put, retry
from wxcloud.value import Value
from wxcloud.wechat import api
from wxcloud.wechat.client import WeChatRefusal
from wxcloud.wechat.messages import REPLY_CLOSED, send_text

ANSWERED = Code("ANSWERED", 409, "This message has its reply already.")

RETRIES_S = (2, 10, 60, 300)  # after these, the queue's own retries and its dead-letter queue
_CALL = 4 * clock.SECOND  # longer than a call of WeChat's takes
_EXCERPTS = {"image": "[图片]", "page": "[小程序卡片]"}


class Waits(Value):
    """A user waits for an agent, since then (ms UTC); `is_open`: agents are there."""

    openid: str
    since: int
    is_open: bool


class _Taken(Value):
    """The reply `text`, taken to be sent at once ("" if the bot says nothing); and whether it makes
    the user wait for an agent, since `at`."""

    text: str
    at: int
    hands_over: bool = False


_NOTHING = _Taken("", 0)


def answer(message: UserMessage) -> Waits | None:
    """Compose and send the reply to a message, once. The bot is silent while an agent answers.
    What is returned says that the user waits for an agent from now on; a repeat says so again.

    If WeChat or the store is busy, the message goes back to the queue, with a longer delay each
    time. The Refusal is raised when that was done often enough, or if it is final; ANSWERED if the
    message has its reply.
    """
    try:
        return _answer(message)
    except Refusal as refusal:
        if not refusal.retryable or message.tries >= len(RETRIES_S):
            raise
        again = msgspec.structs.replace(message, tries=message.tries + 1)
        MESSAGES.send(again, delay_s=RETRIES_S[message.tries])
    return None


def _answer(message: UserMessage) -> Waits | None:
    api.get_ready()  # no reply is taken while there is no access token
    taken = retry(lambda: _take(message), on=[CONVERSATION_CHANGED], attempts=10)
    if taken.text:
        _send(message, taken)
    if not taken.hands_over:
        return None
    return Waits(message.openid, taken.at, service.rules().is_open(taken.at))


def _send(message: UserMessage, taken: _Taken) -> None:
    """Send a reply that is taken. Until it is sent, no agent can take the conversation: so it is
    not sent any more if this process has slept meanwhile."""
    openid, place = message.openid, message.place
    try:
        if clock.now() + _CALL > taken.at + LEASE:
            _open(message)
            raise BUSY()
        send_text(openid, taken.text)
    except WeChatRefusal as refusal:
        if refusal.retryable and not refusal.may_have_happened:
            _open(message)
            raise
        logger.warning(
            "reply dropped",
            extra={"error": str(refusal), "maybeSent": refusal.may_have_happened},
        )
        state = UNSURE if refusal.may_have_happened else REFUSED
        commit_one(messages.mark(openid, place, state))
        if refusal.code is REPLY_CLOSED:
            talk = conversations.load(openid, consistent=True)
            commit_one(conversations.use_up(talk, clock.now()))
    finally:
        commit_one(conversations.sent(openid, place))


def _open(message: UserMessage) -> None:
    """WeChat has certainly not sent the reply: another attempt may."""
    commit_one(messages.mark(message.openid, message.place, OPEN))


def _take(message: UserMessage) -> _Taken:
    """The reply, taken so that no other attempt sends it.

    ANSWERED if the message has its reply; CONVERSATION_CHANGED: take again.
    """
    try:
        return _compose(message)
    except Refusal as refusal:
        if refusal.code is not ANSWERED:
            raise
        return _resume(message)


def _compose(message: UserMessage) -> _Taken:
    """A new reply, taken in one transaction with the change of the conversation."""
    now, rules = clock.now(), service.rules()
    talk = conversations.load(message.openid, consistent=True)
    if talk.place_of(message.key) is not None:
        raise ANSWERED()
    excerpt = _EXCERPTS.get(message.kind) or mask_phones(message.text)
    talk.receive(message, excerpt, now)
    left = talk.left(now)
    if talk.is_silent(now) or left.count == 0:
        return _say_nothing(message, talk)
    is_open = rules.is_open(now)
    reply = replies.reply_to(message, talk.misses, "" if is_open else rules.away)
    if left.note_only and not reply.to_human:
        return _say_nothing(message, talk)
    waited = talk.since
    talk.answer(now, missed=reply.missed)
    if reply.to_human:
        in_queue = rules.answer_in == "console" or not is_open
        talk.hand_over(now, in_queue=in_queue, is_open=is_open)
    begins = talk.since is not None and talk.since != waited
    said = Said.answered(message, reply.text, now, hands_over=begins)
    taken = put(said, otherwise=ANSWERED)
    commit(taken, conversations.write_sending(talk, message.place, now))
    return _Taken(reply.text, now, hands_over=begins)


def _say_nothing(message: UserMessage, talk: Conversation) -> _Taken:
    """What the user wrote is kept, and the bot is silent. Two plain writes: if the second one
    fails, another attempt makes it. ANSWERED if the message has its reply."""
    commit_one(put(Said.by_user(message), otherwise=_kept))
    commit_one(conversations.write(talk))
    return _NOTHING


def _kept(said: Said | None) -> Outcome:
    return ALREADY_SO if said is None or said.state is None else Refuse(ANSWERED)


def _resume(message: UserMessage) -> _Taken:
    """A reply that an earlier attempt could not send; nothing if an agent has taken the
    conversation meanwhile. ANSWERED if there is none."""
    said = messages.get(message.openid, message.place)
    if said is None or said.answer is None or said.answeredAt is None:
        raise ANSWERED()
    hands_over = bool(said.handsOver)
    if said.state != OPEN:
        if hands_over:
            return _Taken("", said.answeredAt, hands_over=True)
        raise ANSWERED()
    now = clock.now()
    talk = conversations.load(message.openid, consistent=True)
    if talk.owner and talk.is_silent(now):
        return _NOTHING
    retaken = messages.retake(said, otherwise=ANSWERED)
    commit(retaken, conversations.write_sending(talk, message.place, now))
    return _Taken(said.answer, now, hands_over=hands_over)

"""The use cases: hear what WeChat pushes, and answer it once."""

from __future__ import annotations

from typing import Literal

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from shop.support import conversations, replies
from shop.support.conversations import Conversation
from shop.support.replies import Reply
from wxcloud import clock
from wxcloud.errors import BUSY, Code, Refusal
from wxcloud.ids import new_id
from wxcloud.log import logger
from wxcloud.model import Table, TableMeta
from wxcloud.queues import Queue
from wxcloud.transaction import Part, commit, put, update
from wxcloud.wechat import api, messages
from wxcloud.wechat.client import WeChatRefusal
from wxcloud.wechat.push import Push

ENTER = "user_enter_tempsession"
KINDS: dict[str, Literal["text", "other"]] = {
    "text": "text",
    "image": "other",
    "miniprogrampage": "other",
}
LIFE = (
    7 * clock.DAY
)  # longer than a message can wait in the queue and its dead letters are looked at
MOST_TEXT = 1000
RETRIES_S = (2, 10, 60, 300)  # after these, the queue's own retries and its dead letters
_TRIES = 10

TAKEN, OPEN = "TAKEN", "OPEN"


class Said(msgspec.Struct, frozen=True):
    """What a user said or did, on the support queue. `at` (ms UTC) is when we heard of it."""

    openid: str
    key: str
    kind: Literal["text", "other", "enter"]
    text: str
    at: int
    tries: int = 0


MESSAGES = Queue("SUPPORT_QUEUE_URL", Said)


class Answer(Table):
    """The reply to one message. OPEN: composed, to be sent. TAKEN: sent, or about to be sent."""

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()
    by = UnicodeAttribute()
    text = UnicodeAttribute()
    ttl = NumberAttribute()


def hear(push: Push) -> bool:
    """Queue what a user said or did. True if a human has, or should have, the conversation:
    then WeChat's answer to this very message is what hands the user over.

    Other events are not for the desk. A repeat is queued again and found out by `answer`.
    """
    if push.event == ENTER:
        kind: Literal["text", "other", "enter"] = "enter"
    elif push.kind in KINDS:
        kind = KINDS[push.kind]
    else:
        logger.info("push not answered", extra={"kind": push.kind, "event": push.event[:64]})
        return False
    said = Said(push.sender, push.key, kind, push.text[:MOST_TEXT], clock.now())
    to_human = kind != "enter" and (
        replies.wants_human(said.text) or conversations.of(said.openid).with_human(said.at)
    )
    MESSAGES.send(said)
    return to_human


def answer(said: Said) -> None:
    """Compose and send the reply to what was said, once. Silent while a human has the word.

    If WeChat is busy or away, it is put back for later; raises the Refusal when that was enough.
    """
    try:
        _answer(said)
    except Refusal as refusal:
        if not refusal.retryable or said.tries >= len(RETRIES_S):
            raise
        again = msgspec.structs.replace(said, tries=said.tries + 1)
        MESSAGES.send(again, delay_s=RETRIES_S[said.tries])


def _answer(said: Said) -> None:
    api.get_ready()  # whatever can fail before the reply is taken should
    try:
        text = _compose(said)
    except _Heard as heard:
        text = _resume(said, heard.reply)
    if not text:
        return
    try:
        messages.send_text(said.openid, text)
    except WeChatRefusal as refusal:
        if refusal.retryable and not refusal.unsure:
            commit(_opened(said))
            raise
        logger.warning("reply given up", extra={"error": str(refusal), "unsure": refusal.unsure})
        if refusal.code is messages.REPLY_CLOSED:
            commit(conversations.spent(conversations.of(said.openid, consistent=True), clock.now()))


class _Heard(Exception):
    """That message has a reply already."""

    def __init__(self, reply: Answer) -> None:
        self.reply = reply


class _Moved(Exception):
    """The conversation went on while we composed."""


def _compose(said: Said) -> str:
    """The reply, taken to be sent; empty if there is nothing to say or none may be sent."""
    mine = new_id()
    for _ in range(_TRIES):
        try:
            return _try_compose(said, mine)
        except _Moved:
            continue
    raise BUSY()


def _try_compose(said: Said, mine: str) -> str:
    now = clock.now()
    talk = conversations.of(said.openid, consistent=True)
    silent, seen = talk.with_human(now), int(talk.version)
    if talk.human and not silent:
        talk.human, talk.owner, talk.misses = False, None, 0
    if said.kind == "enter":
        talk.enteredAt = max(talk.enteredAt, said.at)
    else:
        talk.wroteAt = max(talk.wroteAt, said.at)
    if silent or not talk.may_reply(now):
        before = Answer.find(f"user#{said.openid}", f"message#{said.key}", consistent=True)
        if before is not None:
            raise _Heard(before)  # it may be what used up the last reply, or gave up the word
        commit(conversations.changed(talk, seen, _moved))
        return ""
    reply = _reply(said, int(talk.misses))
    talk.misses = int(talk.misses) + 1 if reply.missed else 0
    if reply.human:
        talk.human, talk.humanAt, talk.misses = True, now, 0
    talk.sentAt = [*talk.sentAt, now][-conversations.WRITTEN[1] :]
    taken = _kept(said)
    taken.state, taken.by, taken.text = TAKEN, mine, reply.text
    taken.ttl = (said.at + LIFE) // 1000
    commit(put(taken, otherwise=_heard), conversations.changed(talk, seen, _moved))
    return reply.text


def _reply(said: Said, misses: int) -> Reply:
    if said.kind == "enter":
        return replies.greeting()
    if said.kind == "text":
        return replies.reply_to(said.openid, said.text, misses)
    return replies.reply_to_picture(misses)


def _resume(said: Said, before: Answer) -> str:
    """A reply that could not be sent before, unless a human has taken over meanwhile."""
    if before.state != OPEN:
        return ""
    talk = conversations.of(said.openid, consistent=True)
    if talk.owner and talk.with_human(clock.now()):
        return ""
    still_open = update(
        _kept(said), Answer.state.set(TAKEN), where=Answer.state == OPEN, otherwise=_heard
    )
    try:
        commit(still_open, conversations.changed(talk, int(talk.version), BUSY))
    except _Heard:
        return ""  # somebody else is sending it
    return str(before.text)


def _opened(said: Said) -> Part:
    taken = Answer.state == TAKEN
    return update(_kept(said), Answer.state.set(OPEN), where=taken, otherwise=lambda _: None)


def _kept(said: Said) -> Answer:
    return Answer(pk=f"user#{said.openid}", sk=f"message#{said.key}")


def _heard(old: Answer | None) -> Code | None:
    if old is None:
        return BUSY
    raise _Heard(old)


def _moved(_: Conversation | None) -> None:
    raise _Moved()

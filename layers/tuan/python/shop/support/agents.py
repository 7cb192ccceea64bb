"""What agents do: take a conversation, reply, give it back.

**Silence.** An agent takes a conversation only while no reply of the bot is on its way to WeChat
(`sending`), and the bot composes a reply for one version of the conversation. So after `take` not
one text of the bot goes out: what it has composed before is refused, and what it had sent was sent
before.

**Once.** A reply is kept before it is sent, under its place, in one transaction with the
conversation; a repeat with the same `replyId` finds it there. Only a failure that certainly sent
nothing opens it for another attempt.
"""

from __future__ import annotations

from typing import Literal

from shop.support import messages, service
from shop.support.conversations import (
    CONVERSATION_CHANGED,
    IDLE,
    QUEUE,
    Conversation,
    HeldConversation,
    load,
    note_held,
    tidied_at,
    use_up,
    write,
)
from shop.support.messages import OPEN, REFUSED, TAKEN, UNSURE, Said
from shop.support.views import (
    ConversationReleased,
    ConversationTaken,
    RepliesLeft,
    ReplySent,
    SentState,
)
from shop.support.windows import Left
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.ids import new_id
from wxcloud.log import logger
from wxcloud.transaction import Refuse, commit, commit_one, delete, put, retry, update
from wxcloud.value import Value
from wxcloud.wechat import api
from wxcloud.wechat.client import WeChatRefusal
from wxcloud.wechat.messages import REPLY_CLOSED, send_text

CONVERSATION_TAKEN = Code(
    "CONVERSATION_TAKEN",
    409,
    "Another agent has this conversation. Wait until that agent releases it.",
)
CONVERSATION_NOT_YOURS = Code(
    "CONVERSATION_NOT_YOURS", 409, "You do not have this conversation. Take it first."
)
LAST_REPLY_KEPT = Code(
    "LAST_REPLY_KEPT",
    409,
    "WeChat allows one more reply. It is kept for a note: write that the user has to write again.",
)
# Refused internally: a reply of the bot is on its way.
BOT_SENDS = Code("BOT_SENDS", 503, "The bot is just sending a reply. Try again in a moment.")

_PATIENCE_S = 6.0  # for the bot's reply that is on its way

_STATES: dict[str, SentState] = {
    TAKEN: "SENT",
    UNSURE: "UNSURE",
    OPEN: "FAILED",
    REFUSED: "FAILED",
}


class Ownership(Value):
    """An agent's claim to have a user's conversation."""

    openid: str
    agent: str
    token: str


# --- taking, and giving back ---------------------------------------------------------------------


def take(openid: str, agent: str) -> ConversationTaken:
    """An agent takes the conversation. After that no text of the bot goes out.

    CONVERSATION_TAKEN while another agent has it, and has answered in time. BUSY if replies of the
    bot are on their way for several seconds.
    """
    return retry(lambda: _take(openid, agent), on=[BOT_SENDS], deadline_s=_PATIENCE_S)


def _take(openid: str, agent: str) -> ConversationTaken:
    now, token = clock.now(), new_id()
    it, late = Conversation, now - service.rules().wait
    free = it.owner.does_not_exist() | (it.owner == agent)
    overdue = (it.since <= late) & (it.takenAt <= late)
    still = it.agentAt.does_not_exist() | (it.agentAt < now - IDLE)
    idle = (it.wroteAt < now - IDLE) & (it.humanAt < now - IDLE) & still
    quiet = it.sending.does_not_exist() | (it.sendingUntil <= now)

    def otherwise(found: Conversation | None) -> Refuse:
        sends = found is not None and found.sending and (found.sendingUntil or 0) > now
        return Refuse(BOT_SENDS if sends else CONVERSATION_TAKEN)

    commit(
        update(
            it.key(openid),
            it.human.set(True),
            it.owner.set(agent),
            it.token.set(token),
            it.takenAt.set(now),
            it.humanAt.set(now),
            it.version.set((it.version | 0) + 1),
            it.ttl.set(tidied_at(now)),
            where=(free | overdue | idle) & quiet,
            otherwise=otherwise,
        ),
        note_held(openid, agent, now),
    )
    return ConversationTaken(openid=openid, token=token)


def release(
    openid: str, agent: str, token: str | None, to: Literal["bot", "queue"]
) -> ConversationReleased:
    """The agent gives the conversation back, to the bot or to another agent.
    CONVERSATION_NOT_YOURS if another agent, or none, has it, or if the token is another one."""
    it, now = Conversation, clock.now()
    mine = it.owner == agent
    if to == "bot":
        changes = [it.human.set(False), it.queue.remove(), it.since.remove()]
    else:
        since = it.since.set(it.since | now)
        changes = [it.human.set(True), it.humanAt.set(now), it.queue.set(QUEUE), since]
    commit(
        update(
            it.key(openid),
            *changes,
            it.owner.remove(),
            it.token.remove(),
            it.takenAt.remove(),
            it.misses.set(0),
            it.version.set(it.version + 1),
            it.ttl.set(tidied_at(now)),
            where=mine & (it.token == token) if token is not None else mine,
            otherwise=CONVERSATION_NOT_YOURS,
        ),
        delete(HeldConversation.key(openid)),
    )
    return ConversationReleased(openid=openid)


# --- replying ------------------------------------------------------------------------------------


class _Kept(Value):
    """A reply that is kept; `is_new`: this attempt sends it."""

    said: Said
    talk: Conversation
    is_new: bool


def reply(held: Ownership, reply_id: str, text: str, *, is_note: bool) -> ReplySent:
    """Send a reply, once.

    CONVERSATION_NOT_YOURS; REPLY_CLOSED if WeChat allows no more; LAST_REPLY_KEPT if it allows one
    and this is not the note. MESSAGE_REFUSED if WeChat does not send it. A retryable refusal: it
    was not sent, a repeat with the same id sends it.
    """
    api.get_ready()  # nothing is written while there is no access token
    kept = retry(lambda: _keep(held, reply_id, text, is_note), on=[CONVERSATION_CHANGED])
    if not kept.is_new:
        return _shown(held, reply_id, state_of(kept.said), kept.talk)
    try:
        send_text(held.openid, kept.said.text, by_machine=False)
    except WeChatRefusal as refusal:
        if not refusal.may_have_happened:
            state = OPEN if refusal.retryable else REFUSED
            commit_one(messages.mark(held.openid, kept.said.place, state))
            if refusal.code is REPLY_CLOSED:
                commit_one(use_up(kept.talk, clock.now()))
            raise
        logger.warning("reply may have been sent", extra={"error": str(refusal)})
        commit_one(messages.mark(held.openid, kept.said.place, UNSURE))
        return _shown(held, reply_id, "UNSURE", kept.talk)
    return _shown(held, reply_id, "SENT", kept.talk)


def _keep(held: Ownership, reply_id: str, text: str, is_note: bool) -> _Kept:
    """The reply, kept in one transaction with the conversation. CONVERSATION_CHANGED: again."""
    now = clock.now()
    talk = load(held.openid, consistent=True)
    before = talk.place_of(messages.agents_key(reply_id))
    said = messages.get(held.openid, before) if before is not None else None
    if said is not None and said.state != OPEN:
        return _Kept(said, talk, is_new=False)
    if (talk.owner, talk.token) != (held.agent, held.token):
        raise CONVERSATION_NOT_YOURS()
    if said is not None:
        commit(messages.retake(said, otherwise=CONVERSATION_CHANGED), write(talk))
        return _Kept(said, talk, is_new=True)
    _check_left(talk.left(now), is_note=is_note)
    said = Said.by_agent(held.openid, held.agent, reply_id, text, now)
    talk.reply(said.place, text, now)
    commit(put(said, otherwise=CONVERSATION_CHANGED), write(talk))
    return _Kept(said, talk, is_new=True)


def _check_left(left: Left, *, is_note: bool) -> None:
    if left.count == 0:
        raise REPLY_CLOSED()
    if left.note_only and not is_note:
        raise LAST_REPLY_KEPT()


def state_of(said: Said) -> SentState:
    """What became of a reply that is kept."""
    return _STATES[str(said.state)]


def replies_left(talk: Conversation, now: int) -> RepliesLeft:
    left = talk.left(now)
    return RepliesLeft(left=left.count, until=left.until or None, noteOnly=left.note_only)


def _shown(held: Ownership, reply_id: str, state: SentState, talk: Conversation) -> ReplySent:
    return ReplySent(
        openid=held.openid,
        replyId=reply_id,
        state=state,
        replies=replies_left(talk, clock.now()),
    )

"""Conversations: who answers a user, bot or agent, and how many replies WeChat still allows.

    BOT      the bot answers
    WAITING  the user waits for an agent: the conversation is in the queue
    HUMAN    an agent has the conversation (`owner`, `token`), and the bot is silent

A conversation is in the queue (the sparse index `byQueue`) while its user waits: WAITING, or HUMAN
and not answered since `since`. An agent who does not answer for some minutes can lose it to another
agent. In the same index are the conversations of each agent, by an item `held` beside the
conversation: a table that has data gets one new index at a time.

The bot is silent while an agent has it, and in opening hours while the user waits. When nobody has
said anything for IDLE, the bot answers again; a user who waits stays in the queue.
"""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from shop.support import windows
from shop.support.messages import KEPT
from shop.support.model import UserMessage
from shop.support.views import ConversationState
from shop.support.windows import WRITTEN, Left
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.text import cut
from wxcloud.transaction import ALREADY_SO, Part, as_read, update

CONVERSATION_CHANGED = Code(
    "CONVERSATION_CHANGED", 503, "This conversation has changed. Read it again."
)

IDLE = 30 * clock.MINUTE  # then WeChat gives the user back to us, and the bot answers again
LEASE = 10 * clock.SECOND  # longer than a call of WeChat's takes
QUEUE = "waiting"  # the key of all that wait, in the index
_RECENT = 6  # messages that are known again although WeChat gives them another time
_EXCERPT = 40  # characters; with all the rest the item stays below 1 KB


class _ByQueue(GlobalSecondaryIndex["Conversation"]):
    """The users who wait, the longest first; and the conversations of each agent."""

    class Meta:
        index_name = "byQueue"
        projection = KeysOnlyProjection()

    queue = UnicodeAttribute(hash_key=True)
    since = Integer(range_key=True)


class Conversation(Table):
    """One user's conversation. Times are ms UTC, 0 (or absent) for never.

    `human`: the bot is silent. `owner` is the agent who has it since `takenAt`, and `token` says
    so. `queue` and `since` are there while the user waits. `handedAt` is when the bot last
    handed it over, `firstReplyAt` the first reply of an agent after that. `sentAt` has the times of
    the last five replies; `misses` counts the questions in a row that the bot could not answer.
    `sending` has the bot's replies that are on their way to WeChat, until `sendingUntil` at most.
    `recent` are the places of the last messages.
    """

    class Meta(TableMeta):
        name = "support"

    by_queue = _ByQueue()
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="conversation")
    version = Integer(default=0)
    human = BooleanAttribute(default=False)
    owner = UnicodeAttribute(null=True)
    token = UnicodeAttribute(null=True)
    takenAt = Integer(null=True)
    misses = Integer(default=0)
    wroteAt = Integer(default=0)
    enteredAt = Integer(default=0)
    humanAt = Integer(default=0)  # handed over, or taken
    agentAt = Integer(default=0)  # an agent has replied
    sentAt: ListAttribute[int] = ListAttribute(default=list)
    queue = UnicodeAttribute(null=True)
    since = Integer(null=True)
    handedAt = Integer(null=True)
    firstReplyAt = Integer(null=True)
    sending = UnicodeSetAttribute(null=True)
    sendingUntil = Integer(null=True)
    recent: ListAttribute[str] = ListAttribute(default=list)
    lastText = UnicodeAttribute(null=True)
    ttl = Integer(null=True)  # seconds UTC

    @classmethod
    def key(cls, openid: str) -> Conversation:
        return cls(pk=f"user#{openid}")

    @property
    def openid(self) -> str:
        return str(self.pk).removeprefix("user#")

    # --- what it is

    def is_silent(self, now: int) -> bool:
        """Whether the bot says nothing."""
        return bool(self.human) and now < self._moved_at() + IDLE

    def is_overdue(self, now: int, wait: int) -> bool:
        """Whether its agent has not answered for `wait` ms: it is in the queue again."""
        if self.owner is None or self.since is None:
            return False
        return max(self.since, self.takenAt or 0) + wait <= now

    def state(self, now: int, wait: int) -> ConversationState:
        if self.since is not None and (self.owner is None or self.is_overdue(now, wait)):
            return "WAITING"
        return "HUMAN" if self.is_silent(now) else "BOT"

    def left(self, now: int) -> Left:
        """The replies that WeChat still allows."""
        return windows.left(self.wroteAt, self.enteredAt, self.sentAt, now)

    def place_of(self, key: str) -> str | None:
        """Where a message or a reply of that key stands, if it is one of the last."""
        return next((place for place in self.recent if place.partition("#")[2] == key), None)

    def _moved_at(self) -> int:
        return max(self.wroteAt, self.humanAt, self.agentAt)

    # --- what happens to it; `write` keeps it

    def receive(self, message: UserMessage, excerpt: str, now: int) -> None:
        """The user wrote or entered. If nobody has said anything for IDLE, the bot answers again:
        the agent has left it."""
        if self.human and not self.is_silent(now):
            self.human, self.misses = False, 0
            self.owner = self.token = self.takenAt = None
        if message.kind == "enter":
            self.enteredAt = max(self.enteredAt, message.at)
            return
        self.wroteAt = max(self.wroteAt, message.at)
        self.remember(message.place, excerpt)
        if self.owner is not None and self.since is None:
            self.queue, self.since = QUEUE, message.at

    def answer(self, now: int, *, missed: bool) -> None:
        """The bot answers; it has `missed` the question."""
        self.misses = self.misses + 1 if missed else 0
        self.count_reply(now)

    def hand_over(self, now: int, *, in_queue: bool, is_open: bool) -> None:
        """The user waits for an agent; `in_queue`: for one who answers here. While nobody is there
        the bot goes on."""
        self.misses = 0
        if is_open:
            self.human, self.humanAt = True, now
        if in_queue and self.since is None:
            self.queue, self.since = QUEUE, now
            self.handedAt, self.firstReplyAt = now, None

    def reply(self, place: str, text: str, now: int) -> None:
        """Its agent replies: the user does not wait any more."""
        self.human, self.agentAt = True, now
        self.queue = self.since = None
        if self.handedAt is not None and self.firstReplyAt is None:
            self.firstReplyAt = now
        self.remember(place, text)
        self.count_reply(now)

    def remember(self, place: str, text: str) -> None:
        self.recent = [*self.recent, place][-_RECENT:]
        self.lastText = cut(text, _EXCERPT, "…")

    def count_reply(self, now: int) -> None:
        self.sentAt = [*self.sentAt, now][-WRITTEN[1] :]


class HeldConversation(Table):
    """That an agent has taken a conversation, for the agent's list. It may stay after the
    conversation has left the agent: the list looks at the conversation."""

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="held")
    queue = UnicodeAttribute()
    since = Integer()
    ttl = Integer()  # seconds UTC

    @classmethod
    def key(cls, openid: str) -> HeldConversation:
        return cls(pk=f"user#{openid}")


def load(openid: str, *, consistent: bool = False) -> Conversation:
    """The user's conversation; an empty one if there is none yet."""
    key = Conversation.key(openid)
    return Conversation.get(key.pk, key.sk, consistent=consistent) or key


# --- parts ---------------------------------------------------------------------------------------

_WRITTEN_ALWAYS = (
    "human",
    "misses",
    "wroteAt",
    "enteredAt",
    "humanAt",
    "agentAt",
    "sentAt",
    "recent",
)
_WRITTEN_IF_THERE = (
    "owner",
    "token",
    "takenAt",
    "queue",
    "since",
    "handedAt",
    "firstReplyAt",
    "sendingUntil",
    "lastText",
)


def write(talk: Conversation, *more: Action) -> Part[Conversation]:
    """Write the conversation, and `more`; CONVERSATION_CHANGED if it has another version than when
    it was loaded."""
    actions = [getattr(Conversation, name).set(getattr(talk, name)) for name in _WRITTEN_ALWAYS]
    for name in _WRITTEN_IF_THERE:
        attribute, value = getattr(Conversation, name), getattr(talk, name)
        actions.append(attribute.remove() if value is None else attribute.set(value))
    return update(
        Conversation.key(talk.openid),
        Conversation.version.set(talk.version + 1),
        Conversation.ttl.set(tidied_at(clock.now())),
        *actions,
        *more,
        where=as_read(Conversation.version, talk.version or None),
        otherwise=CONVERSATION_CHANGED,
    )


def write_sending(talk: Conversation, place: str, now: int) -> Part[Conversation]:
    """The same, and a reply of the bot is on its way: until it is sent, nobody takes the
    conversation. What is on its way for LEASE has crashed."""
    others = talk.sendingUntil is not None and talk.sendingUntil > now
    talk.sendingUntil = now + LEASE
    sending = Conversation.sending
    return write(talk, sending.add({place}) if others else sending.set({place}))


def sent(openid: str, place: str) -> Part[Conversation | None]:
    """The bot's reply is not on its way any more. The version stays as it is: a reply that is
    composed meanwhile is still right."""
    return update(
        Conversation.key(openid),
        Conversation.sending.delete({place}),
        where=Conversation.sending.contains(place),
        otherwise=ALREADY_SO,
    )


def held_by(agent: str) -> str:
    """The key of an agent's conversations in the index."""
    return f"agent#{agent}"


def note_held(openid: str, agent: str, now: int) -> Part[HeldConversation]:
    """The conversation is in this agent's list, and in no other one's."""
    return update(
        HeldConversation.key(openid),
        HeldConversation.queue.set(held_by(agent)),
        HeldConversation.since.set(now),
        HeldConversation.ttl.set(tidied_at(now)),
    )


def tidied_at(now: int) -> int:
    """When a conversation that nothing happens to is deleted (seconds UTC)."""
    return (now + KEPT) // clock.SECOND


def use_up(talk: Conversation, now: int) -> Part[Conversation | None]:
    """No reply is left until the user writes or enters again: WeChat says so."""
    return update(
        Conversation.key(talk.openid),
        Conversation.sentAt.set([now] * WRITTEN[1]),
        Conversation.version.set(Conversation.version + 1),
        where=(Conversation.wroteAt == talk.wroteAt) & (Conversation.enteredAt == talk.enteredAt),
        otherwise=ALREADY_SO,
    )

"""Conversations: who answers a user, bot or human, and how many replies WeChat still allows.

A user's message allows five replies within 48 hours. A user who enters the conversation allows two
replies within a minute. The user's next message starts the count again; numbers do not add up.
Source: mini-program docs, framework/open-ability/customer-message/send.
"""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, ListAttribute, UnicodeAttribute

from shop.support.model import Kind
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.fields import Id, Result
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Part, commit_one, update

CONVERSATION_TAKEN = Code(
    "CONVERSATION_TAKEN",
    409,
    "Another agent has this conversation. Wait until that agent releases it.",
)
CONVERSATION_NOT_YOURS = Code(
    "CONVERSATION_NOT_YOURS", 409, "You do not have this conversation. Take it first."
)
CONVERSATION_CHANGED = Code(
    "CONVERSATION_CHANGED", 503, "This conversation has changed. Read it again."
)

WRITTEN = (48 * clock.HOUR, 5)  # replies to a message: how long they are allowed, and how many
ENTERED = (clock.MINUTE, 2)  # the same, for a user who has entered the conversation
IDLE = 30 * clock.MINUTE  # then WeChat gives the user back to us, and the bot answers again


class Conversation(Table):
    """One user's conversation. Times are ms UTC, 0 for never. `sentAt` has the times of the last
    five replies; `misses` counts the questions in a row that the bot could not answer."""

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="conversation")
    version = Integer(default=0)
    human = BooleanAttribute(default=False)
    owner = UnicodeAttribute(null=True)  # the agent; absent while no agent has taken it
    misses = Integer(default=0)
    wroteAt = Integer(default=0)
    enteredAt = Integer(default=0)
    humanAt = Integer(default=0)
    sentAt: ListAttribute[int] = ListAttribute(default=list)

    @classmethod
    def key(cls, openid: str) -> Conversation:
        return cls(pk=f"user#{openid}")

    def with_human(self, now: int) -> bool:
        """Whether a human answers, or the user waits for one."""
        return bool(self.human) and now < max(self.wroteAt, self.humanAt) + IDLE

    def may_reply(self, now: int) -> bool:
        """Whether WeChat allows another reply."""
        for since, (life, most) in ((self.wroteAt, WRITTEN), (self.enteredAt, ENTERED)):
            used = sum(1 for at in self.sentAt if at > since)
            if since and now < since + life and used < most:
                return True
        return False

    def receive(self, kind: Kind, at: int, now: int) -> None:
        """The user wrote or entered at `at`. If the human has been idle, the bot answers again."""
        if self.human and not self.with_human(now):
            self.human, self.owner, self.misses = False, None, 0
        if kind == "enter":
            self.enteredAt = max(self.enteredAt, at)
        else:
            self.wroteAt = max(self.wroteAt, at)

    def reply(self, now: int, *, missed: bool, to_human: bool) -> None:
        """The bot replies; it `missed` the question, or hands the user over `to_human`."""
        self.misses = self.misses + 1 if missed else 0
        if to_human:
            self.human, self.humanAt, self.misses = True, now, 0
        self.sentAt = [*self.sentAt, now][-WRITTEN[1] :]


class ConversationTaken(Result):
    """The user whose conversation the agent has now."""

    openid: Id


class ConversationReleased(Result):
    """The user whose conversation the bot has again."""

    openid: Id


def load(openid: str, *, consistent: bool = False) -> Conversation:
    """The user's conversation; an empty one if there is none yet."""
    key = Conversation.key(openid)
    return Conversation.get(key.pk, key.sk, consistent=consistent) or key


def take(openid: str, agent: str) -> ConversationTaken:
    """An agent takes the conversation: after the commit, the bot takes no reply to be sent.

    CONVERSATION_TAKEN while another agent has it and it is not idle.
    """
    now = clock.now()
    free = Conversation.owner.does_not_exist() | (Conversation.owner == agent)
    idle = (Conversation.wroteAt < now - IDLE) & (Conversation.humanAt < now - IDLE)
    commit_one(
        update(
            Conversation.key(openid),
            Conversation.human.set(True),
            Conversation.owner.set(agent),
            Conversation.humanAt.set(now),
            Conversation.version.set((Conversation.version | 0) + 1),
            where=free | idle,
            otherwise=CONVERSATION_TAKEN,
        )
    )
    return ConversationTaken(openid=openid)


def release(openid: str, agent: str) -> ConversationReleased:
    """The agent gives the conversation back to the bot. CONVERSATION_NOT_YOURS if another agent, or
    none, has it."""
    commit_one(
        update(
            Conversation.key(openid),
            Conversation.human.set(False),
            Conversation.owner.remove(),
            Conversation.misses.set(0),
            Conversation.version.set(Conversation.version + 1),
            where=Conversation.owner == agent,
            otherwise=CONVERSATION_NOT_YOURS,
        )
    )
    return ConversationReleased(openid=openid)


# --- parts ---------------------------------------------------------------------------------------


def write(talk: Conversation) -> Part[Conversation]:
    """Write the conversation; CONVERSATION_CHANGED if it has another version than when it was
    loaded."""
    same = Conversation.version == talk.version
    return update(
        talk,
        Conversation.version.set(talk.version + 1),
        Conversation.human.set(talk.human),
        Conversation.owner.set(talk.owner) if talk.owner else Conversation.owner.remove(),
        Conversation.misses.set(talk.misses),
        Conversation.wroteAt.set(talk.wroteAt),
        Conversation.enteredAt.set(talk.enteredAt),
        Conversation.humanAt.set(talk.humanAt),
        Conversation.sentAt.set(talk.sentAt),
        where=same if talk.version else Conversation.version.does_not_exist(),
        otherwise=CONVERSATION_CHANGED,
    )


def use_up(talk: Conversation, now: int) -> Part[Conversation | None]:
    """No reply is left until the user writes or enters again: WeChat says so."""
    return update(
        talk,
        Conversation.sentAt.set([now] * WRITTEN[1]),
        Conversation.version.set(Conversation.version + 1),
        where=(Conversation.wroteAt == talk.wroteAt) & (Conversation.enteredAt == talk.enteredAt),
        otherwise=ALREADY_SO,
    )

"""Conversations: who has the word, and how many replies WeChat still lets us send.

A user who writes opens five replies within 48 hours, one who comes in opens two within a minute;
the next such act sets the number back, it never adds up.
Source: mini-program docs, framework/open-ability/customer-message/send.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import Otherwise, Part, commit, update

CONVERSATION_TAKEN = Code("CONVERSATION_TAKEN", 409, "Another agent has this conversation.")
CONVERSATION_NOT_YOURS = Code("CONVERSATION_NOT_YOURS", 409, "You do not have this conversation.")

WRITTEN = (48 * clock.HOUR, 5)
ENTERED = (clock.MINUTE, 2)
IDLE = 30 * clock.MINUTE  # then WeChat gives the user back to us, and the bot may speak again


class Conversation(Table):
    """One user's conversation. Times are ms UTC; `sentAt` holds the last five replies' times."""

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="conversation")
    version = NumberAttribute(default=0)
    human = BooleanAttribute(default=False)
    owner = UnicodeAttribute(null=True)
    misses = NumberAttribute(default=0)
    wroteAt = NumberAttribute(default=0)
    enteredAt = NumberAttribute(default=0)
    humanAt = NumberAttribute(default=0)
    sentAt: ListAttribute[Any] = ListAttribute(default=list)

    def with_human(self, now: int) -> bool:
        """Whether a human has the word, or the user waits for one."""
        return bool(self.human) and now < max(self.wroteAt, self.humanAt) + IDLE

    def may_reply(self, now: int) -> bool:
        for since, (life, most) in ((self.wroteAt, WRITTEN), (self.enteredAt, ENTERED)):
            used = sum(1 for at in self.sentAt if at > since)
            if since and now < since + life and used < most:
                return True
        return False


def of(openid: str, *, consistent: bool = False) -> Conversation:
    """The user's conversation as it is; a blank one if there is none."""
    pk = f"user#{openid}"
    return Conversation.find(pk, "conversation", consistent=consistent) or Conversation(pk=pk)


def changed(talk: Conversation, seen: int, otherwise: Code | Otherwise) -> Part:
    """Write the conversation as it should be, if it is still at the version that was `seen`."""
    same = Conversation.version == seen if seen else Conversation.version.does_not_exist()
    return update(
        talk,
        Conversation.version.set(seen + 1),
        Conversation.human.set(talk.human),
        Conversation.owner.set(talk.owner) if talk.owner else Conversation.owner.remove(),
        Conversation.misses.set(talk.misses),
        Conversation.wroteAt.set(talk.wroteAt),
        Conversation.enteredAt.set(talk.enteredAt),
        Conversation.humanAt.set(talk.humanAt),
        Conversation.sentAt.set(talk.sentAt),
        where=same,
        otherwise=otherwise,
    )


def spent(talk: Conversation, now: int) -> Part:
    """WeChat says that no reply is left: none, until the user acts again."""
    return update(
        talk,
        Conversation.sentAt.set([now] * WRITTEN[1]),
        Conversation.version.set(Conversation.version + 1),
        where=(Conversation.wroteAt == talk.wroteAt) & (Conversation.enteredAt == talk.enteredAt),
        otherwise=lambda _: None,
    )


def take(openid: str, agent: str) -> None:
    """An agent takes the conversation: from the commit on, the bot is silent.

    Raises CONVERSATION_TAKEN while another agent has it and it is not idle.
    """
    now = clock.now()
    free = Conversation.owner.does_not_exist() | (Conversation.owner == agent)
    idle = (Conversation.wroteAt < now - IDLE) & (Conversation.humanAt < now - IDLE)
    commit(
        update(
            Conversation(pk=f"user#{openid}"),
            Conversation.human.set(True),
            Conversation.owner.set(agent),
            Conversation.humanAt.set(now),
            Conversation.version.set((Conversation.version | 0) + 1),
            where=free | idle,
            otherwise=CONVERSATION_TAKEN,
        )
    )


def release(openid: str, agent: str) -> None:
    """The agent gives the word back to the bot."""
    commit(
        update(
            Conversation(pk=f"user#{openid}"),
            Conversation.human.set(False),
            Conversation.owner.remove(),
            Conversation.misses.set(0),
            Conversation.version.set(Conversation.version + 1),
            where=Conversation.owner == agent,
            otherwise=CONVERSATION_NOT_YOURS,
        )
    )

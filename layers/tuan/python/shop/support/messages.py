"""What was said: what a user wrote, with the bot's reply to it, and what agents replied.

Each is one item, in the order of time, kept for KEPT. In what users wrote, phone numbers are masked
before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from shop.support import model
from shop.support.masking import mask_phones
from shop.support.model import UserMessage
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Part, update

KEPT = 30 * clock.DAY
TAKEN = "TAKEN"  # an attempt sends it, or has sent it
OPEN = "OPEN"  # that attempt has certainly not sent it: another one may
UNSURE = "UNSURE"  # WeChat did not answer: it may have been sent
REFUSED = "REFUSED"  # WeChat does not send it

_PREFIX = "said#"


class Said(Table):
    """What a user wrote, or what an `agent` replied (by openid).

    `state` is that of the reply: of the bot's `answer` to the user, or of the agent's own text. It
    is absent if the bot gives no answer. `handsOver`: the answer hands the user over to an agent.
    """

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    text = UnicodeAttribute()
    at = Integer()  # ms UTC
    agent = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    answer = UnicodeAttribute(null=True)
    answeredAt = Integer(null=True)  # ms UTC
    handsOver = BooleanAttribute(null=True)
    ttl = Integer()  # seconds UTC

    @classmethod
    def key(cls, openid: str, place: str) -> Said:
        return cls(pk=f"user#{openid}", sk=f"{_PREFIX}{place}")

    @classmethod
    def by_user(cls, message: UserMessage) -> Said:
        """What a user wrote, without an answer."""
        said = cls.key(message.openid, message.place)
        said.kind, said.text = message.kind, mask_phones(message.text)
        said.at, said.ttl = message.at, (message.at + KEPT) // clock.SECOND
        return said

    @classmethod
    def answered(cls, message: UserMessage, text: str, now: int, *, hands_over: bool) -> Said:
        """What a user wrote, with the bot's answer, which is taken to be sent."""
        said = cls.by_user(message)
        said.state, said.answer, said.answeredAt = TAKEN, text, now
        said.handsOver = True if hands_over else None
        return said

    @classmethod
    def by_agent(cls, openid: str, agent: str, reply_id: str, text: str, now: int) -> Said:
        """An agent's reply, which is taken to be sent."""
        said = cls.key(openid, model.place(now // clock.SECOND, agents_key(reply_id)))
        said.kind, said.text, said.agent, said.state = "text", text, agent, TAKEN
        said.at, said.ttl = now, (now + KEPT) // clock.SECOND
        return said

    @property
    def openid(self) -> str:
        return str(self.pk).removeprefix("user#")

    @property
    def place(self) -> str:
        return str(self.sk).removeprefix(_PREFIX)


def agents_key(reply_id: str) -> str:
    """The key of an agent's reply: no MsgId is the same."""
    return f"reply-{reply_id}"


def get(openid: str, place: str) -> Said | None:
    """What was said there. One read unit."""
    key = Said.key(openid, place)
    return Said.get(key.pk, key.sk, consistent=True)


def newest_first(openid: str, before: str | None, limit: int) -> list[Said]:
    """At most `limit` of what was said in the last KEPT, before that place. One query."""
    oldest = f"{_PREFIX}{model.place((clock.now() - KEPT) // clock.SECOND, '')}"
    newest = f"{_PREFIX}{before}" if before else f"{_PREFIX}~"
    items = Said.query(
        f"user#{openid}",
        Said.sk.between(oldest, newest),
        scan_index_forward=False,
        limit=limit + 1,
        page_size=limit + 1,
        consistent_read=True,
    )
    return [said for said in items if said.place != before][:limit]


def all_of(openid: str) -> Iterator[Said]:
    """All that is kept of the user's conversation, the oldest first."""
    return iter(Said.query(f"user#{openid}", Said.sk.startswith(_PREFIX), consistent_read=True))


def retake(said: Said, *, otherwise: Code) -> Part[Said]:
    """An attempt sends a reply that another one could not send."""
    return update(
        Said.key(said.openid, said.place),
        Said.state.set(TAKEN),
        where=Said.state == OPEN,
        otherwise=otherwise,
    )


def mark(openid: str, place: str, state: str) -> Part[Said | None]:
    """What became of the reply. Nothing changes unless it is taken to be sent."""
    return update(
        Said.key(openid, place),
        Said.state.set(state),
        where=Said.state == TAKEN,
        otherwise=ALREADY_SO,
    )

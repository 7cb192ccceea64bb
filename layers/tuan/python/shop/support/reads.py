"""What agents read: the queue, their own conversations, and one conversation with its messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from msgspec import UNSET

from shop.orders import model as orders
from shop.orders.views import OrderView, order_view
from shop.support import conversations, messages, service
from shop.support.agents import replies_left, state_of
from shop.support.conversations import QUEUE, Conversation, held_by
from shop.support.masking import mask_phones
from shop.support.messages import Said
from shop.support.service import ServiceRules
from shop.support.views import (
    ConversationDetail,
    ConversationItem,
    ConversationMessage,
    ConversationPage,
)
from wxcloud import clock, cursor

_ORDERS = 5


def list_waiting(reader: str, limit: int, after: str | None) -> ConversationPage:
    """The queue: who waits the longest comes first. One query of an index of keys, and the
    conversations: a page that is read while they change may have fewer than `limit`."""
    now, rules = clock.now(), service.rules()
    rows, more = _keys("waiting", QUEUE, limit, after)

    def waits(talk: Conversation) -> bool:
        return talk.state(now, rules.wait) == "WAITING"

    return _page(rows, waits, reader, rules, more)


def list_mine(agent: str, limit: int, after: str | None) -> ConversationPage:
    """The conversations of an agent: what was taken last comes first. The same cost."""
    now, rules = clock.now(), service.rules()
    rows, more = _keys("mine", held_by(agent), limit, after)

    def has(talk: Conversation) -> bool:
        return talk.owner == agent and talk.state(now, rules.wait) != "BOT"

    return _page(rows, has, agent, rules, more)


def detail(openid: str, reader: str, limit: int, after: str | None) -> ConversationDetail:
    """A conversation with a page of its messages. One read unit, one query; and on the first page a
    query of the user's orders."""
    before = None
    if after is not None:
        before = cursor.read("conversation", after, openid=openid)["before"]
    talk = conversations.load(openid, consistent=True)
    found = messages.newest_first(openid, before, limit + 1)
    more = None
    if len(found) > limit:
        more = cursor.make("conversation", {"openid": openid, "before": found[limit - 1].place})
    fields = _fields(talk, reader, clock.now(), service.rules())
    return ConversationDetail(
        **fields,
        token=talk.token if fields["isMine"] and talk.token else UNSET,
        messages=[entry for said in found[:limit] for entry in _entries(said)],
        cursor=more,
        orders=_orders_of(openid) if after is None else UNSET,
    )


# --- lists ---------------------------------------------------------------------------------------


def _keys(
    which: str, of: str, limit: int, after: str | None
) -> tuple[list[Conversation], str | None]:
    """A page of keys of an index, and the cursor of the next one."""
    last: Any = cursor.read(which, after, of=of)["last"] if after is not None else None
    rows = list(
        Conversation.by_queue.query(
            of,
            scan_index_forward=which == "waiting",
            limit=limit + 1,
            page_size=limit + 1,
            last_evaluated_key=_place(of, *last) if last else None,
        )
    )
    more = None
    if len(rows) > limit:
        end = rows[limit - 1]
        more = cursor.make(which, {"of": of, "last": [end.pk, end.sk, end.since]})
    return rows[:limit], more


def _place(of: str, pk: str, sk: str, at: int) -> dict[str, Any]:
    """A key of the index, as DynamoDB takes it."""
    texts = {"pk": pk, "sk": sk, "queue": of}
    return {**{name: {"S": text} for name, text in texts.items()}, "since": {"N": str(at)}}


def _page(
    rows: Iterable[Conversation],
    belongs: Callable[[Conversation], bool],
    reader: str,
    rules: ServiceRules,
    more: str | None,
) -> ConversationPage:
    """The conversations of these keys as they are now, in this order."""
    keys = [(row.pk, Conversation.key(row.openid).sk) for row in rows]
    now_there = {talk.pk: talk for talk in Conversation.batch_get(keys, consistent_read=True)}
    found = [now_there[pk] for pk, _ in keys if pk in now_there]
    now = clock.now()
    return ConversationPage(
        items=[
            ConversationItem(**_fields(talk, reader, now, rules)) for talk in found if belongs(talk)
        ],
        cursor=more,
        isOpen=rules.is_open(now),
        waitMinutes=rules.wait // clock.MINUTE,
    )


# --- one conversation ----------------------------------------------------------------------------


def _fields(talk: Conversation, reader: str, now: int, rules: ServiceRules) -> dict[str, Any]:
    """The fields of a ConversationItem."""
    return {
        "openid": talk.openid,
        "state": talk.state(now, rules.wait),
        "owner": talk.owner,
        "isMine": talk.owner == reader,
        "isOverdue": talk.is_overdue(now, rules.wait),
        "waitsSince": talk.since,
        "handedAt": talk.handedAt,
        "firstReplyAt": talk.firstReplyAt,
        "wroteAt": talk.wroteAt or None,
        "lastText": talk.lastText or "",
        "replies": replies_left(talk, now),
    }


def _entries(said: Said) -> Iterator[ConversationMessage]:
    """What a user wrote and the bot's answer, or what an agent wrote: the newest first."""
    if said.agent is not None:
        yield ConversationMessage(
            id=said.place,
            by="agent",
            kind="text",
            text=said.text,
            at=said.at,
            agent=said.agent,
            state=state_of(said),
        )
        return
    if said.answer is not None:
        yield ConversationMessage(
            id=f"{said.place}#answer",
            by="bot",
            kind="text",
            text=said.answer,
            at=said.answeredAt or said.at,
            state=state_of(said),
        )
    kind: Any = said.kind  # one of those of a UserMessage
    yield ConversationMessage(id=said.place, by="user", kind=kind, text=said.text, at=said.at)


def _orders_of(openid: str) -> list[OrderView]:
    """The user's latest orders. A reason that the user wrote has no phone number in it."""
    latest = islice(orders.newest_first(openid, page_size=_ORDERS), _ORDERS)
    return [_without_phones(order_view(order)) for order in latest]


def _without_phones(order: OrderView) -> OrderView:
    if not isinstance(order.refundAsked, str):
        return order
    return msgspec.structs.replace(order, refundAsked=mask_phones(order.refundAsked))

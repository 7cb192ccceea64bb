"""What agents see of conversations: the results of functions."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from shop.orders.views import NextCursor, OrderView
from wxcloud.fields import Id, Result, Time

ConversationState = Literal["BOT", "WAITING", "HUMAN"]
SentState = Literal["SENT", "UNSURE", "FAILED"]


class RepliesLeft(Result):
    """How many replies WeChat still allows. The user's next message makes them five again."""

    left: Annotated[int, Meta(ge=0, le=5, description="of five within 48 hours")]
    until: Annotated[Time | None, Meta(description="ms UTC: until when; null if none is left")]
    noteOnly: Annotated[
        bool,
        Meta(description="only the last one is left: it is kept for the note (`isNote`)"),
    ]


class ConversationItem(Result):
    """A user's conversation."""

    openid: Annotated[Id, Meta(description="the user; the conversation's id")]
    state: Annotated[
        ConversationState,
        Meta(
            description="BOT: the bot answers; WAITING: the user waits for an agent, in the queue;"
            " HUMAN: an agent has the conversation, and the bot is silent"
        ),
    ]
    owner: Annotated[
        Id | None,
        Meta(description="the openid of the agent who has it, or had it last; null if none"),
    ]
    isMine: Annotated[bool, Meta(description="whether the caller is the owner")]
    isOverdue: Annotated[
        bool,
        Meta(
            description="the owner has not answered for `waitMinutes`: it is in the queue again,"
            " and another agent can take it"
        ),
    ]
    waitsSince: Annotated[
        Time | None,
        Meta(description="ms UTC: since when the user waits for an agent; null if not"),
    ]
    handedAt: Annotated[
        Time | None, Meta(description="ms UTC: when the bot last handed it over; null: never")
    ]
    firstReplyAt: Annotated[
        Time | None,
        Meta(
            description="ms UTC: the first reply of an agent after `handedAt`; null if none yet."
            " The first-response time is the difference"
        ),
    ]
    wroteAt: Annotated[Time | None, Meta(description="ms UTC: the user's last message; null: none")]
    lastText: Annotated[
        str, Meta(description="the beginning of what was written last, phone numbers masked")
    ]
    replies: RepliesLeft


class ConversationPage(Result):
    """A page of conversations."""

    items: Annotated[
        list[ConversationItem], Meta(description="may be fewer than `limit` before the last page")
    ]
    cursor: NextCursor
    isOpen: Annotated[bool, Meta(description="whether agents are there now, by opening hours")]
    waitMinutes: Annotated[int, Meta(ge=1, description="see `isOverdue`")]


class ConversationMessage(Result):
    """Something that was said in a conversation."""

    id: Annotated[str, Meta(description="of this entry; the same each time")]
    by: Annotated[Literal["user", "bot", "agent"], Meta(description="who said it")]
    kind: Annotated[
        Literal["text", "image", "page", "enter"],
        Meta(
            description="page: a card of a mini-program; enter: the user opened the conversation."
            " Only texts have a `text`"
        ),
    ]
    text: Annotated[
        str, Meta(description="plain text; in what users wrote, phone numbers are masked")
    ]
    at: Time
    agent: (
        Annotated[Id, Meta(description="which agent, by openid; absent if it was not an agent")]
        | UnsetType
    ) = UNSET
    state: (
        Annotated[
            SentState,
            Meta(
                description="SENT; UNSURE: WeChat has not answered, the user may have it; FAILED:"
                " the user does not have it. Absent of what users said"
            ),
        ]
        | UnsetType
    ) = UNSET


class ConversationDetail(ConversationItem, kw_only=True):
    """A conversation with a page of its messages, and the user's latest orders."""

    token: (
        Annotated[str, Meta(description="the owner's: for `replyConversation`; absent for others")]
        | UnsetType
    ) = UNSET
    messages: Annotated[list[ConversationMessage], Meta(description="of 30 days, newest first")]
    cursor: NextCursor
    orders: (
        Annotated[
            list[OrderView],
            Meta(description="the user's five latest orders; absent after the first page"),
        ]
        | UnsetType
    ) = UNSET


class ConversationTaken(Result):
    """The agent has the conversation now."""

    openid: Annotated[Id, Meta(description="the user whose conversation it is")]
    token: Annotated[
        str,
        Meta(
            description="says that the agent has it: for `replyConversation`. It is worth nothing"
            " once another agent has the conversation, or the bot"
        ),
    ]


class ConversationReleased(Result):
    """The agent does not have the conversation any more."""

    openid: Annotated[Id, Meta(description="the user whose conversation it is")]


class ReplySent(Result):
    """An agent's reply."""

    openid: Annotated[Id, Meta(description="the user whose conversation it is")]
    replyId: Id
    state: Annotated[
        SentState,
        Meta(
            description="SENT; UNSURE: WeChat has not answered, the user may have it; FAILED: of a"
            " repeat, WeChat has refused it before"
        ),
    ]
    replies: RepliesLeft


class FaqMatch(Result):
    """An entry of the FAQ that fits a text."""

    faqId: Annotated[Id | None, Meta(description="null: the draft that is tried")]
    question: str
    answer: str
    score: Annotated[
        float,
        Meta(
            ge=0,
            description="1 and a tenth per character for each keyword, and at most 1 for likeness",
        ),
    ]


class FaqTrial(Result):
    """What the bot does with a text."""

    intent: Annotated[
        Literal["human", "order", "faq", "thanks", "greeting", "other"],
        Meta(
            description="what it takes the text for. Only `faq` is answered by an entry; `other` is"
            " what it does not understand"
        ),
    ]
    answeredBy: Annotated[
        FaqMatch | None, Meta(description="the entry that answers; null if none does")
    ]
    matches: Annotated[
        list[FaqMatch],
        Meta(
            description="the entries that fit, the best first, five at most; also if none answers"
        ),
    ]

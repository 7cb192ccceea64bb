"""What operators see of the running system: the results of functions."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from shop.orders.states import OrderStatus
from shop.reconciling import Kind
from wxcloud.fields import Count, Id, Result, Time

QueueName = Literal[
    "Notice",
    "Support",
    "PushDue",
    "Push",
    "CloseOrder",
    "Refund",
    "Ship",
    "Seat",
    "Desk",
    "Privacy",
    "Alert",
    "Tracking",
    "Exposure",
    "Stream",
    "Timer",
]


class DeadLetterQueue(Result):
    """A dead-letter queue: messages that have failed five times."""

    queue: Annotated[str, Meta(description="its name, as docs/operations.md has it: `Refund`")]
    title: Annotated[str, Meta(description="what it is for, in Chinese")]
    messages: Count
    canRedrive: Annotated[
        bool,
        Meta(description="whether redriveDeadLetters sends its messages back; a timer's it cannot"),
    ]


class DeadLetter(Result):
    """A message that has failed for good, without what it says of people."""

    messageId: str
    sentAt: Annotated[Time, Meta(description="ms UTC: when it came, before it failed")]
    about: Annotated[
        dict[str, str],
        Meta(
            description="what it is about: ids (`orderId`, `groupId` …), `handler` and `event` of a"
            " change, `function` of a timer; nothing that names a person"
        ),
    ]


class DeadLetters(Result):
    """All dead-letter queues; and if one was named, up to ten of its messages."""

    queues: list[DeadLetterQueue]
    items: Annotated[list[DeadLetter], Meta(description="of the queue that was named; else empty")]


class Redriven(Result):
    """Messages that were sent back to where they came from."""

    moved: Annotated[int, Meta(ge=0, description="messages that were sent back, at most 100")]
    failed: Annotated[
        int, Meta(ge=0, description="messages that cannot be sent back; see docs/operations.md")
    ]
    left: Annotated[int, Meta(ge=0, description="messages that are still there, about")]


class Alarm(Result):
    """An alarm that has gone off."""

    name: str
    description: Annotated[str, Meta(description="what it means, in English")]
    since: Annotated[Time, Meta(description="ms UTC: since when it is in this state")]


StuckWhy = Literal["refund", "group", "byHand", "payment"]


class StuckOrder(Result):
    """An order that does not go on by itself as it should."""

    orderId: Id
    status: OrderStatus
    why: Annotated[
        StuckWhy,
        Meta(
            description="refund: a refund is not done; group: it is paid, and waits though its"
            " group has ended; byHand: money went back in WeChat Pay's console, and an operator"
            " must decide; payment: WeChat's record of its payment differs from ours, or WeChat did"
            " not answer"
        ),
    ]
    detail: Annotated[str, Meta(description="what was found, in English")]
    kind: Annotated[Kind, Meta(description="the same as a code, for a page that has its own words")]
    refunds: Annotated[list[str], Meta(description="the numbers of the refunds that it is about")]
    since: Annotated[Time, Meta(description="ms UTC: when the order last changed")]


class Version(Result):
    """Which code runs."""

    commit: Annotated[str, Meta(description="of git, short; empty if it was built without git")]
    committedAt: Annotated[int, Meta(ge=0, description="ms UTC: when that was; 0: not known")]


class SystemStatus(Result):
    """How the system is."""

    at: Annotated[Time, Meta(description="ms UTC: when this was read")]
    stage: Annotated[str, Meta(description="the deployment's stage, such as `prod`")]
    version: Version
    deadLetters: list[DeadLetterQueue]
    alarms: Annotated[list[Alarm], Meta(description="those that have gone off; at most 100")]
    drift: Annotated[
        int, Meta(ge=0, description="orders that today's reconciliation found to differ: listDrift")
    ]
    stuck: Annotated[list[StuckOrder], Meta(description="at most 100, the oldest first")]
    unknown: (
        Annotated[
            list[Literal["deadLetters", "alarms", "drift", "stuck"]],
            Meta(description="what could not be read just now; absent if all could"),
        ]
        | UnsetType
    ) = UNSET

"""saveService: opening hours and other settings of customer service, and the phrases of its agents.

Fields that are left out stay as they are; a list replaces the whole list. Agents can save phrases,
operators all. The bot uses a change within a minute.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.roles import AGENT, OPERATOR
from shop.support import service
from shop.support.hours import OpenHours
from shop.support.service import AnswerIn, Phrase, ServiceView
from wxcloud.context import WXContext
from wxcloud.errors import FORBIDDEN
from wxcloud.fields import Day, MaybeText120, Request
from wxcloud.function import cloud_function


class SaveService(Request):
    hours: (
        Annotated[
            list[OpenHours],
            Meta(max_length=14, description="when agents are there; empty: they always are"),
        ]
        | None
    ) = None
    closedOn: (
        Annotated[list[Day], Meta(max_length=60, description="days on which nobody is there")]
        | None
    ) = None
    awayText: (
        Annotated[
            MaybeText120,
            Meta(
                description="what a user is told who wants an agent while nobody is there; empty:"
                " the usual text with the opening hours"
            ),
        ]
        | None
    ) = None
    answerIn: (
        Annotated[
            AnswerIn,
            Meta(description="where agents answer: in the shop's console, or in WeChat's own tool"),
        ]
        | None
    ) = None
    waitMinutes: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=120,
                description="minutes without an agent's reply, after which the conversation is in"
                " the queue again; 10 until it is set",
            ),
        ]
        | None
    ) = None
    phrases: Annotated[list[Phrase], Meta(max_length=50)] | None = None


@cloud_function(SaveService, only=(OPERATOR, AGENT))
def main(data: SaveService, wx: WXContext) -> ServiceView:
    names = ("hours", "closedOn", "awayText", "answerIn", "waitMinutes")
    changes = {name: value for name in names if (value := getattr(data, name)) is not None}
    if changes and OPERATOR not in wx.ROLES:
        raise FORBIDDEN()
    return service.save(changes, data.phrases)

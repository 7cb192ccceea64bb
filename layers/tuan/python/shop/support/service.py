"""The settings of customer service, and the phrases of its agents.

Two items: settings are read for each message (from memory, for a minute), phrases by agents alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.support.hours import OpenHours, hours_text, is_open
from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.fields import Day, Lines600, Request, Result, Text20
from wxcloud.model import Integer, Json, Table, TableMeta
from wxcloud.transaction import commit_one, update

AnswerIn = Literal["console", "wechat"]

WAIT_MINUTES = 10
AWAY = "现在是非工作时间，您的问题已经记下，客服上班后会尽快回复您～"
AWAY_HOURS = "人工客服的工作时间：{hours}。"


class Phrase(Request):
    """A short answer that agents have at hand."""

    title: Text20
    text: Lines600


class ServiceItem(Table):
    """An item about the service as a whole. Each kind of item is a subclass."""

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True, default="service")
    sk = UnicodeAttribute(range_key=True)


class ServiceSettings(ServiceItem):
    """What operators have set; what is absent is as usual."""

    hours = Json(list[OpenHours], null=True)
    closedOn = Json(list[str], null=True)
    awayText = UnicodeAttribute(null=True)
    answerIn = UnicodeAttribute(null=True)
    waitMinutes = Integer(null=True)

    @classmethod
    def key(cls) -> ServiceSettings:
        return cls(sk="settings")


class Phrases(ServiceItem):
    """The phrases of all agents."""

    phrases = Json(list[Phrase])

    @classmethod
    def key(cls) -> Phrases:
        return cls(sk="phrases")


class ServiceRules(msgspec.Struct, frozen=True):
    """The settings as they count. `wait` is in ms."""

    hours: list[OpenHours]
    closed_on: frozenset[str]
    away_text: str
    answer_in: AnswerIn
    wait: int

    def is_open(self, at: int) -> bool:
        return is_open(self.hours, self.closed_on, at)

    @property
    def away(self) -> str:
        """What a user is told who wants an agent while nobody is there."""
        if self.away_text:
            return self.away_text
        hours = hours_text(self.hours)
        return AWAY + (AWAY_HOURS.format(hours=hours) if hours else "")


class ServiceView(Result):
    """How customer service works, and the phrases of its agents."""

    hours: Annotated[
        list[OpenHours], Meta(description="when agents are there; empty: they always are")
    ]
    closedOn: Annotated[list[Day], Meta(description="days on which nobody is there")]
    isOpen: Annotated[bool, Meta(description="whether agents are there now")]
    awayText: Annotated[str, Meta(description="the shop's own text; empty: the usual one")]
    away: Annotated[
        str, Meta(description="what a user is told who wants an agent while nobody is there")
    ]
    answerIn: Annotated[
        AnswerIn,
        Meta(
            description="where agents answer: in the shop's console, or in WeChat's own tool (then"
            " what users write goes there, and not into the queue of this shop)"
        ),
    ]
    waitMinutes: Annotated[
        int,
        Meta(
            ge=1,
            description="minutes without an agent's reply, after which a conversation that an agent"
            " has is in the queue again",
        ),
    ]
    phrases: list[Phrase]


_rules: Cache[ServiceRules] = Cache(60)


def rules() -> ServiceRules:
    """The settings, at most a minute old: half a read unit, or none."""
    return _rules.get("rules", lambda: _as_they_count(_settings(consistent=False)))


def show() -> ServiceView:
    """The settings and the phrases as they are now. Two read units, and one for each 4 KB of
    phrases."""
    return _view(_settings(consistent=True), _phrases())


def save(changes: dict[str, Any], phrases: Sequence[Phrase] | None) -> ServiceView:
    """Change these settings, and no others; replace the phrases, if any are given. Other processes
    use the change within a minute."""
    settings = _settings(consistent=True) if not changes else None
    if changes:
        actions = [getattr(ServiceSettings, name).set(value) for name, value in changes.items()]
        settings = commit_one(update(ServiceSettings.key(), *actions))
        _rules.forget("rules")
    if phrases is None:
        return _view(settings, _phrases())
    saved = commit_one(update(Phrases.key(), Phrases.phrases.set(list(phrases))))
    return _view(settings, saved)


def _settings(*, consistent: bool) -> ServiceSettings | None:
    key = ServiceSettings.key()
    return ServiceSettings.get(key.pk, key.sk, consistent=consistent)


def _phrases() -> Phrases | None:
    key = Phrases.key()
    return Phrases.get(key.pk, key.sk, consistent=True)


def _as_they_count(settings: ServiceSettings | None) -> ServiceRules:
    found = settings or ServiceSettings.key()
    return ServiceRules(
        hours=found.hours or [],
        closed_on=frozenset(found.closedOn or ()),
        away_text=found.awayText or "",
        answer_in="wechat" if found.answerIn == "wechat" else "console",
        wait=(found.waitMinutes or WAIT_MINUTES) * clock.MINUTE,
    )


def _view(settings: ServiceSettings | None, phrases: Phrases | None) -> ServiceView:
    counts = _as_they_count(settings)
    return ServiceView(
        hours=counts.hours,
        closedOn=sorted(counts.closed_on),
        isOpen=counts.is_open(clock.now()),
        awayText=counts.away_text,
        away=counts.away,
        answerIn=counts.answer_in,
        waitMinutes=counts.wait // clock.MINUTE,
        phrases=phrases.phrases if phrases is not None else [],
    )

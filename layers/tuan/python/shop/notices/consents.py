"""Consents: how many messages of each template a user still accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.notices import templates
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.fields import Id, Result
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, AlreadySo, Part, Refuse, commit, update

NO_CONSENT = Code(
    "NO_CONSENT", 409, "The user accepts no more messages of this template. Ask the user again."
)

ACCEPTED = frozenset({"accept", "acceptWithAudio", "acceptWithAlert"})
REJECTED = "reject"
MOST_CREDITS = 50  # more consents than this are not counted


class Consent(Table):
    """How many messages of a template a user still accepts. `at` is when the user, or WeChat,
    last said so (ms UTC)."""

    class Meta(TableMeta):
        name = "notices"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    credits = Integer()
    at = Integer()

    @classmethod
    def key(cls, openid: str, template_id: str) -> Consent:
        return cls(pk=f"user#{openid}", sk=f"consent#{template_id}")


class AllowedNotices(Result):
    """The templates that the user accepted."""

    accepted: Annotated[list[Id], Meta(description="template ids, in the order of the request")]


def allow(openid: str, answers: Mapping[str, str]) -> AllowedNotices:
    """Record a user's answers, by template id: an accept adds one message, a reject removes all.

    Other answers change nothing: `ban` and `filter` are WeChat's, not the user's, and a newer
    WeChat may have more. Nor do answers about templates that no notice uses: the shop could never
    send their messages. All other answers are recorded, or none.
    """
    now = clock.now()
    used = templates.used(answers)
    answers = {each: answer for each, answer in answers.items() if each in used}
    accepted = [each for each, answer in answers.items() if answer in ACCEPTED]
    rejected = [each for each, answer in answers.items() if answer == REJECTED]
    parts = [credit(openid, each, now) for each in accepted]
    parts += [forfeit(openid, each, now) for each in rejected]
    if parts:
        commit(*parts)
    return AllowedNotices(accepted=accepted)


# --- parts ---------------------------------------------------------------------------------------


def credit(openid: str, template_id: str, now: int) -> Part[Consent | None]:
    """One message more, up to MOST_CREDITS."""
    return update(
        Consent.key(openid, template_id),
        Consent.credits.set((Consent.credits | 0) + 1),
        Consent.at.set(now),
        where=Consent.credits.does_not_exist() | (Consent.credits < MOST_CREDITS),
        otherwise=ALREADY_SO,
    )


def forfeit(openid: str, template_id: str, since: int) -> Part[Consent | None]:
    """No message more, unless the user has accepted another one after `since` (ms UTC)."""
    return update(
        Consent.key(openid, template_id),
        Consent.credits.set(0),
        Consent.at.set(since),
        where=Consent.at.does_not_exist() | (Consent.at <= since),
        otherwise=ALREADY_SO,
    )


def give_back(openid: str, template_id: str, spent_at: int) -> Part[Consent | None]:
    """One message more, for one that WeChat did not send; unless the user, or WeChat, has said
    something after `spent_at` (ms UTC)."""
    return update(
        Consent.key(openid, template_id),
        Consent.credits.set(Consent.credits + 1),
        where=(Consent.at <= spent_at) & (Consent.credits < MOST_CREDITS),
        otherwise=ALREADY_SO,
    )


def spend(openid: str, template_id: str) -> Part[Consent | None]:
    """One message less; NO_CONSENT if the user accepts none. A user without a count is tried."""
    return update(
        Consent.key(openid, template_id),
        Consent.credits.set(Consent.credits - 1),
        where=Consent.credits > 0,
        otherwise=_none_left,
    )


def _none_left(consent: Consent | None) -> AlreadySo | Refuse:
    return ALREADY_SO if consent is None else Refuse(NO_CONSENT)

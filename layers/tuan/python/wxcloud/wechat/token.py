"""The access token: one for all functions, kept in the `platform` table, refreshed by one caller.

WeChat's stable_token gives everybody the same token until five minutes before its end, and then
lets the old and the new one live side by side for those five minutes. So a token counts as stale
300 s before its end; whoever notices takes a lease in the table and asks, and the others go on
with the old token, or wait for the new one if there is no old one. `force_refresh` is an
operator's tool after a leak and never used here.
Source: WeChat mini-program documentation, "Get stable access token".
"""

from __future__ import annotations

import random
import time
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from wxcloud import clock
from wxcloud.errors import WECHAT_FAILED, WECHAT_TIMEOUT, Refusal
from wxcloud.ids import new_id
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import commit, update
from wxcloud.wechat import client
from wxcloud.wechat.credentials import Credentials, with_credentials

STALE = 300 * clock.SECOND
LEASE = 5 * clock.SECOND  # longer than the holder may take (client.BUDGET_S)


class AccessToken(Table):
    """The token, when it ends (ms UTC), how often it was asked for, and who is asking now."""

    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True, default="access_token")
    token = UnicodeAttribute(null=True)
    expiresAt = NumberAttribute(null=True)
    version = NumberAttribute(null=True)
    holder = UnicodeAttribute(null=True)
    leaseUntil = NumberAttribute(null=True)

    @property
    def age(self) -> int:
        return int(self.version or 0)

    def fresh(self, least: int) -> bool:
        """Good for a while yet, and asked for at least as often as `least`."""
        return self.good(least, margin=STALE)

    def good(self, least: int, margin: int = 0) -> bool:
        ends = int(self.expiresAt or 0) - margin
        return bool(self.token) and self.age >= least and clock.now() < ends


_held: AccessToken | None = None


def current(until: float, *, refused: AccessToken | None = None) -> AccessToken:
    """A token that is good now; `refused` is the one that WeChat has just turned down.

    Costs nothing while the copy in memory is fresh, and one read after a cold start.
    Raises a Refusal if WeChat gives none before `until` (monotonic seconds).
    """
    global _held
    least = refused.age + 1 if refused else 0
    if _held is None or not _held.fresh(least):
        _held = _find(least, until)
    return _held


def reset() -> None:
    """Forget the copy in memory: for tests."""
    global _held
    _held = None


def _find(least: int, until: float) -> AccessToken:
    seen = AccessToken.find("access_token") or AccessToken()
    while not seen.fresh(least):
        me = new_id()
        seen = _lease(seen, me)
        if seen.holder == me:
            return _ask(seen, least, until)
        if seen.good(least):
            return seen  # somebody is asking for the next one; this one will do until then
        pause = random.uniform(0.02, 0.08)  # noqa: S311 - jitter
        if time.monotonic() + pause >= until:
            raise WECHAT_TIMEOUT()
        time.sleep(pause)
        seen = AccessToken.find("access_token", consistent=True) or AccessToken()
    return seen


def _lease(seen: AccessToken, me: str) -> AccessToken:
    """The record as it is now: with us as the holder, if nobody asks and nobody has asked."""
    now = clock.now()
    first = AccessToken.version.does_not_exist()
    as_seen = AccessToken.version == seen.version if seen.version else first
    nobody = AccessToken.leaseUntil.does_not_exist() | (AccessToken.leaseUntil < now)
    record: AccessToken = commit(
        update(
            AccessToken(),
            AccessToken.holder.set(me),
            AccessToken.leaseUntil.set(now + LEASE),
            where=as_seen & nobody,
            otherwise=_as_it_is,
        )
    )[0]
    return record


def _ask(seen: AccessToken, least: int, until: float) -> AccessToken:
    """WeChat's token, written down for all. If WeChat fails, what we have while it is good."""
    try:
        token, life = _stable_token(until)
    except Refusal:
        free = (AccessToken.holder.remove(), AccessToken.leaseUntil.remove())
        commit(update(AccessToken(), *free, where=_ours(seen), otherwise=_as_it_is))
        if seen.good(least):
            return seen
        raise
    new = AccessToken(token=token, expiresAt=clock.now() + life, version=seen.age + 1)
    commit(
        update(
            AccessToken(),
            AccessToken.token.set(token),
            AccessToken.expiresAt.set(new.expiresAt),
            AccessToken.version.set(new.version),
            AccessToken.holder.remove(),
            AccessToken.leaseUntil.remove(),
            where=_ours(seen),
            otherwise=_as_it_is,
        )
    )
    return new


def _stable_token(until: float) -> tuple[str, int]:
    """The token and its remaining life in ms."""

    def ask(ours: Credentials) -> dict[str, Any]:
        return client.call(
            "/cgi-bin/stable_token",
            until=until,
            body={
                "grant_type": "client_credential",
                "appid": ours.appid,
                "secret": ours.app_secret,
            },
            repeatable=True,
        )

    answer = with_credentials(ask, client.secret_refused)
    token, life = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not token or not isinstance(life, int) or life <= 0:
        raise WECHAT_FAILED()
    return token, life * clock.SECOND


def _ours(seen: AccessToken) -> Condition:
    return AccessToken.holder == seen.holder


def _as_it_is(_: AccessToken | None) -> None:
    """Somebody else asks, or asked longer ago than a lease lasts: theirs stands."""

"""The access token: one for all functions, kept in the `platform` table, renewed by one caller.

WeChat's stable_token gives everybody the same token until five minutes before the token expires.
In these five minutes it gives a new one, and the old one stays valid. So we renew a token 300 s
before it expires. The caller who finds it due takes a lease in the table and asks WeChat. The
others use the old token meanwhile; if there is no valid one, they wait for the new one.
`force_refresh` is for an operator after a leak; it is never used here.
Source: WeChat mini-program documentation, "Get stable access token".
"""

from __future__ import annotations

import random
import time
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from wxcloud import clock
from wxcloud.errors import WECHAT_FAILED, WECHAT_TIMEOUT, Refusal
from wxcloud.ids import new_id
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Part, as_read, commit_one, update
from wxcloud.wechat import client
from wxcloud.wechat.credentials import Credentials, with_credentials

RENEW_BEFORE = 300 * clock.SECOND
LEASE = 5 * clock.SECOND  # longer than the holder needs (client.BUDGET_S)
_KEY = "access_token"


class AccessToken(Table):
    """The token, when it expires (ms UTC), how often it was renewed, and who is renewing it."""

    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True, default=_KEY)
    token = UnicodeAttribute(null=True)
    expiresAt = Integer(null=True)
    version = Integer(null=True)
    holder = UnicodeAttribute(null=True)
    leaseUntil = Integer(null=True)

    @property
    def times_renewed(self) -> int:
        return self.version or 0

    def is_fresh(self, version: int) -> bool:
        """Valid, not yet due for renewal, and of at least this version."""
        return self.is_valid(version, margin=RENEW_BEFORE)

    def is_valid(self, version: int, margin: int = 0) -> bool:
        """Valid for `margin` ms from now, and of at least this version."""
        expires = (self.expiresAt or 0) - margin
        return bool(self.token) and self.times_renewed >= version and clock.now() < expires


_held: AccessToken | None = None


def current(until: float, *, refused: AccessToken | None = None) -> AccessToken:
    """A token that is valid now; never `refused`, which is the one that WeChat has refused.

    Costs nothing while the copy in memory is fresh, and one read after a cold start.
    Raises a Refusal if WeChat gives no token before `until` (monotonic seconds).
    """
    global _held
    version = refused.times_renewed + 1 if refused else 0
    if _held is None or not _held.is_fresh(version):
        _held = _shared(version, until)
    return _held


def reset() -> None:
    """Forget the copy in memory: for tests."""
    global _held
    _held = None


def _shared(version: int, until: float) -> AccessToken:
    """The token in the table, renewed if it is due."""
    seen = AccessToken.get(_KEY) or AccessToken()
    while not seen.is_fresh(version):
        me = new_id()
        seen = _lease(seen, me)
        if seen.holder == me:
            return _renew(seen, version, until)
        if seen.is_valid(version):
            return seen  # another caller renews it; until then this one is good
        pause = random.uniform(0.02, 0.08)  # noqa: S311 - jitter
        if time.monotonic() + pause >= until:
            raise WECHAT_TIMEOUT()
        time.sleep(pause)
        seen = AccessToken.get(_KEY, consistent=True) or AccessToken()
    return seen


def _lease(seen: AccessToken, me: str) -> AccessToken:
    """The item as it is now. We are its holder, unless another caller renews it or has renewed it
    since we saw it."""
    now = clock.now()
    is_as_seen = as_read(AccessToken.version, seen.version or None)
    is_free = AccessToken.leaseUntil.does_not_exist() | (AccessToken.leaseUntil < now)
    leased = commit_one(
        update(
            AccessToken(),
            AccessToken.holder.set(me),
            AccessToken.leaseUntil.set(now + LEASE),
            where=is_as_seen & is_free,
            otherwise=ALREADY_SO,
        )
    )
    return leased or AccessToken()


def _renew(seen: AccessToken, version: int, until: float) -> AccessToken:
    """WeChat's token, put into the table for all. If WeChat gives none, the one that we saw, as
    long as it is valid."""
    end = (AccessToken.holder.remove(), AccessToken.leaseUntil.remove())
    try:
        token, life = _stable_token(until)
    except Refusal:
        commit_one(_as_holder(seen, *end))
        if seen.is_valid(version):
            return seen
        raise
    new = AccessToken(token=token, expiresAt=clock.now() + life, version=seen.times_renewed + 1)
    commit_one(
        _as_holder(
            seen,
            AccessToken.token.set(token),
            AccessToken.expiresAt.set(new.expiresAt),
            AccessToken.version.set(new.version),
            *end,
        )
    )
    return new


def _as_holder(seen: AccessToken, *actions: Any) -> Part[AccessToken | None]:
    """A change that is made only while the lease is ours: after it, another caller's token
    counts."""
    is_ours = AccessToken.holder == seen.holder
    return update(AccessToken(), *actions, where=is_ours, otherwise=ALREADY_SO)


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

"""Whose share brought a user: what events are stamped with."""

from __future__ import annotations

from typing import NamedTuple

from shop.analytics import visitors
from shop.shares import model as shares
from shop.shares.counting import WINDOW
from shop.shares.model import LastShare, Share
from wxcloud.cache import Cache

_shares: Cache[Share | None] = Cache(60.0, size=5000)
_last: Cache[LastShare | None] = Cache(30.0, size=5000)


class Brought(NamedTuple):
    """The share that brought a user, whose it is (a pseudonym), and on which channel."""

    share: str = ""
    sharer: str = ""
    channel: str = ""


def brought(openid: str, code: str, at: int) -> Brought:
    """By which share a user came: the one with that code, or the last one that the user opened in
    the seven days before. Nobody is brought by their own share.

    Half a read unit for each of share and last share; none from memory.
    """
    if not code and openid:
        last = _last.get(openid, lambda: shares.last_of(openid))
        code = last.code if last is not None and 0 <= at - last.at <= WINDOW else ""
    share = _shares.get(code, lambda: shares.get(code)) if code else None
    if share is None or share.sharer == openid:
        return Brought()
    return Brought(code, visitors.pseudonym(share.sharer), share.channel)


def reset() -> None:
    """Forget what was read: for tests."""
    _shares.clear()
    _last.clear()

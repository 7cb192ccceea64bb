"""The roles of the people who run the shop. A user's record and session hold them."""

from __future__ import annotations

from wxcloud.context import WXContext
from wxcloud.errors import FORBIDDEN

OPERATOR = "operator"  # runs the shop: goods, orders, refunds, settings
HOST = "host"  # runs live rooms
AGENT = "agent"  # answers customer service

ROLES = frozenset({OPERATOR, HOST, AGENT})


def whose(openid: str | None, wx: WXContext) -> str:
    """The user whom an operator asks about, or else the caller. FORBIDDEN if another one asks."""
    if openid is None or openid == wx.OPENID:
        return wx.OPENID
    if OPERATOR not in wx.ROLES:
        raise FORBIDDEN("Only operators see what other users have.")
    return openid

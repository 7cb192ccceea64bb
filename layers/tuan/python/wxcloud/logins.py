"""A bound on login codes that WeChat does not know: each of them costs a call to WeChat.

Only refused codes count, so an address with many users behind it logs in as often as it wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from wxcloud import clock
from wxcloud.errors import Refusal
from wxcloud.rates import Rate
from wxcloud.wechat.api import LOGIN_CODE_INVALID

REFUSED_CODES = Rate("login", 30, clock.MINUTE, "Too many login codes from here are not valid.")


@contextmanager
def bounded(address: str) -> Iterator[None]:
    """A login from that IP address ("": invoked directly, without a bound). TOO_MANY_REQUESTS if
    WeChat refused too many codes from there."""
    if address:
        REFUSED_CODES.check(address)
    try:
        yield
    except Refusal as refusal:
        if address and refusal.code is LOGIN_CODE_INVALID:
            with suppress(Refusal):  # the caller is told what is wrong with the code
                REFUSED_CODES.use(address)
        raise

"""The shop's time. Milliseconds UTC everywhere; days are calendar days in Asia/Shanghai.

Tests set the clock. On the local stack the sandbox can move it (`CLOCK_URL`); a deployed stage
cannot be moved, because it has neither that variable nor an endpoint on this machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

from wxcloud.settings import settings

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# China has had one time zone without summer time since 1991, so a fixed offset is exact here
# and spares the import of a zone database.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_LOCAL_HOSTS = {"127.0.0.1", "localhost", "host.docker.internal"}


def _system() -> int:
    return time.time_ns() // 1_000_000


_source: Callable[[], int] = _system
_offset = 0


def now() -> int:
    """The shop's time in milliseconds since 1970, UTC."""
    return _source() + _offset


def today() -> str:
    """Today's date in Shanghai, as `2026-11-22`."""
    return day_of(now())


def day_of(at: int) -> str:
    """The Shanghai date of a time in milliseconds."""
    return datetime.fromtimestamp(at / 1000, SHANGHAI).date().isoformat()


def wall(at: int) -> int:
    """The real time at which the shop's clock shows `at`: what an AWS timer must be set to."""
    return at - _offset


def iso(at: int) -> str:
    """A time in milliseconds as RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def set_clock(source: Callable[[], int] | None) -> None:
    """Let tests decide what time it is; None gives the system's time back."""
    global _source, _offset
    _source, _offset = source or _system, 0


def sync() -> None:
    """Take over the sandbox's offset, on the local stack only. Called once per invocation.

    The offset stays as it was while the sandbox does not answer: WeChat down is not the shop down.
    """
    global _offset
    if movable():
        import urllib3

        with suppress(urllib3.exceptions.HTTPError):
            answer = urllib3.request("GET", settings().clock_url, timeout=1.0, retries=False)
            _offset = int(answer.json()["offset_ms"])


def movable() -> bool:
    """True only where both the AWS endpoint and the clock's are on this very machine."""
    urls = (settings().aws_endpoint_url, settings().clock_url)
    return all(url and urlsplit(url).hostname in _LOCAL_HOSTS for url in urls)

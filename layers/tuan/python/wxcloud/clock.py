"""The clock: milliseconds UTC everywhere; days are calendar days in Asia/Shanghai.

Tests set the clock. On the local stack the WeChat sandbox can move it (`CLOCK_URL`). The clock of a
stack on AWS cannot be moved: it has neither that variable nor an endpoint on this machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

from wxcloud.settings import AWS_ENDPOINT_URL, Setting

CLOCK_URL = Setting("CLOCK_URL")

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
    """The time in milliseconds since 1970, UTC."""
    return _source() + _offset


def today() -> str:
    """Today's date in Shanghai, as `2026-11-22`."""
    return day_of(now())


def day_of(at: int) -> str:
    """The Shanghai date of a time in milliseconds."""
    return datetime.fromtimestamp(at / 1000, SHANGHAI).date().isoformat()


def wall(at: int) -> int:
    """The real time at which this clock shows `at`: what an AWS timer must be set to."""
    return at - _offset


def ahead_of(end: int, ahead: int, *, since: int) -> int:
    """The time that is `ahead` of the end, but not before half of the time since `since` is over
    (ms)."""
    return max(end - ahead, since + (end - since) // 2)


def iso(at: int) -> str:
    """A time in milliseconds as RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def set_clock(source: Callable[[], int] | None) -> None:
    """For tests: set the source of time; None sets it back to the system's time."""
    global _source, _offset
    _source, _offset = source or _system, 0


def sync() -> None:
    """Read the sandbox's offset, on the local stack only. Called once per invocation.

    If the sandbox does not answer, the offset stays as it was.
    """
    global _offset
    if movable():
        import urllib3

        with suppress(urllib3.exceptions.HTTPError):
            answer = urllib3.request("GET", CLOCK_URL.get(), timeout=1.0, retries=False)
            _offset = int(answer.json()["offset_ms"])


def movable() -> bool:
    """True only if both the AWS endpoint and the clock's are on this machine."""
    urls = (AWS_ENDPOINT_URL.get(), CLOCK_URL.get())
    return all(url and urlsplit(url).hostname in _LOCAL_HOSTS for url in urls)

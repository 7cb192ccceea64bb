"""Lines on their way to S3: Firehose takes them, and a queue if Firehose does not.

Firehose bills each record as at least 5 KB, so a call's lines are one record. If Firehose refuses,
or does not answer in time, the lines wait in a queue. For some seconds after that, this process
does not ask Firehose again, so that calls do not wait for it. Lines that Firehose had taken,
although its answer was lost, are delivered twice: the view removes repeats.

Source: "Amazon Data Firehose pricing".
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from shop.analytics.lines import EventLine, encode
from wxcloud import clock, firehose
from wxcloud.errors import BUSY
from wxcloud.queues import MAX_DELAY_S, Queue
from wxcloud.settings import Setting

EVENTS_STREAM = Setting("EVENTS_STREAM")  # the name of the Firehose stream

_RECORD = 90_000  # bytes; twice that, as JSON in a message, is below the 256 KB of a message
_PAUSE_S = 5.0
_FIRST_WAIT_S = 15
GIVE_UP = 4 * clock.DAY  # then the message goes to the dead letters

_paused_until = 0.0


class Waiting(msgspec.Struct, frozen=True):
    """Lines that wait for Firehose, since when (ms UTC), and how often it was tried."""

    lines: str
    since: int
    tries: int = 0


WAITING = Queue("TRACKING_QUEUE_URL", Waiting)


def send(lines: Sequence[EventLine]) -> None:
    """Put the lines on their way. What is raised means that some are not: then the caller's own
    event is delivered again, or the client sends them again."""
    records = list(_records(encode(line) for line in lines))
    left = _put(records) if time.monotonic() >= _paused_until else records
    for record in left:
        WAITING.send(Waiting(record.decode(), clock.now()))


def go_on(waiting: Waiting) -> None:
    """Try once more. If Firehose still does not take the lines, they wait longer; after four days
    the message fails, and goes to the dead letters."""
    if not _put([waiting.lines.encode()]):
        return
    if clock.now() - waiting.since > GIVE_UP:
        raise BUSY("Firehose has not taken these events for four days.")
    again = Waiting(waiting.lines, waiting.since, waiting.tries + 1)
    WAITING.send(again, delay_s=min(MAX_DELAY_S, _FIRST_WAIT_S * 2 ** min(waiting.tries, 6)))


def _records(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, joined to records of a bounded size."""
    joined: list[bytes] = []
    size = 0
    for line in lines:
        if joined and size + len(line) > _RECORD:
            yield b"".join(joined)
            joined, size = [], 0
        joined.append(line)
        size += len(line)
    if joined:
        yield b"".join(joined)


def _put(records: Sequence[bytes]) -> list[bytes]:
    """The records that Firehose did not take."""
    global _paused_until
    left = firehose.put(EVENTS_STREAM.need(), records)
    if left:
        _paused_until = time.monotonic() + _PAUSE_S
    return left


def reset() -> None:
    """Forget that Firehose failed: for tests."""
    global _paused_until
    _paused_until = 0.0

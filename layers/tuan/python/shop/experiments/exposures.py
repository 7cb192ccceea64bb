"""Exposures: that a user got a version, once per user, experiment, version and day.

The server notes them when it serves, so no client can lose or invent one. A message says it, so
that no page waits for where events are kept; `noteExposure` makes it the event `exposure`. The id
of the event is the same for each repeat of the day, so that it counts once. A user who gets another
version on the same day, because the weights have changed, has one more exposure. A warm process
remembers what it has sent, so that repeats cost nothing. It remembers an exposure only after the
queue has taken it: one that was lost is sent again with the user's next call.
"""

from __future__ import annotations

from wxcloud import clock
from wxcloud.fields import Id, Request, Time
from wxcloud.log import logger
from wxcloud.queues import Queue
from wxcloud.settings import TABLE_PREFIX

MOST = 20_000  # exposures in memory; about 4 MB


class NoteExposure(Request):
    """The user got this variant at `at` (ms UTC)."""

    experiment: Id
    variant: Id
    openid: str
    at: Time


EXPOSURES = Queue("EXPOSURE_QUEUE_URL", NoteExposure)

_sent: set[tuple[str, str, str, str]] = set()
_day = ""


def note_later(experiment: str, variant: str, openid: str) -> None:
    """The user gets this variant now. An error of the queue is logged, and does not stop the page:
    the user's next call tries again."""
    global _day
    at = clock.now()
    day = clock.day_of(at)
    if day != _day or len(_sent) >= MOST:
        _sent.clear()
        _day = day
    key = (TABLE_PREFIX.get(), experiment, variant, openid)
    if key in _sent:
        return
    try:
        EXPOSURES.send(NoteExposure(experiment=experiment, variant=variant, openid=openid, at=at))
    except Exception:
        logger.warning("an exposure was not sent", exc_info=True)
        return
    _sent.add(key)


def forget() -> None:
    """Forget what was sent: as a new process."""
    _sent.clear()

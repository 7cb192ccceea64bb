"""The bound on what the questions of a day read from S3.

A question first takes as much as it may read at most, and gives back what it did not read when it
is done. The day's item names the questions that are not done, so that each gives back once, also if
nobody asks for its answer.
"""

from __future__ import annotations

from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.operand import Path

from shop.analytics.model import AnalyticsItem
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.model import Integer
from wxcloud.settings import Setting
from wxcloud.transaction import ALREADY_SO, commit_one, update

ANALYSIS_BUDGET = Code(
    "ANALYSIS_BUDGET",
    429,
    "Today's questions have read as much as they may. Ask again tomorrow, or raise the bound.",
)
MAX_SCAN_MB = Setting("MAX_SCAN_MB")  # of one question
MAX_SCAN_MB_PER_DAY = Setting("MAX_SCAN_MB_PER_DAY")
_MB = 1_000_000
_KEPT = 40 * clock.DAY


class ScannedDay(AnalyticsItem):
    """How many bytes were read on a day, or may be by the questions in `running`."""

    scanned = Integer()
    running = UnicodeSetAttribute(null=True)

    @classmethod
    def key(cls, day: str) -> ScannedDay:
        """The key alone."""
        return cls(pk=f"day#{day}", sk="bytes")


def bound() -> int:
    """The bytes that one question may read."""
    return int(MAX_SCAN_MB.need()) * _MB


def take(analysis_id: str, day: str) -> None:
    """Take what a question may read at most. ANALYSIS_BUDGET. One write unit."""
    most = int(MAX_SCAN_MB_PER_DAY.need()) * _MB - bound()
    commit_one(
        update(
            ScannedDay.key(day),
            ScannedDay.scanned.add(bound()),
            ScannedDay.running.add({analysis_id}),
            ScannedDay.ttl.set((clock.now() + _KEPT) // clock.SECOND),
            where=ScannedDay.scanned.does_not_exist() | (ScannedDay.scanned <= most),
            otherwise=ANALYSIS_BUDGET,
        )
    )


def give_back(analysis_id: str, day: str, scanned: int) -> None:
    """A question is done, and has read so many bytes. A repeat changes nothing."""
    commit_one(
        update(
            ScannedDay.key(day),
            ScannedDay.scanned.add(scanned - bound()),
            ScannedDay.running.delete({analysis_id}),
            where=Path("running").contains(analysis_id),
            otherwise=ALREADY_SO,
        )
    )


def running(day: str) -> frozenset[str]:
    """The questions of a day that have not given back yet."""
    key = ScannedDay.key(day)
    found = ScannedDay.get(key.pk, key.sk, consistent=True)
    return frozenset(found.running or ()) if found is not None else frozenset()

"""Questions: begun at Athena, looked at until they are done, answered.

A question waits for some seconds for its answer. If that is not enough, the caller gets a `queryId`
for getAnalysis. The rows of an answer stay in S3 for a week.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import ClassVar, Protocol, TypeVar

import msgspec
from msgspec import UNSET
from pynamodb.attributes import UnicodeAttribute

from shop.analytics import budget
from shop.analytics.answers import Answered
from shop.analytics.model import AnalyticsItem
from wxcloud import athena, clock
from wxcloud.athena import Execution, Row
from wxcloud.errors import NOT_FOUND, Refusal
from wxcloud.ids import new_id, time_in
from wxcloud.log import logger
from wxcloud.model import Integer
from wxcloud.settings import Setting
from wxcloud.transaction import ALREADY_SO, commit_one, put

ATHENA_USD_PER_TB = Setting("ATHENA_USD_PER_TB")
WAIT_S = 12.0
_LEAST_BILLED = 10_000_000  # bytes
_TB = 1_000_000_000_000
_KEPT = 7 * clock.DAY
_ABANDONED = 35 * clock.MINUTE  # Athena ends a query after half an hour


A = TypeVar("A", bound=Answered)
A_co = TypeVar("A_co", bound=Answered, covariant=True)


class Question(Protocol[A_co]):
    """What can be asked. It is a msgspec Struct, which is kept with its query."""

    kind: ClassVar[str]

    def sql(self, now: int) -> str:
        """The query."""

    def answer(self, rows: Iterable[Row], now: int) -> A_co:
        """What its rows say; `now` is when it was asked (ms UTC)."""


class Analysis(AnalyticsItem):
    """A question that was asked: `question` is its JSON. Times are ms UTC."""

    kind = UnicodeAttribute()
    question = UnicodeAttribute()
    athenaId = UnicodeAttribute()
    askedBy = UnicodeAttribute()
    askedAt = Integer()
    day = UnicodeAttribute()

    @classmethod
    def key(cls, analysis_id: str) -> Analysis:
        """The key alone."""
        return cls(pk=f"analysis#{analysis_id}", sk="analysis")

    @classmethod
    def new(
        cls, analysis_id: str, question: Question[Answered], athena_id: str, by: str, at: int
    ) -> Analysis:
        analysis = cls.key(analysis_id)
        analysis.kind, analysis.athenaId, analysis.askedBy = question.kind, athena_id, by
        analysis.question = msgspec.json.encode(question).decode()
        analysis.askedAt, analysis.day = at, clock.day_of(at)
        analysis.ttl = (at + _KEPT) // clock.SECOND
        return analysis

    @property
    def its_id(self) -> str:
        return str(self.pk).partition("#")[2]


def ask(question: Question[A], by: str) -> A:
    """Ask a question, and wait some seconds for the answer. ANALYSIS_BUDGET if today's questions
    have read too much; BAD_REQUEST if the catalogue does not know what it asks for.

    Three write units: the day's bytes, the question, and the day's bytes again.
    """
    now = clock.now()
    query = question.sql(now)
    analysis_id, day = new_id(), clock.day_of(now)
    _take(analysis_id, day)
    try:
        athena_id = athena.start(query, f"analysis-{analysis_id}")
    except Exception:
        budget.give_back(analysis_id, day, 0)
        raise
    analysis = Analysis.new(analysis_id, question, athena_id, by, now)
    commit_one(put(analysis, otherwise=ALREADY_SO))
    return _answer(analysis, question, _wait(analysis))


def look(analysis_id: str, kinds: Mapping[str, type[Question[A]]], by: str | None = None) -> A:
    """How far a question of one of these kinds (name → class) is, with its answer if it is done.
    `by`: only if that person has asked it. NOT_FOUND."""
    analysis = _get(analysis_id)
    is_seen = analysis is not None and analysis.kind in kinds and by in (None, analysis.askedBy)
    if analysis is None or not is_seen:
        raise NOT_FOUND("There is no such question, or it is older than a week.")
    question: Question[A] = msgspec.json.decode(analysis.question, type=kinds[analysis.kind])
    return _answer(analysis, question, athena.look(analysis.athenaId))


def _answer(analysis: Analysis, question: Question[A], execution: Execution) -> A:
    is_done = execution.state == "DONE"
    is_over = is_done or execution.state == "FAILED"
    if is_over:
        budget.give_back(analysis.its_id, analysis.day, execution.scanned)
    if execution.state == "FAILED":
        logger.error("a question failed", extra={"kind": analysis.kind, "reason": execution.reason})
    rows = athena.rows(analysis.athenaId) if is_done else ()
    answer = question.answer(rows, analysis.askedAt)
    if not is_done:
        answer = type(answer)()
    return msgspec.structs.replace(
        answer,
        queryId=analysis.its_id,
        state=execution.state,
        done=1 if is_done else 0,
        scannedBytes=execution.scanned if is_over else UNSET,
        usd=usd(execution.scanned) if is_over else UNSET,
    )


def usd(scanned: int) -> float:
    """What Athena bills for so many bytes: ten megabytes at least."""
    price = float(ATHENA_USD_PER_TB.need())
    return round(max(scanned, _LEAST_BILLED) * price / _TB, 6) if scanned else 0.0


def _wait(analysis: Analysis) -> Execution:
    until = time.monotonic() + WAIT_S
    pause = 0.15
    while True:
        execution = athena.look(analysis.athenaId)
        if execution.state in ("DONE", "FAILED") or time.monotonic() + pause > until:
            return execution
        time.sleep(pause)
        pause = min(1.0, pause * 1.5)


def _take(analysis_id: str, day: str) -> None:
    try:
        budget.take(analysis_id, day)
    except Refusal as refusal:
        if refusal.code is not budget.ANALYSIS_BUDGET:
            raise
        for other in budget.running(day):
            _settle(other, day)
        budget.take(analysis_id, day)


def _settle(analysis_id: str, day: str) -> None:
    """Give back what a question of which nobody asked the end did not read."""
    analysis = _get(analysis_id)
    if analysis is None:  # it was broken off before it was kept
        if clock.now() - time_in(analysis_id) > _ABANDONED:
            budget.give_back(analysis_id, day, 0)
        return
    execution = athena.look(analysis.athenaId)
    if execution.state in ("DONE", "FAILED"):
        budget.give_back(analysis_id, day, execution.scanned)


def _get(analysis_id: str) -> Analysis | None:
    key = Analysis.key(analysis_id)
    return Analysis.get(key.pk, key.sk, consistent=True)

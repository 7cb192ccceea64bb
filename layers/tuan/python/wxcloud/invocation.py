"""What all kinds of Lambda handlers share: one log line, refusals as answers, hidden errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from wxcloud import clock, http, pseudonyms, time_left
from wxcloud.awsjson import retries
from wxcloud.context import WXContext
from wxcloud.errors import BUSY, INTERNAL, Code, Refusal
from wxcloud.log import logger

Event = dict[str, Any]
Handler = Callable[[Event, Any], Any]

_is_cold = True


class Call:
    """One invocation: the caller, the result or the refusal, and the answer that is made of it."""

    def __init__(self, by_http: bool, request_id: str, english: bool = False) -> None:
        self.by_http, self.request_id, self.english = by_http, request_id, english
        self.wx = WXContext()
        self.result: Any = None
        self.raw: Event | None = None
        self.refusal: Refusal | None = None

    def answer(self) -> Any:
        if self.refusal is not None:
            body = self.refusal.told(english=self.english) | {"requestId": self.request_id}
            return http.answer(self.refusal.code.status, body) if self.by_http else body
        if self.raw is not None:
            return self.raw
        return http.answer(200, self.result) if self.by_http else msgspec.to_builtins(self.result)


@contextmanager
def invocation(
    event: Event, context: Any, by_http: bool | None = None, *, name: str = ""
) -> Iterator[Call]:
    """Log one line; make a refusal the answer of HTTP and direct calls; hide errors from callers.

    `by_http` is None where nobody waits for an answer: there, refusals and errors are raised.
    """
    global _is_cold
    started = time.perf_counter()
    about: Mapping[str, Any] = event.get("requestContext") or {}
    request_id = getattr(context, "aws_request_id", "") or about.get("requestId", "")
    call = Call(bool(by_http), request_id, bool(by_http) and http.wants_english(event))
    error: BaseException | None = None
    try:
        clock.sync()
        with time_left.of(context):
            yield call
    except Refusal as refusal:
        call.refusal = refusal
        if by_http is None:
            raise
    except Exception as caught:
        error = caught
        call.refusal = _public(caught)()
        if not by_http:
            raise
    finally:
        _report(call, error, started, name)
        _is_cold = False


@contextmanager
def unless_final() -> Iterator[None]:
    """A final refusal ends the work quietly; a retryable one is raised, so that it is retried."""
    try:
        yield
    except Refusal as refusal:
        if refusal.retryable:
            raise


def succeeds(work: Callable[[Any], None], item: Any, *, name: str = "") -> bool:
    """Whether the work for one item of a batch was done, or needs no retry. It is logged, with the
    `name` of the work if there is one."""
    try:
        with unless_final(), invocation({}, None, name=name):
            work(item)
    except Exception:
        return False  # `invocation` has logged it
    return True


def _public(error: Exception) -> Code:
    """What a caller is told of an error that is not the caller's: never its text. BUSY if AWS was
    not reached or was overloaded: the caller may try again."""
    error = getattr(error, "cause", None) or error  # PynamoDB's error of a read has AWS's in it
    if isinstance(error, ClientError):
        # PynamoDB's ClientError has no status; the one that it was made of has.
        whole: Any = error.__cause__ if isinstance(error.__cause__, ClientError) else error
        status = whole.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        code = error.response.get("Error", {}).get("Code")
        return BUSY if retries.is_retryable_answer(status, code) else INTERNAL
    return BUSY if isinstance(error, BotoCoreError) else INTERNAL


def _report(call: Call, error: BaseException | None, started: float, name: str) -> None:
    fields: dict[str, Any] = {
        "requestId": call.request_id,
        "cold": _is_cold,
        "user": _user(call.wx),
        "ms": round((time.perf_counter() - started) * 1000, 1),
    }
    if name:
        fields["handler"] = name
    if call.refusal is not None:
        fields["errCode"] = call.refusal.code.name
        if call.refusal.detail:
            fields["detail"] = call.refusal.detail[:200]
    if error is not None:
        logger.error("failed", exc_info=error, extra=fields)
    elif call.refusal is not None:
        logger.info("refused", extra=fields)
    else:
        logger.info("done", extra=fields)


def _user(wx: WXContext) -> str:
    """The caller's pseudonym. A line without it is better than no line."""
    try:
        return pseudonyms.in_logs(wx.OPENID)
    except Exception:
        return "unknown"

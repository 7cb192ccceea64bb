"""The only door into the code: decorators that make a `main` into a Lambda handler.

    @cloud_function(JoinGroup)
    def main(data: JoinGroup, wx: WXContext) -> dict: ...

`main` is what `exports.main = async (event, context)` is in CloudBase; `wx` is what
`cloud.getWXContext()` gives. Whichever way a function is invoked, `main` sees the same:

- API Gateway: the JSON body is `data`, `Authorization: Bearer <session>` makes `wx`;
- directly (`sam local invoke`, `aws lambda invoke`): the event is `data`, with CloudBase's
  `userInfo: {openId, appId}` beside it. IAM guards that way in, so it is believed there.

`@timer`, `@queue`, `@stream`, `@webhook` and `@socket` are the doors for the other events.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from wxcloud import clock, http, users
from wxcloud.context import WXContext
from wxcloud.errors import (
    BUSY,
    FORBIDDEN,
    INTERNAL,
    UNAUTHENTICATED,
    Code,
    Refusal,
)
from wxcloud.http import HttpRequest
from wxcloud.log import logger, pseudonym
from wxcloud.model import Table
from wxcloud.settings import settings

T = TypeVar("T")
M = TypeVar("M", bound=Table)
Event = dict[str, Any]
Handler = Callable[[Event, Any], Any]

_cold = True
_BESIDE_DATA = {"userInfo", "tcbContext"}  # what CloudBase itself puts beside the data


# --- cloud functions -----------------------------------------------------------------------------


def cloud_function(
    request: type[T],
    *,
    only: str | tuple[str, ...] = (),
    asks_roles: bool = False,
    guests: bool = False,
) -> Callable[[Callable[[T, WXContext], Any]], Handler]:
    """A cloud function that takes a `request`, open to signed-in users.

    `only` names the role that may call it, or the roles any of which may; with `asks_roles=True`
    anybody may, and `main` asks `wx.ROLES` itself. `guests=True` opens it to everybody (then
    `wx.OPENID` may be empty). Success is the plain result; a refusal is
    `{"errCode", "errMsg", "requestId"}` with the code's HTTP status.
    """

    roles = frozenset([only] if isinstance(only, str) else only)
    asks = bool(roles) or asks_roles

    def decorate(main: Callable[[T, WXContext], Any]) -> Handler:
        def handler(event: Event, context: Any = None) -> Any:
            by_http = http.is_http(event)
            with _invocation(event, context, by_http) as call:
                wx = call.wx = http.session_of(event) if by_http else _direct(event, asks)
                _admit(wx, roles, guests)
                if by_http:
                    body = http.body_of(event)
                    data = http.parse(body, request)
                    call.result = _once(event, body, wx, lambda: main(data, wx))
                else:
                    told = {k: v for k, v in event.items() if k not in _BESIDE_DATA}
                    call.result = main(http.convert(told, request), wx)
            return call.answer()

        handler.request, handler.only, handler.guests = request, only, guests  # type: ignore[attr-defined]
        handler.asks_roles = asks  # type: ignore[attr-defined]
        handler.main = main  # type: ignore[attr-defined]
        return handler

    return decorate


def _direct(event: Event, asks_roles: bool) -> WXContext:
    """The caller of a direct invocation: `userInfo`, and the roles of the user's record."""
    told = event.get("userInfo")
    info = told if isinstance(told, dict) else {}
    openid = str(info.get("openId") or "")
    granted = info.get("roles")
    if granted is None:
        granted = users.roles_of(openid) if asks_roles and openid else ()
    return WXContext(
        OPENID=openid,
        APPID=str(info.get("appId", "")) or settings().wechat_appid,
        UNIONID=str(info.get("unionId", "")),
        SOURCE="scf",
        ROLES=users.ROLES & frozenset(granted),
    )


def _admit(wx: WXContext, only: frozenset[str], guests: bool) -> None:
    if wx.is_guest and not guests:
        raise UNAUTHENTICATED()
    if only and not only & wx.ROLES:
        raise FORBIDDEN()


def _once(event: Event, body: bytes, wx: WXContext, work: Callable[[], Any]) -> Any:
    key = (event.get("headers") or {}).get("idempotency-key")
    if not key or wx.is_guest:
        return work()
    from wxcloud import idempotency  # few calls carry a key

    scope = f"{wx.OPENID}#{event.get('rawPath', '')}"
    return idempotency.once(key[:256], scope, body, work)


# --- timers, queues, streams ---------------------------------------------------------------------


def timer(request: type[T]) -> Callable[[Callable[[T], Any]], Handler]:
    """A function that EventBridge Scheduler calls with a `request` as its input.

    Scheduler delivers at least once. A refusal for good ends the matter; anything else is raised,
    so that Lambda tries again.
    """

    def decorate(main: Callable[[T], Any]) -> Handler:
        def handler(event: Event, context: Any = None) -> None:
            with _unless_final(), _invocation(event, context):
                main(http.convert(event, request))

        return handler

    return decorate


def queue(message: type[T], *, back_off: str = "") -> Callable[[Callable[[T], Any]], Handler]:
    """A function that an SQS queue calls, for each `message` by itself.

    A message that is refused for good is done with; any other failure is reported, so that only
    that message comes again, and ends in the dead-letter queue. It comes after the queue's
    visibility timeout; or, if `back_off` names the setting with the queue's URL, after 30 s, 60 s,
    120 s and so on.
    Source: Lambda Developer Guide, "Implementing partial batch responses" (SQS).
    """

    def decorate(main: Callable[[T], Any]) -> Handler:
        def one(record: Event) -> None:
            main(http.parse(record["body"].encode(), message))

        def handler(event: Event, context: Any = None) -> Event:
            failed = [r for r in event["Records"] if not _went_well(one, r, context)]
            if back_off and failed:
                from wxcloud import queues  # only where something went wrong

                queues.put_off(settings().need(back_off), failed)
            return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in failed]}

        return handler

    return decorate


class Change(msgspec.Struct, Generic[M], frozen=True):
    """What happened to an item: `old` is None when it was made, `new` when it was removed."""

    old: M | None
    new: M | None
    at: int


def stream(model: type[M]) -> Callable[[Callable[[Change[M]], Any]], Handler]:
    """A function that a table's stream calls, for each change in the order of its shard.

    The first change that fails ends the batch; it and those behind it come again.
    Source: Lambda Developer Guide, "Process DynamoDB records with Lambda".
    """

    def decorate(main: Callable[[Change[M]], Any]) -> Handler:
        def one(record: Event) -> None:
            told = record["dynamodb"]
            old, new = told.get("OldImage"), told.get("NewImage")
            at = int(float(told.get("ApproximateCreationDateTime", 0)) * 1000)
            main(Change(model.of(old) if old else None, model.of(new) if new else None, at))

        def handler(event: Event, context: Any = None) -> Event:
            for record in event["Records"]:
                if not _went_well(one, record, context):
                    failure = record["dynamodb"]["SequenceNumber"]
                    return {"batchItemFailures": [{"itemIdentifier": failure}]}
            return {"batchItemFailures": []}

        return handler

    return decorate


@contextmanager
def _unless_final() -> Iterator[None]:
    """A refusal for good ends the matter; one that is passing is raised, to be tried again."""
    try:
        yield
    except Refusal as refusal:
        if refusal.passing:
            raise


def _went_well(work: Callable[[Event], None], record: Event, context: Any) -> bool:
    try:
        with _unless_final(), _invocation(record, context):
            work(record)
    except Exception:
        return False  # logged by _invocation
    return True


# --- webhooks and sockets ------------------------------------------------------------------------


def webhook(main: Callable[[HttpRequest], Event]) -> Handler:
    """A function that WeChat calls over HTTP. `main` checks the signature and makes the answer."""

    def handler(event: Event, context: Any = None) -> Any:
        with _invocation(event, context, by_http=True) as call:
            call.raw = main(http.read(event))
        return call.answer()

    handler.main = main  # type: ignore[attr-defined]
    return handler


class SocketEvent(msgspec.Struct, frozen=True):
    """A WebSocket event: `kind` is CONNECT, DISCONNECT or MESSAGE. Only a CONNECT brings a query
    and headers (named in lower case)."""

    kind: str
    connection_id: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


def socket(main: Callable[[SocketEvent], Event | None]) -> Handler:
    """A function behind API Gateway's WebSocket routes. A refused $connect closes the socket; to a
    message the sender gets the result, or the refusal, as the body of an answer that is no error.

    Source: API Gateway Developer Guide, "Working with routes for WebSocket APIs".
    """

    def handler(event: Event, context: Any = None) -> Any:
        about = event["requestContext"]
        told = SocketEvent(
            kind=about["eventType"],
            connection_id=about["connectionId"],
            query=event.get("queryStringParameters") or {},
            headers={k.lower(): v for k, v in (event.get("headers") or {}).items()},
            body=event.get("body") or "",
        )
        with _invocation(event, context, by_http=True) as call:
            call.result = main(told) or {}
        answer = call.answer()
        refused = 400 <= answer["statusCode"] < 500
        return answer | {"statusCode": 200} if refused and told.kind == "MESSAGE" else answer

    return handler


# --- what all doors share ------------------------------------------------------------------------


class _Call:
    """One invocation: who called, what came of it, and how to say so."""

    def __init__(self, by_http: bool, request_id: str) -> None:
        self.by_http, self.request_id = by_http, request_id
        self.wx = WXContext()
        self.result: Any = None
        self.raw: Event | None = None
        self.refusal: Refusal | None = None

    def answer(self) -> Any:
        if self.refusal is not None:
            code = self.refusal.code
            body = {"errCode": code.name, "errMsg": self.refusal.message}
            if self.refusal.field:
                body["field"] = self.refusal.field
            body["requestId"] = self.request_id
            return http.answer(code.status, body) if self.by_http else body
        if self.raw is not None:
            return self.raw
        return http.answer(200, self.result) if self.by_http else msgspec.to_builtins(self.result)


@contextmanager
def _invocation(event: Event, context: Any, by_http: bool | None = None) -> Iterator[_Call]:
    """Log one line; let a refusal be the answer of HTTP and direct calls; hide every bug.

    `by_http` is None where nobody waits for an answer: refusals and errors are raised there.
    """
    global _cold
    started = time.perf_counter()
    about: Mapping[str, Any] = event.get("requestContext") or {}
    request_id = getattr(context, "aws_request_id", "") or about.get("requestId", "")
    call = _Call(bool(by_http), request_id)
    error: BaseException | None = None
    try:
        clock.sync()
        yield call
    except Refusal as refusal:
        call.refusal = refusal
        if by_http is None:
            raise
    except Exception as caught:
        error = caught
        call.refusal = _hidden(caught)()
        if not by_http:
            raise
    finally:
        _report(call, error, started)
        _cold = False


def _hidden(error: Exception) -> Code:
    """What a caller hears of an error that is not theirs: never its text."""
    if isinstance(error, ClientError):
        throttled = "Throttl" in str(error.response.get("Error", {}).get("Code", ""))
        return BUSY if throttled else INTERNAL
    return BUSY if isinstance(error, BotoCoreError) else INTERNAL


def _report(call: _Call, error: BaseException | None, started: float) -> None:
    fields: dict[str, Any] = {
        "requestId": call.request_id,
        "cold": _cold,
        "user": pseudonym(call.wx.OPENID),
        "ms": round((time.perf_counter() - started) * 1000, 1),
    }
    if call.refusal is not None:
        fields["errCode"] = call.refusal.code.name
    if error is not None:
        logger.error("failed", exc_info=error, extra=fields)
    elif call.refusal is not None:
        logger.info("refused", extra=fields)
    else:
        logger.info("done", extra=fields)


__all__ = ["Change", "SocketEvent", "cloud_function", "queue", "socket", "stream", "timer"]
__all__ += ["webhook"]

"""Webhooks: functions that WeChat calls over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, overload

from wxcloud import http
from wxcloud.errors import BAD_REQUEST, Refusal
from wxcloud.http import HttpRequest
from wxcloud.invocation import Event, Handler, invocation

Main = Callable[[HttpRequest], Event]
Direct = Callable[[Event], Any]
Refused = Callable[[Refusal], Event]


@overload
def webhook(main: Main) -> Handler: ...
@overload
def webhook(
    *, direct: Direct | None = None, refused: Refused | None = None
) -> Callable[[Main], Handler]: ...
def webhook(
    main: Main | None = None, *, direct: Direct | None = None, refused: Refused | None = None
) -> Handler | Callable[[Main], Handler]:
    """A function that WeChat calls. `main` checks the signature and makes the answer.

    `direct` takes the event of a direct invocation. IAM guards that, so there is no signature, and
    its result is the answer. Without `direct`, direct invocations are refused with BAD_REQUEST.
    `refused` makes the answer of a refused HTTP request, where the caller knows another form than
    ours.
    """

    def decorate(main: Main) -> Handler:
        def handler(event: Event, context: Any = None) -> Any:
            by_http = http.is_http(event)
            with invocation(event, context, by_http) as call:
                if by_http:
                    call.raw = main(http.read(event))
                elif direct is not None:
                    call.result = direct(event)
                else:
                    raise BAD_REQUEST("Call this function over HTTP.")
            if by_http and call.refusal is not None and refused is not None:
                return refused(call.refusal)
            return call.answer()

        handler.main = main  # type: ignore[attr-defined]
        return handler

    return decorate if main is None else decorate(main)

"""Webhooks: functions that WeChat calls over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, overload

from wxcloud import http
from wxcloud.errors import Refusal
from wxcloud.http import HttpRequest
from wxcloud.invocation import Event, Handler, invocation

Main = Callable[[HttpRequest], Event]
Refused = Callable[[Refusal], Event]


@overload
def webhook(main: Main) -> Handler: ...
@overload
def webhook(*, refused: Refused) -> Callable[[Main], Handler]: ...
def webhook(main: Main | None = None, *, refused: Refused | None = None) -> Any:
    """A function that WeChat calls. `main` checks the signature and makes the answer; `refused`
    makes the answer of a refusal where the caller knows another form than ours."""
    if main is None:
        return partial(webhook, refused=refused)

    def handler(event: Event, context: Any = None) -> Any:
        with invocation(event, context, by_http=True) as call:
            call.raw = main(http.read(event))
        if call.refusal is not None and refused is not None:
            return refused(call.refusal)
        return call.answer()

    handler.main = main  # type: ignore[attr-defined]
    return handler

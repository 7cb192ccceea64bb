"""Webhooks: functions that WeChat calls over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wxcloud import http
from wxcloud.http import HttpRequest
from wxcloud.invocation import Event, Handler, invocation


def webhook(main: Callable[[HttpRequest], Event]) -> Handler:
    """A function that WeChat calls. `main` checks the signature and makes the answer."""

    def handler(event: Event, context: Any = None) -> Any:
        with invocation(event, context, by_http=True) as call:
            call.raw = main(http.read(event))
        return call.answer()

    handler.main = main  # type: ignore[attr-defined]
    return handler

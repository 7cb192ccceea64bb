"""How much time this invocation has left. Lambda ends the process of one that takes too long, and
its caller then gets no answer of ours: so whoever would wait looks here first.

Source: AWS Lambda Developer Guide, "Using the Lambda context object to retrieve Python function
information" (`get_remaining_time_in_millis`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_ends_at: ContextVar[float] = ContextVar("ends_at", default=math.inf)


@contextmanager
def of(context: Any) -> Iterator[None]:
    """While it lasts, `seconds` tells of the invocation with this context of Lambda's. Without a
    context (one item of a batch) it tells of the invocation around this one."""
    left_ms = getattr(context, "get_remaining_time_in_millis", None)
    if left_ms is None:
        yield
        return
    token = _ends_at.set(time.monotonic() + left_ms() / 1000)
    try:
        yield
    finally:
        _ends_at.reset(token)


def seconds() -> float:
    """What this invocation has left. Infinite outside of one, and in the threads that it starts."""
    return _ends_at.get() - time.monotonic()

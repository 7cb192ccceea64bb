"""The people of the day, and how a step checks its result."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from local.client import Refused, Shopper, Wechat

Step = tuple[str, Callable[["Cast"], str]]


class Cast:
    """The people of one run. Every run has new shoppers; operator and host stay the same."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.stack = stack
        self.wechat = Wechat(stack)
        self.mei, self.lan, self.bo = (self.shopper(name) for name in ("mei", "lan", "bo"))
        self.operator, self.host = Shopper(stack, "operator-1"), Shopper(stack, "host-1")
        self.notes: dict[str, Any] = {}  # what later steps need from earlier ones

    def shopper(self, name: str) -> Shopper:
        """A new shopper."""
        return Shopper(self.stack, f"{name}-{uuid.uuid4().hex[:6]}")


def expect(held: object, what: str) -> None:
    """Fail the step if `held` is false. `what` says what was expected."""
    if not held:
        raise AssertionError(f"expected {what}")


def refused(attempt: Callable[[], object], code: str) -> str:
    """Check that `attempt` is refused with `code`, and return the code."""
    try:
        attempt()
    except Refused as refusal:
        expect(refusal.code == code, f"{code}, not {refusal.code}")
        return code
    raise AssertionError(f"expected {code}, but the call succeeded")


def yuan(fen: int) -> str:
    return f"{fen / 100:.2f} yuan"

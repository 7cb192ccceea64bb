"""Who plays, and how a step makes sure of what it saw."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from local.client import Refused, Shopper, Wechat

Step = tuple[str, Callable[["Cast"], str]]


class Cast:
    """The people of one day. Every day has new shoppers; the shop's people stay."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.stack = stack
        self.wechat = Wechat(stack)
        self.mei, self.lan, self.bo = (self.shopper(name) for name in ("mei", "lan", "bo"))
        self.operator, self.host = Shopper(stack, "operator-1"), Shopper(stack, "host-1")
        self.notes: dict[str, Any] = {}  # what later steps want to know of earlier ones

    def shopper(self, name: str) -> Shopper:
        """Somebody new."""
        return Shopper(self.stack, f"{name}-{uuid.uuid4().hex[:6]}")


def expect(held: object, what: str) -> None:
    """A step goes on only if what it saw is what should be."""
    if not held:
        raise AssertionError(f"expected {what}")


def refused(attempt: Callable[[], object], code: str) -> str:
    """The code with which `attempt` was refused, which must be that one."""
    try:
        attempt()
    except Refused as refusal:
        expect(refusal.code == code, f"{code}, not {refusal.code}")
        return code
    raise AssertionError(f"expected {code}, but it was granted")


def yuan(fen: int) -> str:
    return f"{fen / 100:.2f} yuan"

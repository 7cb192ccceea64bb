"""Refusals: the stable error codes that a caller gets when a request is refused.

A `Code` is declared once, at the top of the module whose rule it states. Calling it makes the
exception: ``raise GROUP_FULL()``. `wxcloud.function` turns the exception into
``{"errCode", "errMsg", "requestId"}`` with the code's HTTP status. docs/api.md lists all codes.
"""

from __future__ import annotations

from dataclasses import dataclass

CODES: dict[str, Code] = {}


@dataclass(frozen=True, slots=True)
class Code:
    """A stable error code: name, HTTP status, and a text that says what the caller can do."""

    name: str
    status: int
    message: str

    def __post_init__(self) -> None:
        if CODES.setdefault(self.name, self) != self:
            raise ValueError(f"the code {self.name} is declared twice with different values")

    def __call__(self, message: str = "", *, field: str = "") -> Refusal:
        return Refusal(self, message or self.message, field)


class Refusal(Exception):
    """A request that is refused. `field` names the input field that is wrong, if there is one."""

    def __init__(self, code: Code, message: str, field: str = "") -> None:
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message
        self.field = field

    @property
    def retryable(self) -> bool:
        """True if the same request may succeed later."""
        return self.code.status >= 500 or self.code.status == 429


BAD_REQUEST = Code(
    "BAD_REQUEST", 400, "The request does not fit this function's input. See docs/api.md."
)
BODY_TOO_LARGE = Code("BODY_TOO_LARGE", 400, "The request body is larger than 64 KB.")
UNAUTHENTICATED = Code("UNAUTHENTICATED", 401, "Log in again: call wx.login, then login.")
FORBIDDEN = Code("FORBIDDEN", 403, "This account has no permission for this function.")
NOT_FOUND = Code("NOT_FOUND", 404, "Not found.")
FUNCTION_NOT_FOUND = Code("FUNCTION_NOT_FOUND", 404, "There is no cloud function of that name.")
IN_PROGRESS = Code("IN_PROGRESS", 409, "The first call with this Idempotency-Key is still running.")
KEY_REUSED = Code("KEY_REUSED", 422, "This Idempotency-Key was used with another request.")
TOO_MANY_REQUESTS = Code(
    "TOO_MANY_REQUESTS", 429, "Too many requests. Wait a moment, then try again."
)
INTERNAL = Code(
    "INTERNAL",
    500,
    "Something failed on the server. Try again. If it fails again, tell the shop the requestId.",
)
WECHAT_FAILED = Code("WECHAT_FAILED", 502, "WeChat gave no valid answer. Try again.")
BUSY = Code("BUSY", 503, "The shop is busy. Try again in a moment.")
WECHAT_TIMEOUT = Code("WECHAT_TIMEOUT", 504, "WeChat did not answer in time. Try again.")

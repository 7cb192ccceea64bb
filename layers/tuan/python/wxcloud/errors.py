"""Refusals: the stable error codes that a caller gets when a request is refused.

A `Code` is declared once, at the top of the module whose rule it states. Calling it makes the
exception: ``raise GROUP_FULL()``. `wxcloud.invocation` turns the exception into
``{"errCode", "errMsg", "requestId"}`` with the code's HTTP status. docs/api.md lists all codes.

`errMsg` is for users: the code's text, in Chinese (refusals/zh.json, beside the packages) or in
English. `detail` is for developers: the exact reason in English, if there is one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wxcloud.value import Value

CODES: dict[str, Code] = {}


class Code(Value):
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
    """A request that is refused. `message` is the exact reason, in English, for developers; `field`
    names the input field that is wrong, if there is one."""

    def __init__(self, code: Code, message: str, field: str = "") -> None:
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message
        self.field = field

    @property
    def retryable(self) -> bool:
        """True if the same request may succeed later."""
        return self.code.status >= 500 or self.code.status == 429

    @property
    def detail(self) -> str:
        """The message, if it says more than the code does; else ""."""
        return self.message if self.message != self.code.message else ""

    def told(self, *, english: bool = False) -> dict[str, str]:
        """What the caller gets: `errCode`, `errMsg`, and `field` and `detail` if there are any."""
        text = self.code.message if english else chinese().get(self.code.name, self.code.message)
        told = {"errCode": self.code.name, "errMsg": text}
        more = {"field": self.field, "detail": self.detail}
        return told | {name: value for name, value in more.items() if value}


@cache
def chinese() -> dict[str, str]:
    """Code name → what it says to a user in Chinese."""
    import msgspec  # few calls are refused

    path = Path(__file__).parents[1] / "refusals" / "zh.json"
    return msgspec.json.decode(path.read_bytes(), type=dict[str, str])


BAD_REQUEST = Code(
    "BAD_REQUEST", 400, "Something in this request is not valid. Check it, then try again."
)
BODY_TOO_LARGE = Code(
    "BODY_TOO_LARGE", 400, "The request body is larger than 64 KB. Send less data."
)
UNAUTHENTICATED = Code(
    "UNAUTHENTICATED", 401, "There is no valid session. Call wx.login, then login."
)
FORBIDDEN = Code(
    "FORBIDDEN", 403, "This account has no permission for this function. Ask the shop for it."
)
NOT_FOUND = Code("NOT_FOUND", 404, "There is nothing with this id. Check the id.")
FUNCTION_NOT_FOUND = Code(
    "FUNCTION_NOT_FOUND", 404, "There is no cloud function of that name. Check the name."
)
IN_PROGRESS = Code(
    "IN_PROGRESS",
    409,
    "The first call with this Idempotency-Key is still running. Try again in a moment.",
)
KEY_REUSED = Code(
    "KEY_REUSED", 422, "This Idempotency-Key was used with another request. Use a new key."
)
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

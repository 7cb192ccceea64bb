"""The types of inputs and results. msgspec checks inputs; docs/api.md and docs/openapi.json are
made from both.

A text has a bounded length and no control characters. Amounts are integer fen, times integer
milliseconds UTC; both are bounded so that sums stay exact in DynamoDB, JSON and JavaScript.
"""

from __future__ import annotations

from typing import Annotated, dataclass_transform

import msgspec
from msgspec import Meta

_PLAIN = r"^(?![\s\S]*[\u0000-\u001f\u007f-\u009f])"

# What `<image src>` of a mini-program takes: a URL, a CloudBase file id or a path; no other scheme,
# no `//host`, and nothing that ends an attribute or a CSS `url()`.
_PART = r"[^\s\u0000-\u001f\u007f-\u009f\"'<>`\\]"
_LINK = rf"^(?:(?:https?|cloud)://(?!/)|(?!//|[A-Za-z][0-9A-Za-z+.-]*:)){_PART}+(?![\s\S])"

# A page of the mini-program, as wx.navigateTo takes it: no scheme and no host.
_PAGE = rf"^/?[0-9A-Za-z_-]+(?:/[0-9A-Za-z_-]+)*(?:\?(?:(?!//){_PART})*)?(?![\s\S])"


class Request(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A cloud function's input: `data` of `wx.cloud.callFunction`. Unknown fields are refused."""


# msgspec inherits `frozen`; the decorator tells type checkers.
@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A cloud function's result, or an object in one. An UNSET field is left out of the JSON."""


Id = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{1,64}(?![\s\S])", description="an id")]
Text20 = Annotated[str, Meta(min_length=1, max_length=20, pattern=_PLAIN)]
Text50 = Annotated[str, Meta(min_length=1, max_length=50, pattern=_PLAIN)]
Text120 = Annotated[str, Meta(min_length=1, max_length=120, pattern=_PLAIN)]
Text500 = Annotated[str, Meta(min_length=1, max_length=500, pattern=_PLAIN)]
Url = Annotated[str, Meta(min_length=1, max_length=500, pattern=_LINK)]
PagePath = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=120,
        pattern=_PAGE,
        description="a page of the mini-program: its path, and a query if it needs one",
    ),
]
Cursor = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=600,
        pattern=r"^[0-9A-Za-z._-]+(?![\s\S])",
        description="the `cursor` of the page before; without it, the first page",
    ),
]
Fen = Annotated[int, Meta(ge=0, le=1_000_000_000, description="fen, hundredths of a yuan")]
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Time = Annotated[int, Meta(ge=0, le=4_102_444_800_000, description="milliseconds UTC")]

__all__ = [
    "Count",
    "Cursor",
    "Fen",
    "Id",
    "PagePath",
    "Request",
    "Result",
    "Text20",
    "Text50",
    "Text120",
    "Text500",
]
__all__ += ["Time", "Url"]

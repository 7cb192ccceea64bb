"""The types of inputs and results. msgspec checks inputs; docs/api.md and docs/openapi.json are
made from both.

A text has a bounded length, no control characters, and something to read in it. Every text of an
input is kept in Unicode's form NFC and without blanks at its ends, so that two texts that look the
same are the same. Amounts are integer fen, times integer milliseconds UTC; both are bounded so that
sums stay exact in DynamoDB, JSON and JavaScript. A time or a day of an input is at most ten years
from now: seconds instead of milliseconds are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Annotated, Any, dataclass_transform, get_args

import msgspec
from msgspec import Meta

from wxcloud import clock

# Characters that show nothing, as ranges of a pattern. SPACES stand between words or for nothing:
# white space of all widths, zero-width spaces, fillers. The others are parts of characters (joiners
# and variation selectors of emoji, marks of direction), so they are not removed from an end.
SPACES = (
    r"\t-\r \u0085\u00a0\u00ad\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u2800\u3000"
    r"\u3164\ufeff\uffa0"
)
_UNSEEN = SPACES + (
    r"\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2061-\u206f"
    r"\ufe00-\ufe0f\ufff9-\ufffb"
)
_CONTROLS = r"\u0000-\u001f\u007f-\u009f"
_SEEN = rf"(?=[\s\S]*[^{_UNSEEN}])"
_PLAIN = rf"^(?![\s\S]*[{_CONTROLS}]){_SEEN}"
_MAYBE = rf"^(?![\s\S]*[{_CONTROLS}])"
_PLAIN_LINES = rf"^(?![\s\S]*[\u0000-\u0009\u000b-\u001f\u007f-\u009f]){_SEEN}"

# What `<image src>` of a mini-program takes: a URL, a CloudBase file id or a path; no other scheme,
# no `//host`, and nothing that ends an attribute or a CSS `url()`.
_PART = rf"[^{_UNSEEN}{_CONTROLS}\"'<>`\\]"
_LINK = rf"^(?:(?:https?|cloud)://(?!/)|(?!//|[A-Za-z][0-9A-Za-z+.-]*:)){_PART}+(?![\s\S])"

# A page of the mini-program, as wx.navigateTo takes it: no scheme and no host.
_PAGE = rf"^/?[0-9A-Za-z_-]+(?:/[0-9A-Za-z_-]+)*(?:\?(?:(?!//){_PART})*)?(?![\s\S])"

_TIME = Meta(ge=0, le=4_102_444_800_000, description="milliseconds UTC")
_DAY = Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\s\S])", description="a day in Shanghai")
_REACH = 10 * 366 * clock.DAY


class FieldError(ValueError):
    """A value of the right type that a field does not take. `field` is the field's name."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class Request(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A cloud function's input: `data` of `wx.cloud.callFunction`. Unknown fields are refused."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, str | list | dict):
                setattr(self, name, _tidied(value))
        for attribute, name, check in _checks(type(self)):
            value = getattr(self, attribute)
            for each in value if isinstance(value, list) else [value]:
                if each is not None:
                    check(name, each)


# msgspec inherits `frozen`; the decorator tells type checkers.
@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A cloud function's result, or an object in one. An UNSET field is left out of the JSON."""


Id = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{1,64}(?![\s\S])", description="an id")]
Text20 = Annotated[str, Meta(min_length=1, max_length=20, pattern=_PLAIN)]
Text50 = Annotated[str, Meta(min_length=1, max_length=50, pattern=_PLAIN)]
Text120 = Annotated[str, Meta(min_length=1, max_length=120, pattern=_PLAIN)]
Text200 = Annotated[str, Meta(min_length=1, max_length=200, pattern=_PLAIN)]
Text500 = Annotated[str, Meta(min_length=1, max_length=500, pattern=_PLAIN)]
Lines600 = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=600,
        pattern=_PLAIN_LINES,
        description="a text; line breaks are allowed",
    ),
]
Lines5000 = Annotated[str, Meta(min_length=1, max_length=5000, pattern=_PLAIN_LINES)]
# Texts that another program gives, and that may say nothing.
MaybeText50 = Annotated[str, Meta(max_length=50, pattern=_MAYBE, description="may be empty")]
MaybeText120 = Annotated[str, Meta(max_length=120, pattern=_MAYBE, description="may be empty")]
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
Time = Annotated[int, _TIME]
Day = Annotated[str, _DAY]


def tidy(text: str) -> str:
    """The text in Unicode's form NFC, without blanks at its ends."""
    if not text.isascii():
        import unicodedata  # few inputs need it

        text = unicodedata.normalize("NFC", text)
    return _ENDS.sub("", text)


_ENDS = re.compile(rf"^[{SPACES}]+|[{SPACES}]+$(?![\s\S])")


def _tidied(value: Any) -> Any:
    """A field's value with its texts tidied; the Requests in it have tidied their own."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, list):
        return [_tidied(each) for each in value]
    if isinstance(value, dict):
        return {key: _tidied(each) for key, each in value.items()}
    return value


# --- times ---------------------------------------------------------------------------------------

Check = Callable[[str, Any], None]


@cache
def _checks(kind: type[Request]) -> tuple[tuple[str, str, Check], ...]:
    """The fields of this input that are times or days, or lists of them: attribute, name for
    clients, check."""
    found: list[tuple[str, str, Check]] = []
    for field in msgspec.structs.fields(kind):
        metas = list(_metas(field.type))
        if _TIME in metas:
            found.append((field.name, field.encode_name, check_time))
        if _DAY in metas:
            found.append((field.name, field.encode_name, _check_day))
    return tuple(found)


def _metas(kind: Any) -> Iterator[Any]:
    """What a type and the members of its union are annotated with."""
    yield from getattr(kind, "__metadata__", ())
    for inner in get_args(kind):
        if get_args(inner):
            yield from _metas(inner)


def check_time(name: str, value: int) -> None:
    """FieldError if it is no time of these years: seconds, most often."""
    if abs(value - clock.now()) > _REACH:
        raise FieldError(
            name, "Expected milliseconds since 1970 UTC, at most ten years from now (not seconds)"
        )


def _check_day(name: str, value: str) -> None:
    try:
        days = abs((date.fromisoformat(value) - date.fromisoformat(clock.today())).days)
    except ValueError:
        days = None
    if days is None or days * clock.DAY > _REACH:
        raise FieldError(name, "Expected a day as 2026-11-22, at most ten years from now")


__all__ = [
    "Count",
    "Cursor",
    "Day",
    "Fen",
    "FieldError",
    "Id",
    "Lines600",
    "Lines5000",
    "MaybeText50",
    "MaybeText120",
    "PagePath",
    "Request",
    "Result",
    "Text20",
    "Text50",
    "Text120",
    "Text200",
    "Text500",
    "Time",
    "Url",
    "tidy",
]

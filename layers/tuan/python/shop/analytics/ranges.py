"""The time that a question is about, and how its answer is wanted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wxcloud import clock
from wxcloud.fields import FieldError, Request, check_time

Moment = (
    Annotated[int, Meta(ge=0, le=4_102_444_800_000)]
    | Annotated[
        str,
        Meta(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\s\S])",
            description="a day in Shanghai, such as 2026-11-22",
        ),
    ]
)
Format = Annotated[
    Literal["json", "svg"], Meta(description="svg: a picture, in the field `svg`, besides")
]
LONGEST = 400 * clock.DAY
_UNITS = {"s": clock.SECOND, "m": clock.MINUTE, "h": clock.HOUR, "d": clock.DAY}

Duration = (
    Annotated[int, Meta(ge=1, description="ms")]
    | Annotated[
        str,
        Meta(pattern=r"^[1-9][0-9]{0,5}[smhd](?![\s\S])", description="such as 30m, 72h or 14d"),
    ]
)


class Period(Request):
    """From the one time to the other, both included."""

    from_: Annotated[
        Moment, Meta(description="ms UTC, or a day in Shanghai, which begins at midnight")
    ] = msgspec.field(name="from")
    to: Annotated[Moment, Meta(description="ms UTC, or a day in Shanghai, up to its end")]
    format: Format = "json"

    def __post_init__(self) -> None:
        super().__post_init__()
        since, until = self.span()
        if until <= since:
            raise FieldError("to", "Expected a time that is not before `from`")
        if until - since > LONGEST:
            raise FieldError("to", "Expected at most 400 days after `from`")

    def span(self) -> tuple[int, int]:
        """The time in ms UTC; its end is not included."""
        return begin(self.from_, "from"), end(self.to, "to")


def begin(moment: int | str, field: str) -> int:
    """When it begins (ms UTC)."""
    return _time(moment, field) if isinstance(moment, int) else _midnight(moment, field)


def end(moment: int | str, field: str) -> int:
    """The first ms UTC after it."""
    if isinstance(moment, int):
        return _time(moment, field) + 1
    return _midnight(moment, field) + clock.DAY


def _time(at: int, field: str) -> int:
    check_time(field, at)
    return at


def duration(value: int | str) -> int:
    """A duration in ms."""
    if isinstance(value, int):
        return value
    return int(value[:-1]) * _UNITS[value[-1]]


def _midnight(day: str, field: str) -> int:
    try:
        at = datetime.combine(date.fromisoformat(day), datetime.min.time(), clock.SHANGHAI)
    except ValueError:
        raise FieldError(field, "Expected a day as 2026-11-22") from None
    return _time(int(at.timestamp()) * 1000, field)

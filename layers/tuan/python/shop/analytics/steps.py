"""What a question asks for: an event, with conditions on its properties."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop.analytics import catalogue, sql
from shop.analytics.kinds import COMMON, EventKind
from shop.analytics.lines import COLUMN_OF, NUMBERS
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Request

Scalar = str | int | float | bool
_MANY = 50


class Step(Request):
    """An event, with these values of its properties: of a list, any one."""

    event: Annotated[str, Meta(min_length=1, max_length=40, description="a name of listEvents")]
    where: Annotated[
        dict[str, Scalar | list[Scalar]],
        Meta(max_length=10, description="property → the value that it has, or a list of values"),
    ] = {}  # noqa: RUF012 - msgspec copies it


def condition(step: Step, field: str) -> str:
    """Whether an event is that step. BAD_REQUEST names what the catalogue does not know."""
    kind = catalogue.all_kinds().get(step.event)
    if kind is None:
        raise BAD_REQUEST(f"{field}: There is no event {step.event!r}.", field=field)
    found = [f"event = {sql.text(step.event)}"]
    for name, value in sorted(step.where.items()):
        values = value if isinstance(value, list) else [value]
        wanted = type_of(kind, name)
        fit = wanted is not None and all(catalogue.fits(each, wanted) for each in values)
        if not fit or not 0 < len(values) <= _MANY:
            raise BAD_REQUEST(
                f"{field}.where: {name!r} is no property of this event, or no value of its type.",
                field=f"{field}.where",
            )
        found.append(sql.either(*(_equals(name, str(wanted), each) for each in values)))
    return sql.both(*found)


def type_of(kind: EventKind, name: str) -> str | None:
    """The type of a property of an event; None if it has no such property."""
    return kind.props.get(name) or COMMON.get(name)


def value_of(name: str) -> str:
    """A property's value as a text, "" if it is absent: what events are grouped by."""
    if name == "sharer":
        return "sharer"
    column = COLUMN_OF.get(name)
    if column is None:
        return f"COALESCE({sql.prop(name)}, '')"
    return f"CAST({column} AS varchar)" if column in NUMBERS else column


def _equals(name: str, kind: str, value: Any) -> str:
    column = COLUMN_OF.get(name)
    if column is None:
        if kind == "number":
            return sql.either(
                *(f"{sql.prop(name)} = {sql.json_text(each)}" for each in _both_ways(value))
            )
        return f"{sql.prop(name)} = {sql.json_text(value)}"
    return f"{column} = {sql.number(value) if column in NUMBERS else sql.text(value)}"


def _both_ways(value: float) -> list[int | float]:
    """A number as clients may have sent it: 1 and 1.0 are the same."""
    return [int(value), float(value)] if value == int(value) else [value]

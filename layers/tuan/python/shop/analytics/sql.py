"""Parts of SQL, made of typed values. What is made here, Trino (Athena) and DuckDB both run.

Nothing that a caller sends gets into a query but through `text`, `number` and `prop`: a text
becomes one literal, in which a quote is doubled. Neither engine knows any other escape in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def text(value: str) -> str:
    """A text as a literal. ValueError if it has control characters."""
    if _CONTROLS.search(value):
        raise ValueError("a text with control characters")
    return "'" + value.replace("'", "''") + "'"


def number(value: int) -> str:
    """A whole number as a literal."""
    return str(int(value))


def one_of(column: str, values: Iterable[str]) -> str:
    """Whether a column of texts is one of these."""
    return f"{column} IN ({', '.join(text(value) for value in values)})"


def prop(name: str) -> str:
    """A property that is no column, as JSON: a text with its quotes, a number, true or false; NULL
    if it is absent. `props` is JSON without blanks, and quotes in its texts are escaped, so a name
    in quotes after { or a comma is a name."""
    if not _NAME.fullmatch(name):
        raise ValueError("not a name of a property")
    pattern = f'[{{,]"{name}":("(?:[^"\\\\]|\\\\.)*"|[^,}}]*)'
    return f"NULLIF(regexp_extract(props, {text(pattern)}, 1), '')"


def json_text(value: str | int | float | bool) -> str:
    """A value as `props` has it, as a literal."""
    return text(msgspec.json.encode(value).decode())


def either(*conditions: str) -> str:
    return "(" + " OR ".join(conditions) + ")"


def both(*conditions: str) -> str:
    return "(" + " AND ".join(conditions) + ")"

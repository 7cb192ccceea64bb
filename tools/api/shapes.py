"""The notation in which a docstring says what its function gives back.

    Gives `{items: [{pushId, status, pushedAt?}], cursor}`: a page of the timeline.

A name alone is a field of any type, `?` marks one that may be absent, `{...}` is an object, and
`[{...}]` a list of objects. A function that gives one of two things says `{a}` or `{b}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

GIVES = re.compile(r"^Gives (`\{[^`]*`(?:\s+or\s+`\{[^`]*`)*)", re.MULTILINE)
_SHAPE = re.compile(r"`([^`]*)`")
_TOKEN = re.compile(r"\s*([A-Za-z_]\w*\??|[{}\[\]:,])")


@dataclass(frozen=True)
class Field:
    """A field of a result; `shape` is that of its object, or of each in its list."""

    optional: bool = False
    shape: Shape | None = None
    is_list: bool = False

    def schema(self) -> dict[str, Any]:
        if self.shape is None:
            return {}
        each = schema(self.shape)
        return {"type": "array", "items": each} if self.is_list else each


Shape = Mapping[str, Field]


def parse(text: str) -> list[Shape]:
    """The shapes, one or more, that a text names behind its `Gives`; ValueError if it is unfit."""
    found = GIVES.search(text)
    if found is None:
        raise ValueError("no paragraph begins with: Gives `{...}`")
    return [_Reader(shape).all() for shape in _SHAPE.findall(found[1])]


def schema(*shapes: Shape) -> dict[str, Any]:
    """A JSON Schema for a result of one of these shapes."""
    if len(shapes) > 1:
        return {"anyOf": [schema(shape) for shape in shapes]}
    (shape,) = shapes
    needed = [name for name, field in shape.items() if not field.optional]
    told: dict[str, Any] = {"type": "object"}
    if needed:
        told["required"] = needed
    return told | {"properties": {name: field.schema() for name, field in shape.items()}}


class _Reader:
    """Reads one shape, a token at a time."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.at = 0

    def all(self) -> Shape:
        shape = self.object()
        if self.at < len(self.text):
            raise self.unfit()
        return shape

    def object(self) -> Shape:
        self.need("{")
        shape: dict[str, Field] = {}
        while not self.skip("}"):
            if shape:
                self.need(",")
            name = self.next()
            if not name[0].isalpha() or name.rstrip("?") in shape:
                raise self.unfit()
            shape[name.rstrip("?")] = self.field(optional=name.endswith("?"))
        return shape

    def field(self, *, optional: bool) -> Field:
        if not self.skip(":"):
            return Field(optional)
        is_list = self.skip("[")
        shape = self.object()
        if is_list:
            self.need("]")
        return Field(optional, shape, is_list)

    def next(self) -> str:
        token = _TOKEN.match(self.text, self.at)
        if token is None:
            raise self.unfit()
        self.at = token.end()
        return token[1]

    def skip(self, token: str) -> bool:
        before = self.at
        if self.next() == token:
            return True
        self.at = before
        return False

    def need(self, token: str) -> None:
        if self.next() != token:
            raise self.unfit()

    def unfit(self) -> ValueError:
        return ValueError(f"not a shape: {self.text[: self.at]} ... {self.text[self.at :]}")

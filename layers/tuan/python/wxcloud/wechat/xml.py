"""The little XML that WeChat speaks, without document types, entities or depth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_DEPTH = 8


def parse(body: bytes) -> dict[str, Any]:
    """The children of the root by their tags: texts, dicts where they have children themselves,
    and lists where a tag comes several times. ValueError if it is no such document."""
    from xml.parsers import expat  # most pushes are JSON

    parser = expat.ParserCreate()
    stack: list[tuple[str, dict[str, Any], list[str]]] = [("", {}, [])]

    def opened(tag: str, _: dict[str, str]) -> None:
        if len(stack) > MOST_DEPTH:
            raise ValueError("too deep")
        stack.append((tag, {}, []))

    def closed(_: str) -> None:
        tag, children, texts = stack.pop()
        value: Any = children or "".join(texts).strip()
        inside = stack[-1][1]
        if tag not in inside:
            inside[tag] = value
        elif isinstance(inside[tag], list):
            inside[tag].append(value)
        else:
            inside[tag] = [inside[tag], value]

    def refuse(*_: object) -> None:
        raise ValueError("no document type is wanted here")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = lambda text: stack[-1][2].append(text)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    (root,) = stack[0][1].values()
    if not isinstance(root, dict):
        raise ValueError("no elements in it")
    return root


def write(fields: Mapping[str, str | int]) -> str:
    """`<xml>` with a CDATA element for each text and a plain one for each number."""
    inside = "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{inside}</xml>"


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    safe = value.replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{safe}]]>"

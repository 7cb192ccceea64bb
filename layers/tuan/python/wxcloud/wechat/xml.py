"""WeChat's XML: flat documents in UTF-8. Document types, entities and deep nesting are refused, and
an encoding that a document declares is ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MAX_DEPTH = 8


def parse(body: bytes) -> dict[str, Any]:
    """The root's children by tag. A child is a text, or a dict if it has children, or a list if
    several children have the same tag. ValueError if `body` is not such a document."""
    from xml.parsers import expat  # most messages are JSON

    parser = expat.ParserCreate("utf-8")
    stack: list[tuple[str, dict[str, Any], list[str]]] = [("", {}, [])]

    def opened(tag: str, _: dict[str, str]) -> None:
        if len(stack) > MAX_DEPTH:
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
        raise ValueError("a document type is not allowed")

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
        raise ValueError("the root has no elements")
    return root


def write(fields: Mapping[str, str | int]) -> str:
    """`<xml>` with one element per field: texts as CDATA, numbers as they are."""
    inside = "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{inside}</xml>"


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    safe = value.replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{safe}]]>"

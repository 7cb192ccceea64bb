"""docs/api.md: a chapter for each function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from shop.notices.model import FACTS
from tools.api.functions import Function
from wxcloud.errors import CODES

HEAD = """# API

One cloud function is one route: `POST /<name>` with the input as a JSON object and the session of
`login` as `Authorization: Bearer <token>`. From a mini-program: `cloud.callFunction({name, data})`
with [the client](../miniprogram/). Success is HTTP 200 with the plain result. Amounts are integer
fen, times are milliseconds UTC, days are days in Asia/Shanghai. In a result, `field?` may be absent
and `[{...}]` is a list of such objects.

A refusal is `{"errCode", "errMsg", "requestId"}` (and `field`, where one input field is at fault);
branch on `errCode`, show `errMsg`. A header `Idempotency-Key: <your id>` makes a repeat of the same
request get the first answer; with another body it is refused.

*Made by `make openapi` from the functions; the same as OpenAPI: [openapi.json](openapi.json).*
"""


def build(functions: Sequence[Function]) -> str:
    schemas, definitions = msgspec.json.schema_components([each.request for each in functions])
    lines = [HEAD]
    for function, schema in zip(functions, schemas, strict=True):
        lines += _chapter(function, schema, definitions)
    lines += ["## Facts of notices\n\nWhat `saveNotice` can put into a template, by example.\n"]
    lines += ["| notice | facts |", "|---|---|"]
    lines += [f"| `{notice}` | {_facts(facts)} |" for notice, facts in FACTS.items()]
    lines += ["\n## Refusals\n\n| errCode | HTTP | what it says |", "|---|---|---|"]
    codes = sorted(CODES.values(), key=lambda code: (code.status, code.name))
    lines += [f"| `{code.name}` | {code.status} | {code.message} |" for code in codes]
    return "\n".join(lines) + "\n"


def _chapter(
    function: Function, schema: dict[str, Any], definitions: dict[str, Any]
) -> Iterator[str]:
    yield f"## {function.name}\n\n{function.does}\n\nOpen to: {function.open_to}.\n"
    shape = _resolve(schema, definitions)
    fields, needed = shape.get("properties", {}), shape.get("required", ())
    if fields:
        yield "| field | | required |\n|---|---|---|"
        for name, field in fields.items():
            yield f"| `{name}` | {_kind(field, definitions)} | {'yes' if name in needed else ''} |"
        yield ""
    yield f"{function.gives}\n"


def _facts(facts: Mapping[str, str]) -> str:
    return ", ".join(f"`{{{name}}}` {example}" for name, example in facts.items())


def _resolve(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = definitions[schema["$ref"].rsplit("/", 1)[1]]
    return found


def _kind(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    """A JSON Schema in a few words."""
    if "$ref" in field:
        inner = _resolve(field, definitions)
        parts = [
            f"{name}{'' if name in inner.get('required', ()) else '?'}: {_kind(each, definitions)}"
            for name, each in inner.get("properties", {}).items()
        ]
        return "{" + ", ".join(parts) + "}"
    if "anyOf" in field:
        return " or ".join(_kind(each, definitions) for each in field["anyOf"])
    if "enum" in field:
        return " \\| ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        bounds = f", at most {field['maxItems']}" if "maxItems" in field else ""
        return f"list of {_kind(field.get('items', {}), definitions)}{bounds}"
    said = field.get("description") or field.get("type", "any")
    if "maxLength" in field:
        said += f", {field.get('minLength', 0)}–{field['maxLength']} characters"
    if "maximum" in field:
        said += f", {field.get('minimum', 0)}–{field['maximum']}"
    return str(said)

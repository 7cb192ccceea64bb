"""Write miniprogram/lib/tuan/functions.d.ts: the inputs and results of all functions, for
TypeScript. They are made from the same schemas as docs/openapi.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from tools.api.functions import Function
from tools.api.schemas import Schema, Schemas, name_of

_HEAD = """\
/**
 * The inputs and results of the cloud functions. Made by `make openapi` from their types.
 * Amounts are integer fen, times are integer milliseconds since 1970 UTC.
 */

"""
_SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?![\s\S])", re.ASCII)


def build(functions: Sequence[Function], schemas: Schemas) -> str:
    parts = [_interface(name, schema) for name, schema in schemas.components.items()]
    parts += [_functions(functions, schemas)]
    parts += [_messages(f, schemas) for f in functions if f.is_socket]
    return _HEAD + "\n".join(parts)


def _interface(name: str, schema: Schema) -> str:
    if "properties" not in schema and schema.get("type") != "object":
        return f"{_comment(schema)}export type {name} = {_type(schema)}\n"
    lines = list(_members(schema))
    inner = "".join(f"  {line}\n" for line in lines)
    return f"{_comment(schema)}export interface {name} {{\n{inner}}}\n"


def _members(schema: Schema) -> Iterator[str]:
    needed = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        if "description" in inner:
            yield _comment(inner).rstrip("\n")
        yield f"{_key(name)}{'' if name in needed else '?'}: {_type(inner)}"


def _functions(functions: Sequence[Function], schemas: Schemas) -> str:
    lines = []
    for function in functions:
        if function.is_socket:
            continue
        result = " | ".join(schemas.results[function.name])
        lines.append(f"  /** {_text(function.summary)} */")
        data = schemas.requests[function.name]
        lines.append(f"  {function.name}: {{ data: {data}, result: {result} }}")
    about = "/** All cloud functions. Add those of your own by declaring the same interface. */\n"
    return about + "export interface Functions {\n" + "\n".join(lines) + "\n}\n"


def _messages(function: Function, schemas: Schemas) -> str:
    name = f"{function.name[0].upper()}{function.name[1:]}Message"
    union = " | ".join(schemas.results[function.name])
    return f"/** What {function.name} sends to its clients. */\nexport type {name} = {union}\n"


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return name_of(schema)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_type(each) for each in schema[several]))
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return " | ".join(_literal(value) for value in schema["enum"])
    kind = schema.get("type")
    if kind == "null":
        return "null"
    if kind == "array":
        return f"Array<{_type(schema['items'])}>"
    if kind == "object":
        return f"Record<string, {_type(schema['additionalProperties'])}>"
    return _SIMPLE[str(kind)]


def _literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return json.dumps(value)


def _key(name: str) -> str:
    return name if _NAME.match(name) else _literal(name)


def _comment(schema: Schema) -> str:
    text = _text(str(schema.get("description", "")))
    return f"/** {text} */\n" if text else ""


def _text(text: str) -> str:
    return " ".join(text.split()).replace("*/", "*\\/")

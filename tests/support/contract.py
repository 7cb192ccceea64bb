"""docs/openapi.json as a contract: check responses, and record which parts they have shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from tests.support.template import ROOT
from tools.api.schemas import PLACE, name_of, walk

Schema = dict[str, Any]


@cache
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text())
    return loaded


class Contract:
    """Check responses against the schemas.

    `seen` collects facts that responses have shown. `documented()` returns all facts that they can
    show. Both use the same text: `getScore.expiring[]: an item`, `OrderView.saleId: absent`,
    `OrderView.status: PAID`, `GoodsPage.cursor: null`. A fact about a list names the function, a
    fact about a field names the schema.
    """

    def __init__(self, api: dict[str, Any]) -> None:
        self.components: dict[str, Schema] = api["components"]["schemas"]
        self.results = {path[1:]: _result(item["post"]) for path, item in api["paths"].items()}
        self.seen: set[str] = set()
        exact = {name: _exact(schema) for name, schema in self.components.items()}
        self._root = {"components": {"schemas": exact}}

    def check(self, name: str, body: Any) -> None:
        """Fail if the body differs from the documented result in any field."""
        wrong = self.misfits(self.results[name], body)
        assert not wrong, (name, wrong, body)
        self.seen |= set(self._facts(name, name, self.results[name], body))

    def check_refusal(self, body: Any) -> None:
        """Fail if the body is not a refusal with a documented code."""
        wrong = self.misfits({"$ref": f"{PLACE}Refusal"}, body)
        assert not wrong, (wrong, body)

    def misfits(self, schema: Schema, value: Any) -> list[str]:
        """The differences between a value and its schema. An undocumented field is a difference."""
        errors = Draft202012Validator(schema | self._root).iter_errors(value)
        return [f"{error.json_path}: {error.message}" for error in errors]

    def documented(self) -> set[str]:
        return {
            fact
            for name, schema in self.results.items()
            for fact in self._facts(name, name, schema, _ANY)
        }

    def _facts(self, path: str, field: str, schema: Schema, value: Any) -> Iterator[str]:
        """The facts that a value shows. For `_ANY`: all facts that a value can show."""
        if "$ref" in schema:
            name = name_of(schema)
            yield from self._facts(path, name, self.components[name], value)
        elif "anyOf" in schema:
            for each in schema["anyOf"]:
                if each == {"type": "null"}:
                    yield from (f"{field}: null",) if value in (_ANY, None) else ()
                elif value is _ANY or not self.misfits(each, value):
                    yield from self._facts(path, field, each, value)
        elif "enum" in schema and len(schema["enum"]) > 1:
            yield from (f"{field}: {each}" for each in schema["enum"] if value in (_ANY, each))
        elif schema.get("type") == "array":
            for each in [_ANY] if value is _ANY else value:
                yield f"{path}[]: an item"
                yield from self._facts(f"{path}[]", field, schema["items"], each)
        elif schema.get("type") == "object":
            yield from self._facts_of_object(path, field, schema, value)

    def _facts_of_object(self, path: str, field: str, schema: Schema, value: Any) -> Iterator[str]:
        for name, inner in schema.get("properties", {}).items():
            optional = name not in schema.get("required", ())
            if optional and (value is _ANY or name not in value):
                yield f"{field}.{name}: absent"
            if optional and (value is _ANY or name in value):
                yield f"{field}.{name}: present"
            if value is _ANY or name in value:
                inside = _ANY if value is _ANY else value[name]
                yield from self._facts(f"{path}.{name}", f"{field}.{name}", inner, inside)


class _Any:
    """A marker for all possible values. It is equal only to itself."""


_ANY = _Any()


def _result(operation: dict[str, Any]) -> Schema:
    schema: Schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def _exact(schema: Schema) -> Schema:
    """A copy of the schema that allows no other fields than those it names."""
    copied: Schema = json.loads(json.dumps(schema))
    for _, inner in walk("", copied):
        if "properties" in inner:
            inner["additionalProperties"] = False
    return copied

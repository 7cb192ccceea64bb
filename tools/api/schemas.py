"""Convert the types of the functions to JSON Schema (2020-12), with a component for each Struct."""

from __future__ import annotations

import inspect
import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tools.api.functions import Function

Schema = dict[str, Any]
Orders = Mapping[
    frozenset[Any], list[Any]
]  # the set of an enum's values → the values in declared order
PLACE = "#/components/schemas/"
_SEVERAL = ("anyOf", "oneOf", "allOf", "prefixItems")
_ONE = ("items", "additionalProperties", "propertyNames")


class Schemas:
    """`components` maps names to schemas. `requests` and `results` map functions to names."""

    def __init__(self, functions: Sequence[Function]) -> None:
        inputs = {f.name: f.request for f in functions if f.request is not None}
        outputs = [result for function in functions for result in function.results]
        refs, components = msgspec.json.schema_components(
            [*inputs.values(), *outputs], ref_template=PLACE + "{name}"
        )
        names, orders = map(name_of, refs), declared([*inputs.values(), *outputs])
        self.components = {name: tidy(components[name], orders) for name in sorted(components)}
        self.requests = {function: next(names) for function in inputs}
        self.results = {f.name: [next(names) for _ in f.results] for f in functions}
        for function, component in self.requests.items():
            self.components[component].setdefault("description", f"The input of {function}.")

    def __getitem__(self, name: str) -> Schema:
        return self.components[name]

    def inside(self, *names: str) -> list[str]:
        """The components inside these components, at any depth, in the order of their use."""
        found: dict[str, None] = {}

        def look(name: str) -> None:
            for _, schema in walk(name, self[name]):
                inner = name_of(schema) if "$ref" in schema else ""
                if inner and inner not in found:
                    found[inner] = None
                    look(inner)

        for name in names:
            look(name)
        return list(found)

    def shared(self) -> set[str]:
        """The objects that get their own table: objects inside other objects, and results of more
        than one function."""
        users = defaultdict(set)
        for function, results in self.results.items():
            for name in results:
                users[name].add(function)
        nested = self.inside(*self.requests.values(), *users)
        return {*nested, *(name for name, by in users.items() if len(by) > 1)}

    def complaints(self) -> list[str]:
        results = [name for names in self.results.values() for name in names]
        given = {*results, *self.inside(*results)}
        found = []
        for name, schema in self.components.items():
            if not name.isalnum():
                found.append(f"{name}: two classes have this name, and clients see only the name")
            if name in given and "description" not in schema:
                found.append(f"{name}: the class has no docstring")
            for at, inner in walk(name, schema):
                if is_empty(inner):
                    found.append(f"{at}: the type says nothing about its values")
        return found


def name_of(ref: Schema) -> str:
    return str(ref["$ref"]).removeprefix(PLACE)


def declared(kinds: Iterable[Any]) -> Orders:
    """The values of every Literal in these types, in declared order, which is more
    useful to readers than the alphabetical order of msgspec."""
    orders: dict[frozenset[Any], list[Any]] = {}
    structs: set[type[msgspec.Struct]] = set()
    ahead = list(kinds)
    while ahead:
        kind = ahead.pop()
        if typing.get_origin(kind) is typing.Literal:
            values = [value for value in typing.get_args(kind) if value is not None]
            orders[frozenset(values)] = values
        elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            ahead += typing.get_type_hints(kind).values() if kind not in structs else ()
            structs.add(kind)
        else:
            ahead += [*typing.get_args(kind), *filter(None, [typing.get_origin(kind)])]
    return orders


def tidy(schema: Schema, orders: Orders) -> Schema:
    """A schema without titles (they repeat names) and without indentation in texts. Enums get their
    type and their declared order."""
    for _, inner in list(walk("", schema)):
        inner.pop("title", None)
        if "description" in inner:
            inner["description"] = inspect.cleandoc(inner["description"])
        if "enum" in inner:
            inner["enum"] = orders.get(frozenset(inner["enum"]), inner["enum"])
            if all(isinstance(value, str) for value in inner["enum"]):
                inner["type"] = "string"
    return schema


def walk(at: str, schema: Schema) -> Iterator[tuple[str, Schema]]:
    """A schema and all schemas inside it, each with its path. References are not followed."""
    yield at, schema
    for name, inner in schema.get("properties", {}).items():
        yield from walk(f"{at}.{name}", inner)
    for key in _ONE:
        if isinstance(schema.get(key), dict):
            yield from walk(f"{at}[]", schema[key])
    for key in _SEVERAL:
        for inner in schema.get(key, ()):
            yield from walk(at, inner)


def is_empty(schema: Schema) -> bool:
    """Whether the schema allows any value, any object, or a list of any values."""
    if not schema.keys() - {"description", "default"}:
        return True
    needed = {
        "object": {"properties", "additionalProperties", "patternProperties"},
        "array": {"items", "prefixItems"},
    }
    kind = schema.get("type")
    return kind in needed and not schema.keys() & needed[kind]

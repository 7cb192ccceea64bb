"""Check an OpenAPI document.

Source: https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from tools.api.schemas import is_empty, walk

# The objects of OpenAPI 3.1 that a document with POST operations uses. `!` marks a required field;
# [X] is a list of X, {"*": X} a map with any keys and values X.
OBJECTS: dict[str, dict[str, Any]] = {
    "OpenAPI": {
        "openapi!": str,
        "info!": "Info",
        "servers": ["Server"],
        "tags": ["Tag"],
        "paths!": {"*": "PathItem"},
        "components": "Components",
    },
    "Info": {
        "title!": str,
        "version!": str,
        "summary": str,
        "description": str,
        "license": "License",
    },
    "License": {"name!": str, "identifier": str, "url": str},
    "Server": {"url!": str, "description": str, "variables": {"*": "ServerVariable"}},
    "ServerVariable": {"default!": str, "description": str, "enum": [str]},
    "Tag": {"name!": str, "description": str},
    "PathItem": {"summary": str, "description": str, "post": "Operation"},
    "Operation": {
        "operationId": str,
        "tags": [str],
        "summary": str,
        "description": str,
        "security": [{"*": [str]}],
        "parameters": ["Parameter"],
        "requestBody": "RequestBody",
        "responses": {"*": "Response"},
        "deprecated": bool,
    },
    "Parameter": {
        "name!": str,
        "in!": str,
        "description": str,
        "required": bool,
        "schema!": "Schema",
    },
    "RequestBody": {"description": str, "required": bool, "content!": {"*": "MediaType"}},
    "Response": {"description!": str, "content": {"*": "MediaType"}},
    "MediaType": {"schema": "Schema", "examples": {"*": "Example"}},
    "Example": {"summary": str, "description": str, "value!": object},
    "Components": {
        "schemas": {"*": "Schema"},
        "responses": {"*": "Response"},
        "parameters": {"*": "Parameter"},
        "securitySchemes": {"*": "SecurityScheme"},
    },
    "SecurityScheme": {"type!": str, "scheme": str, "description": str},
    "Reference": {"$ref!": str},
    "Schema": {},  # checked as JSON Schema in _wrong_schemas
}


def problems(document: dict[str, Any]) -> list[str]:
    """The errors of a document: unknown or missing fields, references without a target, empty or
    invalid schemas, and examples that do not match their schema."""
    found = [
        *_wrong_shapes("", document, "OpenAPI"),
        *_broken_references(document),
        *_wrong_schemas(document),
    ]
    return found or list(_wrong_examples(document))


def _wrong_shapes(at: str, value: Any, shape: Any) -> Iterator[str]:
    """Where a value does not have the shape: a type, an object's name, a list or a map."""
    if isinstance(shape, str):
        yield from _not_an_object(at, value, shape)
    elif isinstance(shape, list | dict):
        if not isinstance(value, type(shape)):
            yield f"{at}: not a {type(shape).__name__}"
            return
        (inner,) = shape.values() if isinstance(shape, dict) else shape
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _wrong_shapes(f"{at}.{key}", each, inner)
    elif not isinstance(value, shape):
        yield f"{at}: not a {shape.__name__}"


def _not_an_object(at: str, value: Any, name: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: not a {name}"
        return
    if name == "Schema":
        return
    name = "Reference" if "$ref" in value else name
    fields = {field.rstrip("!"): shape for field, shape in OBJECTS[name].items()}
    yield from (
        f"{at}.{field[:-1]}: missing in {name}"
        for field in OBJECTS[name]
        if field.endswith("!") and field[:-1] not in value
    )
    for field, each in value.items():
        if field not in fields:
            yield f"{at}.{field}: not a field of {name}"
        else:
            yield from _wrong_shapes(f"{at}.{field}", each, fields[field])


def _broken_references(document: dict[str, Any]) -> Iterator[str]:
    for at, value in _nodes("", document):
        ref = value.get("$ref")
        if ref is not None and resolve(document, ref) is None:
            yield f"{at}: {ref} is nowhere"


def _wrong_schemas(document: dict[str, Any]) -> Iterator[str]:
    for at, schema in schemas(document):
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            yield f"{at}: {error.message}"
            continue
        yield from (
            f"{where}: an empty schema" for where, each in walk(at, schema) if is_empty(each)
        )


def _wrong_examples(document: dict[str, Any]) -> Iterator[str]:
    for at, media in _nodes("", document):
        if "schema" not in media:
            continue
        rooted = media["schema"] | {"components": document["components"]}
        for name, example in media.get("examples", {}).items():
            for error in Draft202012Validator(rooted).iter_errors(example["value"]):
                yield f"{at}.examples.{name}: {error.json_path}: {error.message}"


def schemas(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All schemas of a document, with their paths."""
    yield from document["components"]["schemas"].items()
    for at, value in _nodes("", document):
        if "schema" in value:
            yield at, value["schema"]


def resolve(document: dict[str, Any], ref: str) -> Any:
    found: Any = document
    for name in ref.removeprefix("#/").split("/"):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _nodes(at: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield at, value
        for name, inner in value.items():
            yield from _nodes(f"{at}.{name}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _nodes(f"{at}[{number}]", inner)

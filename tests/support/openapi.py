"""What is wrong with an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aws_lambda_powertools.event_handler.openapi.models import OpenAPI
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from pydantic import BaseModel, ValidationError

from tools.api.schemas import is_empty, walk


def problems(document: dict[str, Any]) -> list[str]:
    """Where the document is not OpenAPI 3.1 as AWS Lambda Powertools models it, names something
    that the model does not know, has an empty or invalid schema, a reference to nothing, or an
    example that does not fit its schema."""
    try:
        model = OpenAPI.model_validate(document)
    except ValidationError as error:
        return [f"{e['loc']}: {e['msg']}" for e in error.errors()]
    return [
        *_unknown("", model),
        *_broken_references(document),
        *_wrong_schemas(document),
        *_wrong_examples(document),
    ]


def _unknown(at: str, value: Any) -> Iterator[str]:
    """Fields that the specification does not have. A schema may have keywords of JSON Schema."""
    if isinstance(value, BaseModel):
        if type(value).__name__ != "Schema":
            for name in value.model_extra or {}:
                yield f"{at}.{name}: not a field of {type(value).__name__}"
        for name in type(value).model_fields:
            yield from _unknown(f"{at}.{name}", getattr(value, name))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _unknown(f"{at}.{name}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _unknown(f"{at}[]", inner)


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

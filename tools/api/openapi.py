"""docs/openapi.json: the same for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from tools.api import shapes
from tools.api.functions import Function
from wxcloud.errors import CODES


def build(functions: Sequence[Function]) -> str:
    schemas, definitions = msgspec.json.schema_components(
        [each.request for each in functions], ref_template="#/components/schemas/{name}"
    )
    paths = {
        f"/{function.name}": {"post": _operation(function, schema)}
        for function, schema in zip(functions, schemas, strict=True)
    }
    api = {
        "openapi": "3.1.0",
        "info": {"title": "Tuan", "version": "1", "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
            "schemas": definitions | {"Refusal": _refusal()},
        },
    }
    return json.dumps(api, indent=1, ensure_ascii=False) + "\n"


def _operation(function: Function, request: dict[str, Any]) -> dict[str, Any]:
    refused = {"$ref": "#/components/schemas/Refusal"}
    return {
        "operationId": function.name,
        "summary": function.does.partition("\n")[0],
        "description": function.does,
        "security": [{}, {"session": []}] if function.guests else [{"session": []}],
        "requestBody": {"required": True} | _body(request),
        "responses": {
            "200": {"description": function.gives} | _body(shapes.schema(*function.shapes)),
            "default": {"description": "A refusal"} | _body(refused),
        },
    }


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _refusal() -> dict[str, Any]:
    text = {"type": "string"}
    codes = sorted(CODES.values(), key=lambda code: (code.status, code.name))
    return {
        "type": "object",
        "required": ["errCode", "errMsg", "requestId"],
        "properties": {
            "errCode": text | {"enum": [code.name for code in codes]},
            "errMsg": text,
            "requestId": text,
            "field": text,
        },
    }

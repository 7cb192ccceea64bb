"""Write docs/openapi.json: the API as an OpenAPI 3.1 document.

Source: https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.api.areas import Area, by_area
from tools.api.examples import Examples
from tools.api.functions import Function
from tools.api.schemas import PLACE, Schema, Schemas
from wxcloud.errors import CODES, UNAUTHENTICATED, chinese

ABOUT = """\
Cloud functions of a shop in a WeChat mini-program. One function is one route, `POST /<name>`: the
input is a JSON object, success is HTTP 200 with the plain result, everything else is a `Refusal`.

Amounts are integer fen (hundredths of a yuan), times are integer milliseconds since 1970 UTC, days
are days in Asia/Shanghai. Later versions may add fields to results: ignore what you do not know."""

SERVERS = [
    {
        "url": "https://{domain}",
        "description": "The output ApiUrl of the deployed stack",
        "variables": {"domain": {"default": "api.example.com"}},
    },
    {
        "url": "http://127.0.0.1:{port}/_aws/execute-api/{api}/%24default",
        "description": "The local stack (make up prints its URL)",
        "variables": {"port": {"default": "4566"}, "api": {"default": "api"}},
    },
]

SESSION = {
    "type": "http",
    "scheme": "bearer",
    "description": "The `token` that `login` returns. It is valid for two hours.",
}

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "An id that the client creates for this request. If the same user sends the "
    "same request with the same key again within a day, the response is the first one and nothing "
    "is done twice. The same key with another body is refused with KEY_REUSED; while the first "
    "request still runs it is refused with IN_PROGRESS. Ignored without a session. An answer of "
    "more than 16 KB is not kept: then the call is made again.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,256}$"},
}
KEY = {"$ref": "#/components/parameters/IdempotencyKey"}


def build(functions: Sequence[Function], schemas: Schemas, examples: Examples) -> dict[str, Any]:
    areas = by_area(functions)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tuan",
            "version": "1",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": SERVERS,
        "tags": [_tag(area, inside, schemas) for area, inside in areas],
        "paths": {
            f"/{function.name}": {"post": _operation(function, area.title, schemas, examples)}
            for area, inside in areas
            for function in inside
            if not function.is_socket
        },
        "components": {
            "securitySchemes": {"session": SESSION},
            "parameters": {"IdempotencyKey": IDEMPOTENCY_KEY},
            "responses": {"Refusal": _refused("The request is refused.")},
            "schemas": schemas.components | {"Refusal": refusal()},
        },
    }


def _tag(area: Area, functions: Sequence[Function], schemas: Schemas) -> dict[str, str]:
    """OpenAPI does not describe WebSockets, so only this text refers to the schemas of messages."""
    sockets = [
        f" The messages of the WebSocket `{each.name}` are the schemas "
        + ", ".join(f"`{name}`" for name in schemas.results[each.name])
        + "."
        for each in functions
        if each.is_socket
    ]
    return {"name": area.title, "description": area.about + "".join(sockets)}


def _operation(
    function: Function, tag: str, schemas: Schemas, examples: Examples
) -> dict[str, Any]:
    name = function.name
    request, results = schemas.requests[name], schemas.results[name]
    body = _json(_one_of([request]), examples.request(name))
    result = _json(_one_of(results), examples.response(name))
    return {
        "operationId": name,
        "tags": [tag],
        "summary": function.summary,
        "description": f"{function.description}\n\nWho may call it: {function.callers}.",
        "security": [{}, {"session": []}] if function.guests else [{"session": []}],
        "parameters": [KEY] if function.keeps_answer else [],
        # The function reads an empty body as {}, which is valid if no field is required.
        "requestBody": {"required": bool(schemas[request].get("required"))} | body,
        "responses": {
            "200": {"description": schemas[results[0]]["description"]} | result,
            "default": {"$ref": "#/components/responses/Refusal"},
        },
    }


def _one_of(names: Sequence[str]) -> Schema:
    refs = [{"$ref": PLACE + name} for name in names]
    return refs[0] if len(refs) == 1 else {"anyOf": refs}


def _json(schema: Schema, example: Any) -> dict[str, Any]:
    media = {"schema": schema, "examples": {"sample": {"value": example}}}
    return {"content": {"application/json": media}}


def _refused(description: str) -> dict[str, Any]:
    example = {
        "errCode": UNAUTHENTICATED.name,
        "errMsg": chinese()[UNAUTHENTICATED.name],
        "requestId": "Lw2m4hPQIAMEPqw=",
    }
    return {"description": description} | _json({"$ref": PLACE + "Refusal"}, example)


def refusal() -> Schema:
    codes = sorted(CODES.values(), key=lambda code: (code.status, code.name))
    table = "\n".join(f"- `{code.name}` ({code.status}): {code.message}" for code in codes)
    chinese_by_default = (
        "What happened and what the caller can do: the text of the code, in Chinese; in English if "
        "`Accept-Language` prefers `en` to `zh`."
    )
    return {
        "type": "object",
        "description": "Why a request is refused, with the HTTP status of its code. Branch on "
        "`errCode`, show `errMsg`.",
        "required": ["errCode", "errMsg", "requestId"],
        "properties": {
            "errCode": {
                "type": "string",
                "description": f"A stable code.\n\n{table}",
                "enum": [code.name for code in codes],
            },
            "errMsg": {"type": "string", "description": chinese_by_default},
            "requestId": {"type": "string", "description": "Quote it in a question to the shop."},
            "field": {
                "type": "string",
                "description": "The input field at fault, as `skus[0].price`; absent if there is "
                "none.",
            },
            "detail": {
                "type": "string",
                "description": "For developers, in English: the exact reason, if the code does not "
                "say it all. Do not show it to users.",
            },
        },
    }

"""Makes docs/api.md and docs/openapi.json from the functions themselves.

    python -m tools.api          write both
    python -m tools.api --check  fail if either is not what the code says
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "layers/tuan/python"))

from wxcloud.errors import CODES  # noqa: E402 - the path first

HEAD = """# API

One cloud function is one route: `POST /<name>` with the input as a JSON object and the session of
`login` as `Authorization: Bearer <token>`. From a mini-program: `cloud.callFunction({name, data})`
with [the client](../miniprogram/). Success is HTTP 200 with the plain result. Amounts are integer
fen, times are milliseconds UTC, days are days in Asia/Shanghai.

A refusal is `{"errCode", "errMsg", "requestId"}` (and `field`, where one input field is at fault);
branch on `errCode`, show `errMsg`. A header `Idempotency-Key: <your id>` makes a repeat of the same
request get the first answer; with another body it is refused.

*Made by `make openapi` from the functions; the same as OpenAPI: [openapi.json](openapi.json).*
"""


def functions() -> dict[str, Any]:
    """name → module, of all functions that take a typed request over HTTP."""
    found = {}
    for path in sorted((ROOT / "functions").glob("*/app.py")):
        spec = importlib.util.spec_from_file_location(f"functions.{path.parent.name}.app", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # where msgspec looks up the names in annotations
        spec.loader.exec_module(module)
        if hasattr(module.main, "request"):
            found[path.parent.name] = module
    return found


def who(main: Any) -> str:
    if main.only:
        roles = (main.only,) if isinstance(main.only, str) else main.only
        return " or ".join(roles)
    return "everybody" if main.guests else "signed-in users"


def about(name: str, module: Any) -> str:
    """What the module says of itself, without its own name in front."""
    text = inspect.cleandoc(module.__doc__ or "").removeprefix(f"{name}: ")
    return text[:1].upper() + text[1:]


def field_row(name: str, field: dict[str, Any], needed: bool, definitions: dict[str, Any]) -> str:
    return f"| `{name}` | {kind(field, definitions)} | {'yes' if needed else ''} |"


def kind(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    """A JSON Schema in a few words."""
    if "$ref" in field:
        inner = definitions[field["$ref"].rsplit("/", 1)[1]]
        parts = [
            f"{name}{'' if name in inner.get('required', ()) else '?'}: {kind(each, definitions)}"
            for name, each in inner.get("properties", {}).items()
        ]
        return "{" + ", ".join(parts) + "}"
    if "anyOf" in field:
        return " or ".join(kind(each, definitions) for each in field["anyOf"])
    if "enum" in field:
        return " \\| ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        bounds = f", at most {field['maxItems']}" if "maxItems" in field else ""
        return f"list of {kind(field.get('items', {}), definitions)}{bounds}"
    said = field.get("description") or field.get("type", "any")
    if "maxLength" in field:
        said += f", {field.get('minLength', 0)}–{field['maxLength']} characters"
    if "maximum" in field:
        said += f", {field.get('minimum', 0)}–{field['maximum']}"
    return str(said)


def build() -> tuple[str, str]:
    """The texts of docs/api.md and docs/openapi.json."""
    modules = functions()
    requests = {name: module.main.request for name, module in modules.items()}
    schemas, definitions = msgspec.json.schema_components(
        list(requests.values()), ref_template="#/components/schemas/{name}"
    )
    page, paths = [HEAD], {}
    for (name, module), schema in zip(modules.items(), schemas, strict=True):
        shape = definitions[schema["$ref"].rsplit("/", 1)[1]]
        page.append(f"## {name}\n\n{about(name, module)}\n\nOpen to: {who(module.main)}.\n")
        fields = shape.get("properties", {})
        if fields:
            page.append("| field | | required |\n|---|---|---|")
            required = shape.get("required", ())
            page += [field_row(n, f, n in required, definitions) for n, f in fields.items()]
            page.append("")
        paths[f"/{name}"] = {"post": operation(name, module, schema)}
    page.append("## Refusals\n\n| errCode | HTTP | what it says |\n|---|---|---|")
    codes = sorted(CODES.values(), key=lambda code: (code.status, code.name))
    page += [f"| `{code.name}` | {code.status} | {code.message} |" for code in codes]
    api = {
        "openapi": "3.1.0",
        "info": {"title": "Tuan", "version": "1", "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
            "schemas": definitions | {"Refusal": refusal([code.name for code in codes])},
        },
    }
    return "\n".join(page) + "\n", json.dumps(api, indent=1, ensure_ascii=False) + "\n"


def operation(name: str, module: Any, schema: dict[str, Any]) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": {"type": "object"}}}}
    ref = {"$ref": "#/components/schemas/Refusal"}
    refused = {"content": {"application/json": {"schema": ref}}}
    return {
        "operationId": name,
        "summary": about(name, module).partition("\n")[0],
        "description": about(name, module),
        "security": [{}, {"session": []}] if module.main.guests else [{"session": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "200": {"description": "The result"} | answer,
            "default": {"description": "A refusal"} | refused,
        },
    }


def refusal(codes: list[str]) -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["errCode", "errMsg", "requestId"],
        "properties": {
            "errCode": text | {"enum": codes},
            "errMsg": text,
            "requestId": text,
            "field": text,
        },
    }


def main() -> int:
    wanted = dict(zip(("api.md", "openapi.json"), build(), strict=True))
    stale = []
    for name, text in wanted.items():
        path = ROOT / "docs" / name
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
    if "--check" in sys.argv and stale:
        print(f"docs/{', docs/'.join(stale)}: not what the functions say; run: make openapi")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

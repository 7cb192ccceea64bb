"""The documents: from the functions to the text of each file."""

from __future__ import annotations

import json

from tools.api import Undocumented, areas, openapi, page, typings
from tools.api.examples import Examples
from tools.api.functions import functions
from tools.api.schemas import Schemas
from wxcloud.errors import CODES, chinese


def build() -> dict[str, str]:
    """Path → text of each document. Raises Undocumented with all complaints of a step: first those
    about functions, whose gaps prevent the next steps."""
    found, complaints = functions()
    if complaints:
        raise Undocumented(complaints)
    schemas, examples = Schemas(found), Examples()
    complaints = schemas.complaints() + areas.complaints(found) + examples.complaints(found)
    if complaints:
        raise Undocumented(complaints)
    document = openapi.build(found, schemas, examples)
    return {
        "docs/api.md": page.build(found, schemas, examples),
        "docs/openapi.json": json.dumps(document, indent=1, ensure_ascii=False) + "\n",
        "docs/refusals.json": _refusals(),
        "miniprogram/lib/tuan/functions.d.ts": typings.build(found, schemas),
    }


def _refusals() -> str:
    """What refusals say to users: errCode → HTTP status, Chinese, English."""
    zh = chinese()
    texts = {
        code.name: {"status": code.status, "zh": zh.get(code.name, ""), "en": code.message}
        for code in sorted(CODES.values(), key=lambda each: each.name)
    }
    return json.dumps(texts, indent=1, ensure_ascii=False) + "\n"

"""The documents: from the functions to the text of each file; and the client's copy of what
refusals say to users."""

from __future__ import annotations

import json

from tools.api import Undocumented, areas, openapi, page
from tools.api.examples import Examples
from tools.api.functions import functions
from tools.api.schemas import Schemas
from wxcloud.errors import chinese


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
        "miniprogram/lib/refusals.js": _refusals(),
    }


def _refusals() -> str:
    texts = ",\n".join(f"  {name}: '{text}'" for name, text in sorted(chinese().items()))
    return f"{_REFUSALS}module.exports = {{\n{texts}\n}}\n"


_REFUSALS = """\
/** What refusals say to users, by errCode. Made by `make openapi` from refusals/zh.json. */

"""

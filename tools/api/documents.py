"""The documents: from the functions to the text of each file."""

from __future__ import annotations

import json

from tools.api import Undocumented, areas, openapi, page
from tools.api.examples import Examples
from tools.api.functions import functions
from tools.api.schemas import Schemas


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
    }

"""Generate docs/api.md and docs/openapi.json from the types and docstrings of the functions.

`functions` collects the functions, `schemas` turns their types into JSON Schema, `examples` reads
the sample requests and the recorded responses, `page` and `openapi` write the two documents.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYER = str(ROOT / "layers/tuan/python")
if LAYER not in sys.path:
    sys.path.insert(0, LAYER)


class Undocumented(Exception):
    """Some functions are not fully documented. The message has one line for each gap."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints

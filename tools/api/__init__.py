"""docs/api.md and docs/openapi.json, made from the functions themselves.

A function's docstring says all that its types do not: `<name>: what it does`, and at its end what
it gives back, in the notation of `tools.api.shapes`.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYER = str(ROOT / "layers/tuan/python")
if LAYER not in sys.path:
    sys.path.insert(0, LAYER)

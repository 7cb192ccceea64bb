"""
python -m tools.api          write docs/api.md, docs/openapi.json, docs/refusals.json and the client's typings
python -m tools.api --check  fail if one of them differs from what the functions say
"""

from __future__ import annotations

import sys

from tools.api import ROOT, Undocumented
from tools.api.documents import build


def main(*arguments: str) -> int:
    try:
        documents = build()
    except Undocumented as undocumented:
        print("\n".join(undocumented.complaints))
        return 1
    stale = {path: text for path, text in documents.items() if _text(path) != text}
    if "--check" not in arguments:
        for path, text in stale.items():
            (ROOT / path).write_text(text)
    elif stale:
        print(f"{', '.join(stale)}: not what the functions say; run: make openapi")
        return 1
    return 0


def _text(path: str) -> str:
    return (ROOT / path).read_text() if (ROOT / path).exists() else ""


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))

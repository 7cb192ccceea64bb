"""
python -m tools.api          write docs/api.md and docs/openapi.json
python -m tools.api --check  fail if either is not what the code says
"""

from __future__ import annotations

import sys

from tools.api import ROOT, openapi, page
from tools.api.functions import Undocumented, functions


def main() -> int:
    try:
        found = functions()
    except Undocumented as undocumented:
        print("\n".join(undocumented.complaints))
        return 1
    wanted = {"api.md": page.build(found), "openapi.json": openapi.build(found)}
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

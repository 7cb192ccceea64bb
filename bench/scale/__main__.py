"""Run the models and print their tables, or write them into docs/scale.md and its Chinese page.

python -m bench.scale [NAME ...] [--share 0.01] [--write]
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from bench.scale import crowd, limits, room, rush

Rows = list[list[str]]
PAGES = tuple(Path(__file__).parents[2] / "docs" / page for page in ("scale.md", "zh/scale.md"))
TABLES: dict[str, Callable[[float], Rows]] = {
    "limits": lambda share: [
        [
            f"[{each.name}]({each.url})",
            f"{each.value:,.0f}",
            each.unit,
            "✓" if each.can_grow else "",
        ]
        for each in limits.LIMITS
    ],
    "room": room.table,
    "joining": lambda share: room.joining(),
    "hour": lambda share: room.hour(),
    "rush": rush.table,
    "group": lambda share: crowd.group(),
    "day": lambda share: crowd.day(),
}


def lines(rows: Rows) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def written(page: str, name: str, rows: Rows) -> str:
    """The page with these rows below the heading of the table of that name."""
    pattern = rf"(<!-- {name} -->\n\|[^\n]*\n\|[-|]*\|\n)(?:\|[^\n]*\n)*"
    return re.sub(pattern, lambda found: found[1] + lines(rows), page)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(TABLES), metavar="NAME")
    parser.add_argument("--share", type=float, default=1.0, help="of the viewers and the buyers")
    parser.add_argument("--write", action="store_true", help="write the tables into the pages")
    options = parser.parse_args(arguments)
    for name in options.names:
        rows = TABLES[name](options.share)
        print(f"{name}\n{lines(rows)}", flush=True)
        for page in PAGES if options.write else ():
            page.write_text(written(page.read_text(), name, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

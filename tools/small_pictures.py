"""Makes pictures small: a palette in place of all colours. `python -m tools.small_pictures FILE...`"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

COLOURS = 96


def make_small(file: Path) -> None:
    """Give a PNG a palette, if it has none yet."""
    with Image.open(file) as picture:
        if picture.mode == "P":
            return
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        make_small(Path(name))

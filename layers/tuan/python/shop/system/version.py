"""Which code runs: layers/build.py writes it beside the packages of the layer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from shop.system.views import Version

_FILE = Path(__file__).parents[2] / "version.json"


@cache
def version() -> Version:
    try:
        return msgspec.json.decode(_FILE.read_bytes(), type=Version)
    except (OSError, msgspec.MsgspecError):
        return Version(commit="", committedAt=0)

"""The effects of all sample events: one module for each part of the shop. All are imported here."""

import importlib
from pathlib import Path

from tests.docker.expect import EXPECTED

for _file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    importlib.import_module(f"{__name__}.{_file.stem}")

__all__ = ["EXPECTED"]

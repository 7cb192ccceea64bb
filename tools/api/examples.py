"""Examples: requests from events/, and the recorded responses of a run of the shop.

tests/functional/test_api_docs.py writes docs/examples/<name>.json (`make openapi`), and fails if a
run returns something else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.api import ROOT
from tools.api.functions import Function

EVENTS, RESPONSES = ROOT / "events", ROOT / "docs/examples"
NOW = 1_795_305_600_000  # 2026-11-22 08:00 in Shanghai: the time of all examples
_BESIDE_DATA = ("userInfo", "tcbContext")
_VALUES = {
    '"{{now}}"': str(NOW),
    '"{{now+3600000}}"': str(NOW + 3_600_000),
    '"{{now+1209600000}}"': str(NOW + 1_209_600_000),
    "{{code:shopper-1}}": "0c1Fxl0w3Xk2J53aJA2w3nZ3Yl1Fxl0q",
}


class Examples:
    """The sample request and response of each function."""

    def __init__(self, events: Path = EVENTS, responses: Path = RESPONSES) -> None:
        self.events, self.responses = events, responses

    def request(self, name: str) -> Any:
        """`data` of the sample event events/<name>.json."""
        text = (self.events / f"{name}.json").read_text()
        for place, value in _VALUES.items():
            text = text.replace(place, value)
        return {key: v for key, v in json.loads(text).items() if key not in _BESIDE_DATA}

    def response(self, name: str) -> Any:
        return json.loads((self.responses / f"{name}.json").read_text())

    def complaints(self, functions: Sequence[Function]) -> list[str]:
        """Missing sample events and recorded responses."""
        names = [f"{function.name}.json" for function in functions if not function.is_socket]
        wanted = [folder / name for folder in (self.events, self.responses) for name in names]
        return [
            f"{path.parent.name}/{path.name} is missing" for path in wanted if not path.exists()
        ]

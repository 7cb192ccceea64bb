"""Read the sample events of events/ and fill their placeholders.

`{{token:<openid>}}` becomes a session token, `{{now}}` and `{{now+<ms>}}` times,
`{{code:<openid>}}` a code of wx.login. `events/<name>.json` is a direct invocation as CloudBase
sends it, `<name>.http.json` an API Gateway request, `<name>.<source>.json` an event of another
source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from local.stack.places import ROOT

EVENTS = ROOT / "events"
_PLACE = re.compile(r"\{\{(token|code|now)(?::([\w-]+))?(?:([+-]\d+))?\}\}")


def files(function: str = "*") -> list[Path]:
    return sorted(EVENTS.glob(f"{function}.*json")) if function != "*" else sorted(EVENTS.glob("*"))


def function_of(path: Path) -> str:
    return path.name.partition(".")[0]


def fill(
    path: Path,
    token: Callable[[str], str],
    now: int,
    code: Callable[[str], str] = lambda openid: f"code-of-{openid}",
    ids: Mapping[str, str] | None = None,
) -> Any:
    """The event with its placeholders filled. A string that is only a time becomes a number.

    `ids` maps ids in the file to the ids that the shop created, for example of orders. ValueError
    if the file does not contain one.
    """

    def put(match: re.Match[str]) -> str:
        kind, openid, shift = match.groups()
        made = {"token": token, "code": code}.get(kind)
        return made(openid) if made else str(now + int(shift or 0))

    text = path.read_text()
    for named, created in (ids or {}).items():
        if named not in text:
            raise ValueError(f"{path.name} does not contain {named}")
        text = text.replace(named, created)
    alone = re.compile(r'(?<!\\)"(\{\{now[^"]*\}\})"')
    return json.loads(_PLACE.sub(put, alone.sub(r"\1", text)))

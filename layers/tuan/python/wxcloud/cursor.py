"""Cursors: where a reader of a list stopped, sealed so that only we can have written it.

A cursor is a seal of version c1 (`wxcloud.seals`), bound to one list: a cursor of another list, a
forged or a lapsed one is a 400. It is opaque to clients, not secret: put nothing in it that its
holder may not read.
"""

from __future__ import annotations

from typing import Any

import msgspec

from wxcloud import clock, seals
from wxcloud.errors import BAD_REQUEST

LIFE = clock.HOUR
_VERSION = "c1"


def seal(list_name: str, state: dict[str, Any], *, expires_at: int | None = None) -> str:
    """`state` of a reader of the list, as a cursor that is good for LIFE or till `expires_at`."""
    told = {"list": list_name, "exp": expires_at or clock.now() + LIFE, "at": state}
    return seals.seal(_VERSION, msgspec.json.encode(told))


def open(list_name: str, sealed: str) -> dict[str, Any]:
    """The state in a cursor of that list; BAD_REQUEST with the field `cursor` if it is not ours."""
    payload = seals.open(_VERSION, sealed)
    told: dict[str, Any] = msgspec.json.decode(payload) if payload is not None else {}
    if told.get("list") != list_name:
        raise BAD_REQUEST("cursor: Not a cursor of this list", field="cursor")
    if told["exp"] <= clock.now():
        raise BAD_REQUEST("cursor: Too old: start again from the first page", field="cursor")
    state: dict[str, Any] = told["at"]
    return state

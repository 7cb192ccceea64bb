"""Cursors: where a reader of a list stopped, in a signed token.

A cursor is a signed token of version c1 (`wxcloud.signed_token`), bound to one list. A cursor of
another list, a forged cursor or an expired cursor is a 400. A cursor is opaque to clients but not
secret: put nothing in it that its holder may not read.
"""

from __future__ import annotations

from typing import Any

import msgspec

from wxcloud import clock, signed_token
from wxcloud.errors import BAD_REQUEST, Refusal

LIFE = clock.HOUR
_VERSION = "c1"


def make(list_name: str, state: dict[str, Any], *, expires_at: int | None = None) -> str:
    """A cursor with a reader's `state`, valid until `expires_at` (ms UTC), or for LIFE."""
    claims = {"list": list_name, "exp": expires_at or clock.now() + LIFE, "at": state}
    return signed_token.sign(_VERSION, msgspec.json.encode(claims))


def read(list_name: str, cursor: str, **of: Any) -> dict[str, Any]:
    """The state in a cursor of that list; BAD_REQUEST (field `cursor`) if it is not valid, or if
    its state does not have the fields `of`: they say of whom, or of what, the list is."""
    payload = signed_token.verify(_VERSION, cursor)
    claims: dict[str, Any] = msgspec.json.decode(payload) if payload is not None else {}
    if claims.get("list") != list_name:
        raise _of_another_list()
    if claims["exp"] <= clock.now():
        raise BAD_REQUEST(
            "cursor: This cursor has expired. Start again from the first page.", field="cursor"
        )
    state: dict[str, Any] = claims["at"]
    if any(state[name] != value for name, value in of.items()):
        raise _of_another_list()
    return state


def _of_another_list() -> Refusal:
    return BAD_REQUEST("cursor: This is not a cursor of this list.", field="cursor")

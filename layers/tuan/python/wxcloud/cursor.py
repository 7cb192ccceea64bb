"""Cursors: where a reader of a list stopped, sealed so that only we can have written it.

A cursor is `c1.<key id>.<state>.<signature>`, signed with the session keys (`wxcloud.session`), and
bound to one list: a cursor of another list, a forged or a lapsed one is a 400. It is opaque to
clients, not secret: put nothing in it that its holder may not read.
"""

from __future__ import annotations

import hmac
from typing import Any

import msgspec

from wxcloud import clock
from wxcloud.errors import BAD_REQUEST
from wxcloud.session import _b64, _key, _sign, _unb64
from wxcloud.settings import secret, settings

LIFE = clock.HOUR


def seal(list_name: str, state: dict[str, Any], *, expires_at: int | None = None) -> str:
    """`state` of a reader of the list, as a cursor that is good for LIFE or till `expires_at`."""
    keys = secret(settings().need("session_secret_id"))
    told = {"list": list_name, "exp": expires_at or clock.now() + LIFE, "at": state}
    signed = f"c1.{keys['current']}.{_b64(msgspec.json.encode(told))}"
    return f"{signed}.{_sign(keys[keys['current']], signed)}"


def open(list_name: str, sealed: str) -> dict[str, Any]:
    """The state in a cursor of that list; BAD_REQUEST with the field `cursor` if it is not ours."""
    try:
        version, kid, payload, signature = sealed.split(".")
        wanted = _sign(_key(kid), f"{version}.{kid}.{payload}")
        genuine = version == "c1" and hmac.compare_digest(wanted.encode(), signature.encode())
        told: dict[str, Any] = msgspec.json.decode(_unb64(payload)) if genuine else {}
    except (ValueError, KeyError, msgspec.MsgspecError):
        told = {}
    if told.get("list") != list_name:
        raise BAD_REQUEST("cursor: Not a cursor of this list", field="cursor")
    if told["exp"] <= clock.now():
        raise BAD_REQUEST("cursor: Too old: start again from the first page", field="cursor")
    state: dict[str, Any] = told["at"]
    return state

"""How an event is kept: one line of JSON with the same fields in every line.

The fields are the columns of the Glue table (template.yaml). A column has one type in every line,
and it is never absent: texts are "" and numbers are null or 0 if there is nothing to say. What the
questions compare is a column of its own; all other properties are one text of JSON, `props`, with
its names sorted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from wxcloud.ids import base32

Value = str | int | float | bool

# Properties that are columns, and the column of each.
COLUMN_OF = {
    "page": "page",
    "goodsId": "goods",
    "skuId": "sku",
    "shareCode": "share",
    "channel": "channel",
    "liveId": "live",
    "pushId": "push",
    "orderId": "orderid",
    "groupId": "groupid",
    "experiment": "experiment",
    "variant": "variant",
    "fen": "fen",
    "quantity": "quantity",
}
NUMBERS = frozenset({"fen", "quantity"})


class EventLine(msgspec.Struct, frozen=True, kw_only=True):
    """One event. `who` is the user's pseudonym, `anon` the guest's. `sharer` is
    the pseudonym of the user whose share brought this one. `arms` are the variants that the user
    had at that time, as `|experiment=variant|…`."""

    insertid: str
    event: str
    at_ms: int
    received_ms: int
    source: str
    who: str = ""
    anon: str = ""
    page: str = ""
    goods: str = ""
    sku: str = ""
    share: str = ""
    sharer: str = ""
    channel: str = ""
    live: str = ""
    push: str = ""
    orderid: str = ""
    groupid: str = ""
    experiment: str = ""
    variant: str = ""
    arms: str = ""
    fen: int = 0
    quantity: int = 0
    props: str = "{}"


_ENCODER = msgspec.json.Encoder(order="sorted")


def insert_id(owner: str, given: str) -> str:
    """The id by which an event is known as a repeat: of whom it is, and the id that they gave. So
    nobody can hide the event of another by using its id. There is no salt in it: whoever knows both
    finds the line, so neither may have an openid in it."""
    digest = hashlib.sha256(f"{owner}\n{given}".encode()).digest()
    return base32(int.from_bytes(digest[:13], "big") >> 4, 20)


def encode(line: EventLine) -> bytes:
    return msgspec.json.encode(line) + b"\n"


def columns(props: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a line that come from an event's properties; the rest is in `props`."""
    found: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, value in props.items():
        column = COLUMN_OF.get(name)
        if column is None:
            rest[name] = value
        else:
            found[column] = value
    return {**found, "props": _ENCODER.encode(rest).decode()}


def arms_text(arms: Mapping[str, str]) -> str:
    """The variants of a user, as they are kept: `|a=v1|b=v2|`, so that one can be looked for."""
    return "".join(f"|{key}={arms[key]}" for key in sorted(arms)) + "|" if arms else ""

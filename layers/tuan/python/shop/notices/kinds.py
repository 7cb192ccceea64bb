"""What each fact can be, and the kinds of WeChat's keys (`wxcloud.wechat.values`) that hold it.

A kind holds a fact if WeChat accepts, for a key of this kind, everything that the fact can be.
Kinds that hold no fact (a phrase, a name, an enum …) take texts without facts. docs/api.md shows
the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class FactType:
    """What a fact can be: `about` says it to people, `pattern` to programs (a whole match).

    `most` is the most characters it can have, and `kinds` the kinds that hold it. A text that
    `may_be_cut` is cut where the kind has not enough room; all others are shown whole.
    """

    about: str
    pattern: str
    most: int
    kinds: tuple[str, ...]
    may_be_cut: bool = False


_NUMBERS = ("thing", "character_string", "number", "amount")
_TEXT = FactType("a text of any characters", r"[^\x00-\x1f]+", 120, ("thing",), may_be_cut=True)
_CODE = FactType(
    "letters, digits, - and _",
    r"[0-9A-Za-z_-]{1,64}",
    64,
    ("thing", "character_string"),
    may_be_cut=True,
)
_ID = FactType("letters, digits, - and _", r"[0-9A-Za-z_-]{1,32}", 32, ("character_string",))
_SEATS = FactType("a number", r"[0-9]{1,3}", 3, _NUMBERS)
_POINTS = FactType("a number", r"[0-9]{1,10}", 10, _NUMBERS)
_YUAN = FactType("yuan with two decimals", r"[0-9]{1,8}\.[0-9]{2}", 11, _NUMBERS)
_DAY = FactType(
    "a day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", 10, ("thing", "character_string", "date")
)
_MOMENT = FactType(
    "a day and a time",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}",
    16,
    ("thing", "character_string", "time", "date"),
)
TYPES: Mapping[str, FactType] = {
    "goods": _TEXT,
    "reason": _TEXT,
    "carrier": _CODE,
    "groupId": _ID,
    "orderId": _ID,
    "number": _ID,
    "size": _SEATS,
    "joined": _SEATS,
    "missing": _SEATS,
    "points": _POINTS,
    "score": _POINTS,
    "price": _YUAN,
    "amount": _YUAN,
    "time": _MOMENT,
    "date": _DAY,
}

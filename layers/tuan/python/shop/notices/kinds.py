"""What facts can be, and the kinds of WeChat's keys (`wxcloud.wechat.values`) that hold it.

A kind holds a fact if WeChat accepts, for a key of this kind, everything that the fact can be.
Kinds that hold no fact (a phrase, a name, an enum …) take texts without facts. docs/api.md shows
the table.
"""

from __future__ import annotations

from wxcloud.value import Value


class FactType(Value):
    """What a fact can be: `about` says it to people, `pattern` to programs (a whole match).

    `most` is the most characters it can have, and `kinds` the kinds that hold it. A text that
    `may_be_cut` is cut where the kind has not enough room; all others are shown whole.
    """

    about: str
    pattern: str
    most: int
    kinds: tuple[str, ...]
    may_be_cut: bool = False


class Fact(Value):
    """A fact of a notice, with an example."""

    example: str
    type: FactType


_NUMBERS = ("thing", "character_string", "number", "amount")
TEXT = FactType("a text of any characters", r"[^\x00-\x1f]+", 120, ("thing",), may_be_cut=True)
ID = FactType("letters, digits, - and _", r"[0-9A-Za-z_-]{1,32}", 32, ("character_string",))
REFERENCE = FactType(
    "an id of yours",
    r"[0-9A-Za-z_-]{1,64}",
    64,
    ("thing", "character_string"),
    may_be_cut=True,
)
SEATS = FactType("a number", r"[0-9]{1,3}", 3, _NUMBERS)
POINTS = FactType("a number", r"[0-9]{1,10}", 10, _NUMBERS)
YUAN = FactType("yuan with two decimals", r"[0-9]{1,8}\.[0-9]{2}", 11, _NUMBERS)
DAY = FactType("a day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", 10, ("thing", "character_string", "date"))
MOMENT = FactType(
    "a day and a time",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}",
    16,
    ("thing", "character_string", "time", "date"),
)

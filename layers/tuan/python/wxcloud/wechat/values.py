"""The values of a subscribe message. What a value can be depends on the prefix of its key: the key
`thing1` is of the kind `thing`.

A text that is too long is cut. A value that would mean something else if it were cut (an amount, a
time, a number, the number of an order or a parcel) is refused.
Source: mini-program docs, server/API/mp-message-management/subscribe-message/api_sendmessage. They
do not say what a `const` or an `enum_string` is; 20 characters are the rule of official accounts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from wxcloud.text import cut
from wxcloud.value import Value

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007"
_DAY = r"([0-9]{4})(?:年([0-9]{1,2})月([0-9]{1,2})日|([-/.])([0-9]{1,2})\4([0-9]{1,2}))"
_CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_IS_DAY = re.compile(_DAY)
_IS_TIME = re.compile(rf"(?:{_DAY} *)?{_CLOCK}")
_IS_DATE = re.compile(rf"{_DAY}(?: *{_CLOCK})?")
_SHOWS_NOTHING = frozenset({"Zs", "Cf"})
_BREAKS = frozenset({"Cc", "Cs", "Zl", "Zp"})


class Kind(Value):
    """What WeChat accepts for keys of a kind.

    `holds` says it to people. `size` is the most characters of a text. `ending` marks a text that
    was cut; None if texts of this kind are never cut.
    """

    name: str
    holds: str
    accepts: Callable[[str], bool]
    size: int
    ending: str | None = None


def kind_of(key: str) -> Kind:
    """The kind of a key; ValueError if WeChat has no such kind."""
    kind = KINDS.get(key.rstrip("0123456789"))
    if kind is None:
        raise ValueError(f"WeChat knows no key like {key}. Its kinds are: {', '.join(KINDS)}")
    return kind


def tidy(text: str) -> str:
    """The text on one line: control characters and white space of all kinds become single spaces.

    "" if it shows nothing.
    """
    kinds = [unicodedata.category(character) for character in text]
    if all(kind in _SHOWS_NOTHING or kind in _BREAKS for kind in kinds):
        return ""
    pairs = zip(text, kinds, strict=True)
    return " ".join("".join(" " if kind in _BREAKS else one for one, kind in pairs).split())


def fit(key: str, value: str) -> str:
    """The value in the form that WeChat accepts for the key; ValueError if there is none."""
    kind = kind_of(key)
    text = tidy(value)
    if kind.ending is not None:
        text = cut(text, _size(kind, text), kind.ending)
    if not text or not kind.accepts(text):
        raise ValueError(f"WeChat does not accept this value for {key}. It takes {kind.holds}")
    return text


def _size(kind: Kind, text: str) -> int:
    return 10 if kind.name == "name" and re.search(f"[{_HAN}]", text) else kind.size


# --- what the kinds accept -----------------------------------------------------------------------


def _any(size: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= size


def _like(pattern: str, max_digits: int = 99) -> Callable[[str], bool]:
    is_like = re.compile(pattern).fullmatch
    return lambda text: bool(is_like(text)) and sum(c.isdigit() for c in text) <= max_digits


def _ends(is_end: re.Pattern[str]) -> Callable[[str], bool]:
    """One point in time, or two with a ~ between them. Their days exist."""

    def accepts(text: str) -> bool:
        ends = [end.strip() for end in text.split("~")]
        return len(ends) <= 2 and all(is_end.fullmatch(end) and _exists(end) for end in ends)

    return accepts


def _exists(text: str) -> bool:
    match = _IS_DAY.match(text)
    if match is None:
        return True  # a time without a day
    year, month, day = match[1], match[2] or match[5], match[3] or match[6]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _name(text: str) -> bool:
    if any(unicodedata.category(one)[0] not in "LMPS" and one != " " for one in text):
        return False
    return len(text) <= (10 if re.search(f"[{_HAN}]", text) else 20)


def _symbols(text: str) -> bool:
    return len(text) <= 5 and all(unicodedata.category(one)[0] in "PS" for one in text)


_ALL = (
    Kind("thing", "any text, at most 20 characters", _any(20), 20, "…"),
    Kind("number", "a number of at most 32 digits", _like(r"[0-9]+(?:\.[0-9]+)?", 32), 33),
    Kind("letter", "1–32 Latin letters", _like("[A-Za-z]{1,32}"), 32),
    Kind("symbol", "1–5 symbols", _symbols, 5, ""),
    Kind(
        "character_string",
        "1–32 letters, digits and symbols of ASCII, no Chinese",
        _like(r"[\x20-\x7e]{1,32}"),
        32,
    ),
    Kind("time", "a time as 19:30 or 2026-11-22 19:30, or two with ~ between", _ends(_IS_TIME), 64),
    Kind("date", "a day as 2026-11-22, with or without a time", _ends(_IS_DATE), 64),
    Kind(
        "amount",
        "at most 10 digits, with or without decimals, a currency sign before them, 元 behind them",
        _like(r"[¥￥$€£₩]?[0-9]+(?:\.[0-9]+)?元?", 10),
        13,
    ),
    Kind(
        "phone_number",
        "1–17 digits, spaces and + - ( )",
        _like(r"(?=.*[0-9])[0-9+\-() ]{1,17}"),
        17,
    ),
    Kind(
        "car_number",
        "2–8 letters and digits; the first and the last may be Chinese",
        _like(rf"[{_HAN}A-Za-z0-9][A-Za-z0-9]{{0,6}}[{_HAN}A-Za-z0-9]"),
        8,
    ),
    Kind("name", "letters and symbols: at most 20, with Chinese at most 10", _name, 20, ""),
    Kind("phrase", "1–5 Chinese characters", _like(f"[{_HAN}]{{1,5}}"), 5, ""),
    Kind("enum", "one of the values that WeChat lists for the template", _any(20), 20),
    Kind("enum_string", "one of the values that WeChat lists for the template", _any(20), 20),
    Kind("const", "one of the values that WeChat lists for the template", _any(20), 20),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}

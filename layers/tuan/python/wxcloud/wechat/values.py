"""The values of a subscribe message: each key's prefix (`thing1` → thing) has its own rule.

A text that is too long is cut. A value that would mean something else if it were cut (an amount, a
time, a number, the number of an order or a parcel) is refused.
Source: mini-program docs, server/API/mp-message-management/subscribe-message/api_sendmessage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from wxcloud.text import cut

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007"
_DAY = r"\d{4}(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})"
_DAY_PARTS = re.compile(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})")
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_TIME = rf"(?:{_DAY}\s*)?{_CLOCK}"
_DATE = rf"{_DAY}(?:\s*{_CLOCK})?"


def fit(key: str, value: str) -> str:
    """The value in the form that WeChat accepts for the key; ValueError if there is none."""
    kind = key.rstrip("0123456789")
    rule = _RULES.get(kind)
    if rule is None:
        raise ValueError(f"WeChat knows no key like {key}; it has {', '.join(_RULES)}")
    text = " ".join("".join(" " if _is_control(c) else c for c in value).split(" ")).strip()
    fitting = rule(text)
    if not fitting:
        raise ValueError(f"WeChat takes {_TAKES[kind]} for {key}")
    return fitting


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")


# A rule gives the value that fits, "" if none does.


def _cut_to(size: int, ending: str = "") -> Callable[[str], str]:
    return lambda text: cut(text, size, ending)


def _only(characters: str, size: int) -> Callable[[str], str]:
    """Text of these characters alone; it is cut if it is too long."""
    return lambda text: cut(text, size) if re.fullmatch(f"[{characters}]+", text) else ""


def _whole(pattern: str, max_digits: int = 99) -> Callable[[str], str]:
    """Text that matches the pattern; it is never cut."""

    def rule(text: str) -> str:
        digits = sum(c.isdigit() for c in text)
        return text if re.fullmatch(pattern, text) and digits <= max_digits else ""

    return rule


def _dated(pattern: str) -> Callable[[str], str]:
    """Text that matches the pattern, and whose days are in the calendar."""

    def rule(text: str) -> str:
        try:
            days = [date(*map(int, day)) for day in _DAY_PARTS.findall(text)]
        except ValueError:
            return ""
        return text if re.fullmatch(pattern, text) and len(days) <= 2 else ""

    return rule


def _name(text: str) -> str:
    return cut(text, 10 if re.search(f"[{_HAN}]", text) else 20)


_RULES: dict[str, Callable[[str], str]] = {
    "thing": _cut_to(20, "…"),
    "number": _whole(r"-?[0-9]+(?:\.[0-9]+)?", 32),
    "letter": _whole("[A-Za-z]{1,32}"),
    "symbol": _only(r"!-/:-@\[-`{-~\u2010-\u2027\u3001-\u301f\uff01-\uff0f\uff1a-\uff20", 5),
    "character_string": _whole(r"[\x20-\x7e]{1,32}"),
    "time": _dated(rf"{_TIME}(?:\s*~\s*{_TIME})?"),
    "date": _dated(rf"{_DATE}(?:\s*~\s*{_DATE})?"),
    "amount": _whole(r"[¥￥$€£₩]?[0-9]+(?:\.[0-9]+)?元?", 10),
    "phone_number": _whole(r"[0-9+\-() ]{1,17}"),
    "car_number": _whole(rf"[{_HAN}A-Za-z0-9][A-Za-z0-9]{{0,6}}[{_HAN}A-Za-z0-9]"),
    "name": _name,
    "phrase": _only(_HAN, 5),
    "enum": lambda text: text,
}

_TAKES = {
    "thing": "any text, of which it shows 20 characters",
    "number": "a number of at most 32 digits",
    "letter": "at most 32 letters A–Z and a–z",
    "symbol": "symbols alone",
    "character_string": "at most 32 digits, letters and symbols, no Chinese",
    "time": "a time as 19:30 or 2026-11-22 19:30",
    "date": "a day as 2026-11-22",
    "amount": "an amount of at most 10 digits",
    "phone_number": "at most 17 digits, + - ( ) and spaces",
    "car_number": "a number plate",
    "name": "a name",
    "phrase": "Chinese characters alone, of which it shows 5",
    "enum": "a text",
}

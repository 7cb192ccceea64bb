"""The texts that a value of a subscribe message can be, by the prefix of its key (thing1 -> thing)
[mini-program docs: server/API/mp-message-management/subscribe-message/api_sendmessage]."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_DAY = (
    r"([0-9]{4})(?:年([0-9]{1,2})月([0-9]{1,2})日|"
    + "|".join(rf"{sep}([0-9]{{1,2}}){sep}([0-9]{{1,2}})" for sep in ("-", "/", r"\."))
    + ")"
)
_AMOUNT = re.compile(r"[¥￥$€£₩]?([0-9]+(?:\.[0-9]+)?)元?")
_DAY_ONLY = re.compile(_DAY)
_TIME_POINT = re.compile(rf"(?:{_DAY}\s*)?{_CLOCK}")
_DATE_POINT = re.compile(rf"{_DAY}(?:\s*{_CLOCK})?")


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _points(point: re.Pattern[str]) -> Callable[[str], bool]:
    """One point in time, or two with a ~ between them; their days exist in the calendar."""

    def check(text: str) -> bool:
        ends = [part.strip() for part in text.split("~")]
        return len(ends) <= 2 and all(point.fullmatch(end) and _real_days(end) for end in ends)

    return check


def _real_days(text: str) -> bool:
    for match in _DAY_ONLY.finditer(text):
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            date(year, month, day)
        except ValueError:
            return False
    return True


def _amount(text: str) -> bool:
    match = _AMOUNT.fullmatch(text)
    return match is not None and len(match[1].replace(".", "")) <= 10


def _number(text: str) -> bool:
    plain = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text)
    return plain is not None and len(text.replace(".", "")) <= 32


def _name(text: str) -> bool:
    """Letters and symbols without digits: 20, or 10 if one of them is Chinese."""
    if any(unicodedata.category(one)[0] not in "LMPS" and one != " " for one in text):
        return False
    return len(text) <= (10 if re.search(rf"[{_HAN}]", text) else 20)


def _symbol(text: str) -> bool:
    return len(text) <= 5 and all(unicodedata.category(one)[0] in "PS" for one in text)


RULES: dict[str, Callable[[str], bool]] = {
    "thing": lambda text: len(text) <= 20,
    "number": _number,
    "letter": _matches(r"[A-Za-z]{1,32}"),
    "symbol": _symbol,
    "character_string": _matches(r"[\x20-\x7e]{1,32}"),
    "time": _points(_TIME_POINT),
    "date": _points(_DATE_POINT),
    "amount": _amount,
    "phone_number": _matches(r"(?=.*[0-9])[0-9+\-() ]{1,17}"),
    "car_number": _matches(rf"[{_HAN}A-Za-z0-9][A-Za-z0-9]{{0,6}}[{_HAN}A-Za-z0-9]"),
    "name": _name,
    "phrase": _matches(rf"[{_HAN}]{{1,5}}"),
    "enum": lambda text: len(text) <= 20,
    "enum_string": lambda text: len(text) <= 20,
    "const": lambda text: len(text) <= 20,
}


def prefix(key: str) -> str:
    return key.rstrip("0123456789")


def fits(key: str, value: object) -> bool:
    """Whether WeChat accepts `value` for `key`: a text that shows something, has no control
    character and no line break, and fits the rule of the key's prefix."""
    if not isinstance(value, str):
        return False
    kinds = {unicodedata.category(one) for one in value}
    if kinds & {"Cc", "Cs", "Zl", "Zp"} or not kinds - {"Zs", "Cf"}:
        return False
    return RULES[prefix(key)](value)

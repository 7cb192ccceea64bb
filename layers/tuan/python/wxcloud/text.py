"""Texts that are too long, cut between two characters as people see them.

A family emoji, a flag, a keycap, a letter with its accents are one character each, although they
are several code points (a "grapheme cluster"). Half of one is shown as something else.
Source: Unicode Standard Annex #29, "Unicode Text Segmentation", section 3.1.1. Rare rules are wider
here: after a zero-width joiner, and before a Korean vowel or final letter, no text is cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Me", "Mc"})  # accents, variation selectors, the keycap's frame


def cut(text: str, max_chars: int, ending: str = "") -> str:
    """The beginning of a text, at most `max_chars` code points; with `ending` if it was cut."""
    return _cut(text, max_chars, ending, len)


def cut_bytes(text: str, max_bytes: int, ending: str = "") -> str:
    """The beginning of a text, at most `max_bytes` bytes in UTF-8; with `ending` if it was cut."""
    return _cut(text, max_bytes, ending, _bytes)


def _cut(text: str, most: int, ending: str, size: Callable[[str], int]) -> str:
    if size(text) <= most:
        return text
    room = most - size(ending)
    longest = _longest(text, room, size)
    end = longest
    while end > 0 and _joined(text, end):
        end -= 1
    if end == 0:  # the first character alone is too long
        end = longest
    return text[:end].rstrip() + ending


def _longest(text: str, room: int, size: Callable[[str], int]) -> int:
    """How many code points fit."""
    end = 0
    for character in text:
        room -= size(character)
        if room < 0:
            break
        end += 1
    return end


def _bytes(text: str) -> int:
    return len(text.encode())


def _joined(text: str, at: int) -> bool:
    """Whether the code points before and after this place belong to one character."""
    before, after = text[at - 1], text[at]
    if before == _JOINER or _extends(after) or before + after == "\r\n":
        return True
    return _is_regional(before) and _is_regional(after) and _regionals_before(text, at) % 2 == 1


def _extends(character: str) -> bool:
    """Whether it belongs to the character before it: joiners, marks, skin tones, flag tags, and
    Korean vowels and final letters."""
    return (
        character in "\u200c\u200d\uff9e\uff9f"
        or unicodedata.category(character) in _MARKS
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7fb"
    )


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regionals_before(text: str, at: int) -> int:
    """The number of regional indicators that end here: two of them are a flag."""
    number = 0
    while number < at and _is_regional(text[at - 1 - number]):
        number += 1
    return number

"""Which texts are in a title: rules about texts, without a store.

A title is compared as people mean it: full width is half width, capitals are small letters, any
blanks are one blank (Unicode's form NFKC, then case folding; Unicode Standard Annex #15 and section
3.13 of the Unicode Standard).

Every text in a title is the beginning of what follows some character of the title. So a title is
found by its endings: "红茶礼盒" by 红茶礼盒, 茶礼盒, 礼盒 and 盒. To find a text in 10,000 titles
takes one look at the sorted endings of all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from wxcloud.fields import SPACES

MAX_TEXT = 240  # characters of a folded title; NFKC may make one character into many
MAX_TERM = 40  # characters of an ending: a longer term is looked for by its beginning

_BLANKS = re.compile(rf"[{SPACES}\u0000-\u001f]+")


def fold(text: str) -> str:
    """The text as it is compared."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _BLANKS.sub(" ", folded).strip()


def folded_title(title: str) -> str:
    return fold(title)[:MAX_TEXT].rstrip()


def terms(text: str) -> list[str]:
    """The terms of a search, the longest first: a title must have each of them."""
    return sorted(dict.fromkeys(fold(text).split()), key=lambda term: (-len(term), term))


def endings(title: str) -> dict[str, int]:
    """What follows each character of a folded title, it included, and where that is first."""
    found: dict[str, int] = {}
    for at, character in enumerate(title):
        if character != " ":
            found.setdefault(title[at : at + MAX_TERM], at)
    return found


def has_all(title: str, wanted: Sequence[str]) -> bool:
    return all(term in title for term in wanted)

"""The page that a tap on a message opens: `pages/group/index?groupId={groupId}`.

The facts in its query are percent-encoded, as by `encodeURIComponent`: the page decodes them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote

from shop.notices.kinds import TYPES
from shop.notices.texts import join, split, tell

_PATH = re.compile(r"[0-9A-Za-z_-]+(?:/[0-9A-Za-z_-]+)*")
_COMPONENT = "!~*'()"  # with letters, digits and _.- what encodeURIComponent leaves as it is
_QUERY = _COMPONENT + ",;:@/?+$&="
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def normal(page: str, known: Collection[str]) -> str:
    """The page as WeChat accepts it: without a slash in front, its query encoded except for facts.

    ValueError if it is no page of a mini-program, or names facts that are not `known`.
    """
    path, _, query = page.strip().lstrip("/").partition("?")
    if not _PATH.fullmatch(path):
        raise ValueError(
            "Expected a page of the mini-program, as pages/group/index?groupId={groupId}, with facts"
            " in its query only."
        )
    around, names = split(query, known)
    if not query:
        return path
    return f"{path}?{join([_encoded(each) for each in around], [f'{{{n}}}' for n in names])}"


def fill(page: str, facts: Mapping[str, str]) -> str:
    """The page with the facts, encoded, in place of their names. ValueError if one is missing."""
    around, names = split(normal(page, TYPES), TYPES)
    return join(around, [quote(tell(name, facts), safe=_COMPONENT) for name in names])


def _encoded(text: str) -> str:
    """Text of a query, with all characters encoded that a URL cannot have."""
    encoded = quote(_LOOSE_PERCENT.sub("%25", text), safe=_QUERY + "%")
    try:
        unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        raise ValueError("The query has a % that begins no character of UTF-8.") from None
    return encoded

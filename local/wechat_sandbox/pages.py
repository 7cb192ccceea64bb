"""Pages of the mini program, as a message names them: `pages/group/index?groupId=g1`."""

import re
from typing import Any
from urllib.parse import unquote

# No slash in front. In the query, what is neither a letter, a digit nor one of a URL's signs is
# percent-encoded, as by `encodeURIComponent`.
_TEXT = r"(?:[A-Za-z0-9_.!~*'(),;:@/?+$-]|%[0-9A-Fa-f]{2})*"
_PAIR = rf"{_TEXT}(?:={_TEXT})?"
_PAGE = re.compile(rf"([A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*)(?:\?({_PAIR}(?:&{_PAIR})*))?")


def path_of(page: Any) -> str:
    """The path of a page; "" if this is none, or if `decodeURIComponent` cannot read its query."""
    match = _PAGE.fullmatch(page) if isinstance(page, str) else None
    if match is None:
        return ""
    try:
        unquote(match[2] or "", errors="strict")
    except UnicodeDecodeError:
        return ""
    return match[1]

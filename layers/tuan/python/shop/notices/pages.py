"""The page that a tap on a message opens: `pages/group/index?groupId={groupId}`.

The facts in its query are percent-encoded, as by `encodeURIComponent`: the page decodes them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote

from shop.notices.texts import join, split, tell
from wxcloud.wechat.messages import PAGE

_COMPONENT = "!~*'()"  # with letters, digits and _.- what encodeURIComponent leaves as it is


def normal(page: str, known: Collection[str]) -> str:
    """The page without a slash in front. ValueError if it names facts that are not `known`, or if
    it is no page that WeChat opens."""
    page = page.removeprefix("/")
    path, _, query = page.partition("?")
    if "{" in path:
        raise ValueError("Only the query of a page can name facts, behind a question mark.")
    plain = "x".join(split(query, known)[0])
    if not PAGE.fullmatch(f"{path}?{plain}") or "\ufffd" in unquote(plain):
        raise ValueError(
            "WeChat opens no such page. Expected a page of app.json, and a percent-encoded query if"
            " it needs one: pages/group/index?groupId={groupId}"
        )
    return page


def fill(page: str, known: Collection[str], facts: Mapping[str, str]) -> str:
    """The page with the facts, encoded, in place of their names. ValueError if one is missing."""
    around, names = split(normal(page, known), known)
    return join(around, [quote(tell(name, facts), safe=_COMPONENT) for name in names])

"""The search: goods whose title has the terms of a text.

The longest term leads to the postings (`shop.catalog.postings`); the others are looked for in the
title that each posting has. A title that has a term twice has two postings that begin with it: the
first one counts. Each of the goods is then read as they are now: they are found only if they carry
the posting's key. So a search reads what it shows and little more, however many goods there are.
If many titles have the longest term and not the others, a page ends after MOST_POSTINGS, and its
cursor goes on from there.

The order is that of the endings: what follows the longest term, by character.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice

from shop.catalog import goods, titles
from shop.catalog.goods import Goods
from shop.catalog.postings import Posting, beginning_with
from shop.catalog.views import GoodsCard, GoodsFound, goods_card
from wxcloud import cursor as cursors
from wxcloud.cache import Cache
from wxcloud.errors import BAD_REQUEST

MOST_POSTINGS = 400  # that one page reads
_LIST = "search"
_first_pages: Cache[GoodsFound] = Cache(1.0)


def search_goods(text: str, limit: int, cursor: str | None) -> GoodsFound:
    """A page of the goods whose title has all terms of the text. A first page may be a second old.

    BAD_REQUEST if the cursor is not one of this search.
    """
    terms = titles.terms(text)
    if cursor is None:
        return _first_pages.get((*terms, limit), lambda: _read(terms, limit, ""))
    state = cursors.read(_LIST, cursor)
    if state["terms"] != _mark(terms):
        raise BAD_REQUEST("cursor: This cursor is of another search.", field="cursor")
    return _read(terms, limit, state["after"])


def forget() -> None:
    """Read first pages again at the next use: goods have changed."""
    _first_pages.clear()


def _read(terms: Sequence[str], limit: int, after: str) -> GoodsFound:
    if not terms:
        return GoodsFound(items=[], cursor=None)
    first = terms[0][: titles.MAX_TERM]
    # One posting more than the page tells whether there is another page. With several terms, most
    # postings may not count: larger queries then take less time.
    size = limit + 1 if len(terms) == 1 else 100
    postings = beginning_with(first, after, size)
    cards: list[GoodsCard] = []
    read = 0
    while some := list(islice(postings, min(size, MOST_POSTINGS - read))):
        read += len(some)
        for posting, found in _goods_of(some, terms):
            if found is not None and len(cards) == limit:
                return _page(terms, cards, after)
            if found is not None:
                cards.append(goods_card(found))
            after = posting.sk
    return _page(terms, cards, after if read == MOST_POSTINGS else "")


def _goods_of(
    postings: Sequence[Posting], terms: Sequence[str]
) -> Iterator[tuple[Posting, Goods | None]]:
    """Each posting with its goods, or with None if it does not count."""
    first = terms[0][: titles.MAX_TERM]
    fit = {
        each.sk: each.goodsId
        for each in postings
        if each.text.find(first) == each.at and titles.has_all(each.text, terms)
    }
    known = goods.get_all(list(dict.fromkeys(fit.values())))
    for each in postings:
        found = known.get(fit.get(each.sk, ""))
        yield each, found if found is not None and found.titleKey == each.key else None


def _page(terms: Sequence[str], cards: list[GoodsCard], after: str) -> GoodsFound:
    state = {"terms": _mark(terms), "after": after}
    return GoodsFound(items=cards, cursor=cursors.make(_LIST, state) if after else None)


def _mark(terms: Sequence[str]) -> str:
    """The terms, in few characters: a cursor is short."""
    return hashlib.blake2b(" ".join(terms).encode(), digest_size=8).hexdigest()

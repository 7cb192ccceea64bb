"""The feed: a shelf, page by page.

**A reader keeps the order of the first page.** The first page notes the version of the shelf, and
all pages show the places that are valid at that version (`shop.catalog.shelf`). Goods that are
moved meanwhile stay in their old place for this reader. So they cannot cross the reader's position,
and are shown exactly once. New goods are shown if their place is behind the reader's position.
Hidden goods are left out, and the page is filled with the goods that follow.

Reads are consistent, and the shelf's version sorts before all its places. So the places that a
reader gets are never older than the version that it goes by.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from shop.catalog import goods
from shop.catalog.shelf import READING, Place, ShelfItem, ShelfVersion, shelf_of
from shop.catalog.views import GoodsCard, GoodsFeed, goods_card
from wxcloud import clock
from wxcloud import cursor as cursors
from wxcloud.cache import Cache
from wxcloud.errors import BAD_REQUEST

_LIST = "goods"
_first_pages: Cache[GoodsFeed] = Cache(1.0)


class _Reader(NamedTuple):
    """A reader's place: the shelf's version, the sort key that was read last, and until when the
    reader may go on (ms UTC)."""

    version: int
    after: str
    until: int


def list_goods(category: str | None, limit: int, cursor: str | None) -> GoodsFeed:
    """The next page of a category's shelf, or of the shelf of all goods.

    A first page may be a second old. BAD_REQUEST if the cursor is not one of this shelf.
    """
    shelf = shelf_of(category or "")
    if cursor is None:
        return _first_pages.get((shelf, limit), lambda: _read(shelf, limit, None))
    state = cursors.read(_LIST, cursor)
    if state["shelf"] != shelf:
        raise BAD_REQUEST("cursor: This cursor is of another category.", field="cursor")
    return _read(shelf, limit, _Reader(state["version"], state["after"], state["until"]))


def forget() -> None:
    """Read first pages again at the next use: goods have changed."""
    _first_pages.clear()


def _read(shelf: str, limit: int, reader: _Reader | None) -> GoodsFeed:
    # One item more than the page tells whether there is another page. One item is the version. Two
    # items are spare, for places that were left or are hidden: more of those cost another query.
    after = None if reader is None else Place.sk > reader.after
    items: Iterator[Any] = iter(
        ShelfItem.query(shelf, after, consistent_read=True, page_size=limit + 4)
    )
    if reader is None:
        first = next(items, None)
        version = first.version if isinstance(first, ShelfVersion) else 0
        reader = _Reader(version, "", clock.now() + READING)
        items = chain([] if first is None else [first], items)
    cards: list[GoodsCard] = []
    last = ""
    for place, card in _shown(items, reader.version):
        if len(cards) == limit:
            state = {"shelf": shelf, **reader._replace(after=last)._asdict()}
            return GoodsFeed(
                items=cards, cursor=cursors.make(_LIST, state, expires_at=reader.until)
            )
        cards.append(card)
        last = place.sk
    return GoodsFeed(items=cards, cursor=None)


def _shown(items: Iterator[Any], version: int) -> Iterator[tuple[Place, GoodsCard]]:
    """The places that a reader of that version sees, with their cards, in order."""
    for item in items:
        if isinstance(item, Place) and not item.hidden and item.is_valid_at(version):
            card = item.card or _card_of_moved(item)
            if card is not None:
                yield item, card


def _card_of_moved(place: Place) -> GoodsCard | None:
    """The card of goods that left this place after the reader began; None if they are hidden now,
    or no longer on this shelf."""
    moved = goods.get(place.goodsId)
    if moved is None or not moved.is_shown or place.pk not in moved.places:
        return None
    return goods_card(moved)

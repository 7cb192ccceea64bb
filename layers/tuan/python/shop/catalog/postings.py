"""Postings: the items by which a search finds goods.

Keys of the table `goods`, beside those of `shop.catalog.goods` and `shop.catalog.shelf`:

    found#<character>   <ending>⇥<goodsId>⇥<key>    an ending of a title that begins with it
    goods#<goodsId>     title#<key>                  that postings of this key were written

A title can have more endings than a transaction has items. So the postings of goods are written
**before** the goods are saved, under a new `key`, and they count from the moment when the goods
carry that key (`Goods.titleKey`), which the transaction of the goods sets. A search takes no
posting whose key its goods do not carry. So goods are found by the title that they have, by no
other one, and not at all if they are not shown.

Postings that do not count any more are removed after the goods are saved. If the process stops
before that, the next saving of the goods removes them: `title#<key>` says which there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from msgspec import field
from pynamodb.attributes import UnicodeAttribute

from shop.catalog import goods as catalog
from shop.catalog.goods import Goods
from shop.catalog.titles import endings, folded_title
from wxcloud import clock
from wxcloud.ids import new_id
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, MAX_ITEMS, Part, commit, commit_one, delete, put
from wxcloud.value import Value

# A saving that began so long ago has ended: a function runs for at most ten seconds.
ABANDONED = clock.MINUTE
_TAB = "\t"  # in no title
_LAST = "\U0010ffff"


class Posting(Table):
    """An ending of a folded title (`text`), which begins `at` that character of it."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    goodsId = UnicodeAttribute()
    key = UnicodeAttribute()
    text = UnicodeAttribute()
    at = Integer()


class WrittenTitle(Table):
    """That the postings of `text` were written for goods, under a key, and when (ms UTC)."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    text = UnicodeAttribute()
    at = Integer()

    @property
    def key(self) -> str:
        return self.sk.partition("#")[2]


def beginning_with(term: str, after: str, page_size: int) -> Iterator[Posting]:
    """The postings whose ending begins with this term, sorted, from behind the sort key `after` on.
    One query for each page of so many."""
    behind = Posting.sk.between(after or term, term + _LAST)
    found = Posting.query(_partition_of(term), behind, consistent_read=True, page_size=page_size)
    return (each for each in found if each.sk != after)


class TitleIndex(Value):
    """The postings of goods while they are saved."""

    goods_id: str
    _written: dict[str, str] = field(default_factory=dict)  # text → key, by this saving

    def key_for(self, new: Goods, old: Goods | None) -> str | None:
        """The key of the postings that lead to the goods as they will be; the postings are written
        if there are none yet. None if nobody shall find the goods."""
        text = _text_of(new)
        if not text:
            return None
        if old is not None and old.titleKey and _text_of(old) == text:
            return old.titleKey
        if text not in self._written:
            self._written[text] = self._write(text)
        return self._written[text]

    def _write(self, text: str) -> str:
        key = new_id()
        commit_one(put(_written(self.goods_id, key, text, clock.now()), otherwise=ALREADY_SO))
        _commit_all(put(each, otherwise=ALREADY_SO) for each in _postings(self.goods_id, key, text))
        return key

    def clean(self, kept: str | None, replaced: str | None) -> None:
        """Remove the postings of other keys than the one `kept`: of the key that this saving has
        `replaced`, of keys that it has made, and of savings that stopped halfway."""
        mine = {*self._written.values(), replaced}
        early = clock.now() - ABANDONED
        titles = WrittenTitle.query(
            catalog.pk_of(self.goods_id), WrittenTitle.sk.startswith("title#"), consistent_read=True
        )
        for each in list(titles):
            if each.key != kept and (each.key in mine or each.at < early):
                self._remove(each)

    def _remove(self, title: WrittenTitle) -> None:
        _commit_all(delete(each) for each in _postings(self.goods_id, title.key, title.text))
        commit_one(delete(title))


def _partition_of(term: str) -> str:
    return f"found#{term[0]}"


def _text_of(goods: Goods) -> str:
    """The text by which goods are found; "" if nobody shall find them."""
    return folded_title(goods.title) if goods.is_shown else ""


def _written(goods_id: str, key: str, text: str, at: int) -> WrittenTitle:
    return WrittenTitle(pk=catalog.pk_of(goods_id), sk=f"title#{key}", text=text, at=at)


def _postings(goods_id: str, key: str, text: str) -> Iterator[Posting]:
    for ending, at in endings(text).items():
        sort_key = _TAB.join((ending, goods_id, key))
        yield Posting(
            pk=_partition_of(ending), sk=sort_key, goodsId=goods_id, key=key, text=text, at=at
        )


def _commit_all(parts: Iterator[Part[Any]]) -> None:
    """Commit so many parts as there are, in transactions of their own."""
    while several := list(islice(parts, MAX_ITEMS)):
        commit(*several)

"""Shelves: the places of goods in the order of their rank, and the versions of that order.

Keys of the table `goods`, beside those of `shop.catalog.goods`:

    shelf#            <rank>#<goodsId>#<since>    a place on the shelf of all goods
    shelf#<category>  <rank>#<goodsId>#<since>    a place on the shelf of a category
    shelf#...         !                           the version of that shelf

A place has a card, which is all that the feed shows of goods, so that a page of the feed costs one
query.

Each change of the order makes a new version of the shelf (`shop.catalog.feed` says what readers do
with it). Goods that move get a new place, valid `since` the new version. Their old place stays,
valid `until` the new version, for the readers who began before. New goods get a place that is valid
since version 0, so that all readers who have not passed it can see it. Hidden goods keep their
places.

Writers keep this order: the transaction that makes version n (`begin_part`) succeeds only if
version n - 1 is published; version n is published by another write (`publish`) when the transaction
is complete. So a reader who sees that version n is published also sees all places of version n. If
a writer stops between the two writes, the next writer publishes the version (`last_version`).
"""

from __future__ import annotations

from typing import Any, Self

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from shop.catalog.goods import GOODS_MOVED, Goods
from shop.catalog.views import GoodsCard, goods_card
from wxcloud import clock
from wxcloud.model import Integer, Json, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Part, commit_one, put, update

READING = clock.HOUR  # the time a reader has from the first page to the last
_VERSION_KEY = "!"  # sorts before all places


class ShelfItem(Table):
    """An item of a shelf. A query gives each item as what it is: a Place or a ShelfVersion."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Any:
        kind = ShelfVersion if data["sk"]["S"] == _VERSION_KEY else Place
        return super(ShelfItem, kind).from_raw_data(data)  # type: ignore[misc] # `kind` is a subclass

    @classmethod
    def at(cls, shelf: str, sort_key: str) -> Self:
        """The key alone: what a conditional write names."""
        return cls(pk=shelf, sk=sort_key)


class Place(ShelfItem):
    """A place of goods. One that the goods have left has no card: its `goodsId` leads to them."""

    class Meta(TableMeta):
        name = "goods"

    goodsId = UnicodeAttribute()
    card = Json(GoodsCard, null=True)
    hidden = BooleanAttribute(null=True)
    since = Integer()
    until = Integer(null=True)
    ttl = Integer(null=True)

    def is_valid_at(self, version: int) -> bool:
        return self.since <= version and (self.until is None or version < self.until)


class ShelfVersion(ShelfItem):
    """The version that readers may see, and the one that is `coming`: the same, or the next one
    while that is not published."""

    class Meta(TableMeta):
        name = "goods"

    version = Integer()
    coming = Integer()


def shelf_of(category: str = "") -> str:
    """The shelf of a category, or of all goods."""
    return f"shelf#{category}"


def place_key(rank: int, goods_id: str, since: int) -> str:
    return f"{_place_of(rank, goods_id)}{since}"


def is_at(sort_key: str, rank: int, goods_id: str) -> bool:
    """Whether that is a place of these goods at that rank."""
    return sort_key.startswith(_place_of(rank, goods_id))


def _place_of(rank: int, goods_id: str) -> str:
    return f"{rank:010d}#{goods_id}#"


# --- places --------------------------------------------------------------------------------------


def new_place_part(shelf: str, since: int, goods: Goods) -> Part[Place]:
    """The goods take a new place."""
    place = Place(
        pk=shelf,
        sk=place_key(goods.rank, goods.goodsId, since),
        goodsId=goods.goodsId,
        card=goods_card(goods),
        hidden=not goods.is_shown,
        since=since,
    )
    return put(place, otherwise=GOODS_MOVED)


def same_place_part(shelf: str, sort_key: str, goods: Goods) -> Part[Place]:
    """The goods stay in their place, with a new card."""
    return update(
        Place.at(shelf, sort_key),
        Place.card.set(goods_card(goods)),
        Place.hidden.set(not goods.is_shown),
        where=Place.pk.exists(),
        otherwise=GOODS_MOVED,
    )


def leave_part(shelf: str, sort_key: str, until: int) -> Part[Place]:
    """The goods leave a place. It stays while readers of earlier versions may need it."""
    return update(
        Place.at(shelf, sort_key),
        Place.until.set(until),
        Place.ttl.set((clock.now() + 2 * READING) // clock.SECOND),
        Place.card.remove(),
        Place.hidden.remove(),
        where=Place.pk.exists(),
        otherwise=GOODS_MOVED,
    )


# --- versions ------------------------------------------------------------------------------------


def last_version(shelf: str) -> int:
    """The shelf's last version, which is published now: also if the writer who began it stopped."""
    found = ShelfVersion.get(shelf, _VERSION_KEY, consistent=True)
    if found is None:
        return 0
    if found.coming != found.version:
        publish(shelf, found.coming)
    return found.coming


def begin_part(shelf: str, version: int) -> Part[ShelfVersion]:
    """Begin a version, if the one before it is the last one, and published."""
    before = version - 1
    is_published = (ShelfVersion.version == before) & (ShelfVersion.coming == before)
    if before == 0:
        is_published |= ShelfVersion.pk.does_not_exist()
    return update(
        ShelfVersion.at(shelf, _VERSION_KEY),
        ShelfVersion.coming.set(version),
        ShelfVersion.version.set(before),
        where=is_published,
        otherwise=GOODS_MOVED,
    )


def publish(shelf: str, version: int) -> None:
    """Let new readers see a version whose transaction is complete. A repeat changes nothing."""
    is_coming = (ShelfVersion.coming == version) & (ShelfVersion.version < version)
    commit_one(
        update(
            ShelfVersion.at(shelf, _VERSION_KEY),
            ShelfVersion.version.set(version),
            where=is_coming,
            otherwise=ALREADY_SO,
        )
    )

"""Goods: what the shop sells, and the feed they are shown in.

Keys of the table `goods`:

    goods#<goodsId>   goods                          the goods themselves
    shelf#            <rank>#<goodsId>#<since>       their place on the shelf of everything
    shelf#<category>  <rank>#<goodsId>#<since>       their place on their category's shelf
    shelf#...         !                              that shelf's version

A place carries a card, all that the feed shows, so that a page costs one query. Rank 1 comes first.

**The feed is a cursor over a frozen ranking.** Each change of order makes a new version of the
shelf. Goods that move get a new place, good `since` that version; the place they leave stays behind
for the readers under way, good `until` that version. A reader keeps the version of the first page
and sees the places good at that version, so goods that move cannot cross the reader's position:
they are shown once, where they stood. New goods have a place good since ever: they show if they
come behind the reader's position. Hidden goods keep their places, which are passed over while the
page fills up from those behind.

What makes that safe under concurrency: a version is published, in a write of its own, only after
the transaction that made it is complete, and the next one cannot begin before. So a reader who
reads version n (consistently, and the `!` comes first) also reads all the places of version n.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

import msgspec
from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from shop.stock import reads as stock
from shop.stock import saving as stock_saving
from shop.stock.model import Sku, pool_of
from wxcloud import clock, cursor
from wxcloud.errors import BAD_REQUEST, Code, Refusal
from wxcloud.ids import new_id
from wxcloud.model import Table, TableMeta
from wxcloud.settings import TABLE_PREFIX
from wxcloud.transaction import Part, commit, put, update

GOODS_NOT_FOUND = Code("GOODS_NOT_FOUND", 404, "There are no such goods, or they are hidden.")
GOODS_CHANGED = Code(
    "GOODS_CHANGED", 409, "These goods are being changed by somebody else. Look again, then save."
)

EVERYTHING = ""  # no category is called that
_READING = clock.HOUR  # how long a reader may take from the first page to the last
_FRESH_S = 1.0  # how old a first page from memory may be
_MOST_HELD = 256
_TRIES = 20


class GroupTerms(MapAttribute[str, Any]):
    """A campaign of group buying: seats of a group, hours it may take to fill, price of a seat.

    `skus` have a price of their own: [{skuId, price}]. `limit` is how many seats one may buy in the
    campaign, which is known by its `startAt`; `startAt` and `endAt` (ms UTC) are when groups can be
    opened, and `on` whether at all. `tiers`, as [{size, price}], is what a seat costs once so many
    have paid: the difference to `price` goes back, whatever the SKU, when the group succeeds. With
    `virtualFrom` members the group succeeds at its deadline though not full.
    """

    size = NumberAttribute()
    hours = NumberAttribute()
    price = NumberAttribute()
    skus = JSONAttribute(null=True)
    limit = NumberAttribute(null=True)
    startAt = NumberAttribute(null=True)
    endAt = NumberAttribute(null=True)
    on = BooleanAttribute(null=True)
    tiers = JSONAttribute(null=True)
    virtualFrom = NumberAttribute(null=True)

    def is_on(self, now: int) -> bool:
        """Whether groups may be opened now."""
        begun = self.startAt is None or self.startAt <= now
        return begun and (self.endAt is None or now < self.endAt) and self.on is not False

    def check(self, sku_ids: set[str]) -> None:
        """Refuse terms that contradict themselves."""
        prices = [int(self.price), *(each["price"] for each in self.tiers or [])]
        sizes = [1, *(each["size"] for each in self.tiers or []), int(self.size) + 1]
        own = [each["skuId"] for each in self.skus or []]
        rebate = prices[0] - prices[-1]
        wrong = {
            "endAt: It must be after startAt": self.endAt is not None
            and self.endAt <= (self.startAt or 0),
            "virtualFrom: Fewer than the seats": (self.virtualFrom or 0) >= self.size,
            "tiers: Sizes must rise up to the group's": sizes != sorted(set(sizes)),
            "tiers: Prices must fall, and not to nothing": len(prices) > 1
            and (prices != sorted(set(prices), reverse=True) or not prices[-1]),
            "skus: They must be SKUs of these goods, each once": len(set(own)) < len(own)
            or not set(own) <= sku_ids,
            "skus: What is free is free for all": bool(own) and not self.price,
            "skus: The last tier gives back all that one costs": rebate > 0
            and any(each["price"] <= rebate for each in self.skus or []),
        }
        for what, is_wrong in wrong.items():
            if is_wrong:
                raise BAD_REQUEST(f"group.{what}", field=f"group.{what.partition(':')[0]}")


class Variant(MapAttribute[str, Any]):
    """A SKU as the operator saved it: its id (unique in the shop), price in fen, stock, shards."""

    skuId = UnicodeAttribute()
    title = UnicodeAttribute()
    price = NumberAttribute()
    stock = NumberAttribute()
    shards = NumberAttribute(default=1)


class Goods(Table):
    """Goods as the operator saved them. `price` is what one pays alone, in fen."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="goods")
    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    cover = UnicodeAttribute()
    price = NumberAttribute()
    category = UnicodeAttribute()
    rank = NumberAttribute()
    stock = NumberAttribute()
    shards = NumberAttribute(default=1)
    group = GroupTerms(null=True)
    skus: ListAttribute[Any] = ListAttribute(of=Variant, default=list)
    hidden = BooleanAttribute(default=False)
    places = JSONAttribute(default=dict)  # shelf → sort key
    revision = NumberAttribute(default=0)
    createdAt = NumberAttribute()
    updatedAt = NumberAttribute()

    def card(self) -> dict[str, Any]:
        """What the feed and `getGoods` show."""
        card = {
            name: getattr(self, name)
            for name in ("goodsId", "title", "cover", "price", "category", "rank", "stock")
        }
        if self.group is not None:
            terms = self.group.as_dict()
            card["group"] = {name: value for name, value in terms.items() if value is not None}
        card["skus"] = [
            {name: getattr(sku, name) for name in ("skuId", "title", "price", "stock")}
            for sku in self.skus
        ]
        return card


class _Place(Table):
    """A place on a shelf, or the shelf's version (`!`): see the head of this module."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    goodsId = UnicodeAttribute(null=True)
    card = UnicodeAttribute(null=True)  # none on a place that was left: its goods tell
    hidden = BooleanAttribute(null=True)
    since = NumberAttribute(null=True)
    until = NumberAttribute(null=True)
    ttl = NumberAttribute(null=True)
    version = NumberAttribute(null=True)  # of `!`: the order that readers may see
    coming = NumberAttribute(null=True)  # of `!`: version + 1 while an order is not yet published

    def good_at(self, version: int) -> bool:
        return self.since <= version and (self.until is None or version < self.until)


# --- reads ---------------------------------------------------------------------------------------


def get(goods_id: str) -> Goods | None:
    """The goods of that id, hidden or not, as they are now."""
    return Goods.find(f"goods#{goods_id}", "goods", consistent=True)


def need(goods_id: str) -> Goods:
    """The goods of that id, if they are on the shelf; GOODS_NOT_FOUND if not."""
    goods = get(goods_id)
    if goods is None or goods.hidden:
        raise GOODS_NOT_FOUND()
    return goods


def page_of(goods_id: str) -> dict[str, Any]:
    """What the page of the goods shows: the card, and how many of each SKU are left just now."""
    card = need(goods_id).card()
    for sku in card["skus"]:
        sku["remaining"] = stock.look(sku["skuId"]).view().remaining
    return card


def page(category: str | None, limit: int, sealed: str | None) -> dict[str, Any]:
    """`{items, cursor}`: the next cards of a shelf; `cursor` is None behind the last.

    A first page comes from memory if it is younger than a second.
    """
    shelf = f"shelf#{category or EVERYTHING}"
    if sealed is not None:
        at = cursor.read("goods", sealed)
        if at["shelf"] != shelf:
            raise BAD_REQUEST("cursor: It is a cursor of another category", field="cursor")
        return _read(shelf, limit, _Reader(at["version"], at["behind"], at["till"]))
    key = TABLE_PREFIX.get(), shelf, limit
    held = _first_pages.get(key)
    if held is None or time.monotonic() - held[0] > _FRESH_S:
        if len(_first_pages) >= _MOST_HELD:
            _first_pages.clear()
        held = _first_pages[key] = time.monotonic(), _read(shelf, limit, None)
    return held[1]


class _Reader(NamedTuple):
    """Where a reader is: the shelf's version, the sort key read last, when the reading lapses."""

    version: int
    behind: str
    till: int


_first_pages: dict[tuple[str, str, int], tuple[float, dict[str, Any]]] = {}


def _read(shelf: str, limit: int, reader: _Reader | None) -> dict[str, Any]:
    """A page from the table, read consistently: the order of versions rests on it."""
    behind = None if reader is None else _Place.sk > reader.behind
    # One more than the page tells whether there is another, one is the version, two are to spare
    # for places that were left or are hidden: more of those cost a second query.
    rows: Iterator[_Place] = iter(
        _Place.query(shelf, behind, consistent_read=True, page_size=limit + 4)
    )
    if reader is None:
        first = next(rows, None)
        version = first.version if first is not None else None
        reader = _Reader(int(version or 0), "", clock.now() + _READING)
        rows = chain([first] if first is not None else [], rows)
    items: list[dict[str, Any]] = []
    last = ""
    for row, card in _shown(rows, shelf, reader.version):
        if len(items) == limit:
            state = {"shelf": shelf, **reader._replace(behind=last)._asdict()}
            return {"items": items, "cursor": cursor.make("goods", state, expires_at=reader.till)}
        items.append(card)
        last = row.sk
    return {"items": items, "cursor": None}


def _shown(
    rows: Iterator[_Place], shelf: str, version: int
) -> Iterator[tuple[_Place, dict[str, Any]]]:
    """The places that a reader of that version sees, with their cards, in order."""
    for row in rows:
        if row.sk == "!" or row.hidden or not row.good_at(version):
            continue
        card = msgspec.json.decode(row.card) if row.card else _moved(row, shelf)
        if card is not None:
            yield row, card


def _moved(place: _Place, shelf: str) -> dict[str, Any] | None:
    """The card of goods that stood here when the reader began, if they are still on the shelf."""
    goods = get(place.goodsId)
    if goods is None or goods.hidden or shelf not in goods.places:
        return None
    return goods.card()


# --- writes --------------------------------------------------------------------------------------


def save(goods: Goods) -> Goods:
    """Put the goods on their shelves, or bring them there up to date. All fields are replaced.

    An id that is not in use makes goods of that id; none at all makes an id.
    """
    goods.goodsId = goods.goodsId or new_id()
    goods.pk, goods.sk = f"goods#{goods.goodsId}", "goods"
    goods.skus = goods.skus or [_only_sku(goods)]
    for sku in goods.skus:
        sku.skuId = sku.skuId or new_id()
    if len({sku.skuId for sku in goods.skus}) < len(goods.skus):
        raise BAD_REQUEST("skus: One skuId comes twice", field="skus")
    if goods.group is not None:
        goods.group.check({sku.skuId for sku in goods.skus})
    for attempt in range(_TRIES):
        try:
            _save(goods)
        except Refusal as refusal:
            if refusal.code is not GOODS_CHANGED or attempt == _TRIES - 1:
                raise
            time.sleep(0.01 * attempt)
        else:
            break
    _first_pages.clear()
    for sku in goods.skus:
        stock_saving.spread(pool_of(sku.skuId), int(sku.shards))
    stock.forget(*(sku.skuId for sku in goods.skus))
    return goods


def _only_sku(goods: Goods) -> Variant:
    """Goods without SKUs are one themselves, under their own id."""
    return Variant(
        skuId=goods.goodsId,
        title=goods.title,
        price=goods.price,
        stock=goods.stock,
        shards=goods.shards,
    )


def _save(goods: Goods) -> None:
    old = get(goods.goodsId)
    shelves = [f"shelf#{EVERYTHING}", f"shelf#{goods.category}"]
    goods.updatedAt = clock.now()
    goods.createdAt = old.createdAt if old else goods.updatedAt
    goods.revision = int(old.revision) + 1 if old else 1
    left = dict(old.places) if old else {}
    goods.places, parts, reordered = {}, [], []
    for shelf in shelves:
        place, was = f"{int(goods.rank):010d}#{goods.goodsId}#", left.pop(shelf, None)
        if was is not None and was.startswith(place):
            goods.places[shelf] = was
            parts.append(_refresh(shelf, was, goods))
            continue
        since = _settle(shelf) + 1 if old else 0
        goods.places[shelf] = f"{place}{since}"
        parts.append(_stand(shelf, since, goods))
        if old:
            reordered.append((shelf, since))
        if was is not None:
            parts.append(_leave(shelf, was, since))
    for shelf, was in left.items():  # a category they have left
        since = _settle(shelf) + 1
        reordered.append((shelf, since))
        parts.append(_leave(shelf, was, since))
    unchanged = Goods.revision == old.revision if old else Goods.pk.does_not_exist()
    commit(
        put(goods, where=unchanged, otherwise=GOODS_CHANGED),
        *(_announce(shelf, since) for shelf, since in reordered),
        *parts,
        *_sku_parts(goods, old),
    )
    for shelf, since in reordered:
        _publish(shelf, since)


def _sku_parts(goods: Goods, old: Goods | None) -> Iterator[Part]:
    """The SKUs are sold as the goods say; those that the goods had before are sold no more."""
    for each in goods.skus:
        sku = Sku.new(
            each.skuId,
            goods.goodsId,
            title=goods.title if each.title == goods.title else f"{goods.title} {each.title}",
            price=each.price,
            stock=each.stock,
            shards=each.shards,
            hidden=goods.hidden,
        )
        yield from stock_saving.save_parts(sku, GOODS_CHANGED)
    kept = {sku.skuId for sku in goods.skus}
    for gone in old.skus if old else []:
        if gone.skuId not in kept:
            yield stock_saving.hide_part(gone.skuId, GOODS_CHANGED)


def _stand(shelf: str, since: int, goods: Goods) -> Part:
    """Goods take a new place."""
    place = _Place(
        pk=shelf,
        sk=goods.places[shelf],
        goodsId=goods.goodsId,
        card=_text(goods),
        hidden=goods.hidden,
        since=since,
    )
    return put(place, otherwise=GOODS_CHANGED)


def _refresh(shelf: str, place: str, goods: Goods) -> Part:
    """Goods stay in their place and show a new card."""
    return update(
        _Place(pk=shelf, sk=place),
        _Place.card.set(_text(goods)),
        _Place.hidden.set(goods.hidden),
        where=_Place.pk.exists(),
        otherwise=GOODS_CHANGED,
    )


def _leave(shelf: str, place: str, until: int) -> Part:
    """Goods leave a place, which stays behind as long as there may be readers it is good for."""
    return update(
        _Place(pk=shelf, sk=place),
        _Place.until.set(until),
        _Place.ttl.set((clock.now() + 2 * _READING) // 1000),
        _Place.card.remove(),
        _Place.hidden.remove(),
        where=_Place.pk.exists(),
        otherwise=GOODS_CHANGED,
    )


def _settle(shelf: str) -> int:
    """The shelf's version; one that was made but never published (a crash) is published first."""
    mark = _Place.find(shelf, "!", consistent=True)
    if mark is None:
        return 0
    if mark.coming != mark.version:
        _publish(shelf, int(mark.coming))
    return int(mark.coming)


def _announce(shelf: str, coming: int) -> Part:
    """Begin a version: only on top of the last one, and only when that is published."""
    version = coming - 1
    settled = (_Place.version == version) & (_Place.coming == version)
    if version == 0:
        settled |= _Place.pk.does_not_exist()
    return update(
        _Place(pk=shelf, sk="!"),
        _Place.coming.set(coming),
        _Place.version.set(version),
        where=settled,
        otherwise=GOODS_CHANGED,
    )


def _publish(shelf: str, version: int) -> None:
    """Let new readers see a version whose transaction is complete."""
    commit(
        update(
            _Place(pk=shelf, sk="!"),
            _Place.version.set(version),
            where=(_Place.coming == version) & (_Place.version < version),
            otherwise=lambda _: None,  # somebody did that for us
        )
    )


def _text(goods: Goods) -> str:
    return msgspec.json.encode(goods.card()).decode()

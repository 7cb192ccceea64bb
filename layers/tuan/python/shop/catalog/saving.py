"""An operator saves goods: their item, their places on the shelves, and their SKUs, all in one
transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shop.catalog import feed, shelf, terms
from shop.catalog.goods import GOODS_CHANGED, Goods, GoodsForm, Variant, get
from shop.catalog.views import GoodsSaved
from shop.stock import moving
from shop.stock import reads as stock
from shop.stock import saving as stock_saving
from shop.stock.model import Sku, pool_of
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST
from wxcloud.ids import new_id
from wxcloud.transaction import Part, commit, put, retry

DEADLINE_S = 8.0  # operators save seldom, and several writes of one shelf wait for each other


def save(form: GoodsForm, goods_id: str | None = None) -> GoodsSaved:
    """Save goods under this id, or under a new one. All fields of known goods are replaced.

    BAD_REQUEST for campaign terms that contradict themselves; SKU_TAKEN, STOCK_IN_USE.
    """
    kept_id = goods_id or new_id()
    skus = _variants(form, kept_id)
    sku_ids = [sku.skuId for sku in skus]
    if len(set(sku_ids)) < len(sku_ids):
        raise BAD_REQUEST("skus: Two SKUs have the same skuId.", field="skus")
    if form.group is not None:
        terms.check(form.group, sku_ids)
    removed = retry(lambda: _save(kept_id, form, skus), on=[GOODS_CHANGED], deadline_s=DEADLINE_S)
    feed.forget()
    for sku in skus:
        moving.spread(pool_of(sku.skuId), sku.shards)
    stock.forget(*sku_ids, *removed)
    return GoodsSaved(goodsId=kept_id, skuIds=sku_ids)


def _variants(form: GoodsForm, goods_id: str) -> list[Variant]:
    """The SKUs of the goods; the goods themselves are the one SKU if the form has none."""
    if not form.skus:
        own = Variant(
            skuId=goods_id,
            title=form.title,
            price=form.price,
            stock=form.stock,
            shards=form.shards,
        )
        return [own]
    return [
        Variant(
            skuId=sku.skuId or new_id(),
            title=sku.title,
            price=sku.price,
            stock=sku.stock,
            shards=sku.shards,
        )
        for sku in form.skus
    ]


@dataclass(frozen=True)
class _Step:
    """What happens on one shelf: the goods go from the place `old` to the place `new` (sort keys;
    None: they have no place there). A `version` of the shelf begins with it, unless the goods stay
    where they are, or are new (then it is 0)."""

    shelf: str
    old: str | None
    new: str | None
    version: int

    def parts(self, goods: Goods) -> Iterator[Part[Any]]:
        if self.version:
            yield shelf.begin_part(self.shelf, self.version)
        if self.new and self.new == self.old:
            yield shelf.same_place_part(self.shelf, self.new, goods)
            return
        if self.new:
            yield shelf.new_place_part(self.shelf, self.version, goods)
        if self.old:
            yield shelf.leave_part(self.shelf, self.old, self.version)


def _save(goods_id: str, form: GoodsForm, skus: Sequence[Variant]) -> Collection[str]:
    """Save the goods as they are now; the ids of the SKUs that they no longer have. GOODS_CHANGED
    if another call saves them, or changes the order of one of their shelves."""
    old = get(goods_id)
    steps = list(_steps(goods_id, form, old))
    places = {step.shelf: step.new for step in steps if step.new}
    goods = Goods.new(goods_id, form, skus, places, now=clock.now(), old=old)
    removed = {sku.skuId for sku in old.skus} - {sku.skuId for sku in skus} if old else set()
    is_as_read = Goods.revision == old.revision if old else Goods.pk.does_not_exist()
    commit(
        put(goods, where=is_as_read, otherwise=GOODS_CHANGED),
        *(part for step in steps for part in step.parts(goods)),
        *_sku_parts(goods),
        *(stock_saving.hide_part(sku_id, GOODS_CHANGED) for sku_id in removed),
    )
    for step in steps:
        if step.version:
            shelf.publish(step.shelf, step.version)
    return removed


def _steps(goods_id: str, form: GoodsForm, old: Goods | None) -> Iterator[_Step]:
    """What happens on the shelf of all goods, on that of the goods' category, and on that of a
    category which they leave."""
    places = old.places if old else {}
    wanted = [shelf.shelf_of(), shelf.shelf_of(form.category)]
    for each in dict.fromkeys([*wanted, *places]):
        place = places.get(each)
        if each in wanted and place and shelf.is_at(place, form.rank, goods_id):
            yield _Step(each, place, place, 0)
            continue
        version = shelf.last_version(each) + 1 if old else 0
        new = shelf.place_key(form.rank, goods_id, version) if each in wanted else None
        yield _Step(each, place, new, version)


def _sku_parts(goods: Goods) -> Iterator[Part[Any]]:
    """The SKUs are sold as the goods say."""
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
        yield stock_saving.save_part(sku, GOODS_CHANGED)

"""An operator saves goods: their items, their places on the shelves, and their SKUs, all in one
transaction. The postings by which a search finds them are written before (`shop.catalog.postings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from shop.catalog import feed, forms, search, shelf, unshown
from shop.catalog.forms import GoodsPatch
from shop.catalog.goods import (
    GOODS_CHANGED,
    GOODS_MOVED,
    GOODS_NOT_FOUND,
    Details,
    Goods,
    GoodsForm,
    Variant,
    get,
    get_with_details,
)
from shop.catalog.postings import TitleIndex
from shop.catalog.views import GoodsSaved, goods_card
from shop.stock import moving
from shop.stock import reads as stock
from shop.stock import saving as stock_saving
from shop.stock.model import SKU_REMOVED, Sku, pool_of
from wxcloud import clock
from wxcloud.errors import Refusal
from wxcloud.ids import new_id
from wxcloud.transaction import Part, as_read, commit, put, retry, update
from wxcloud.value import Value

DEADLINE_S = 8.0  # operators save seldom, and several writes of one shelf wait for each other


def save(form: GoodsForm, goods_id: str | None = None, revision: int | None = None) -> GoodsSaved:
    """Save goods under this id, or under a new one. All fields of known goods are replaced.

    GOODS_CHANGED if they have another revision than the one given. BAD_REQUEST for fields that
    contradict each other; SKU_TAKEN, SKU_REMOVED, STOCK_IN_USE.
    """
    return _save(goods_id or new_id(), form, revision, only_changes=False)


def patch(goods_id: str, revision: int, changes: GoodsPatch) -> GoodsSaved:
    """Change these fields of goods, if they still have this revision. Only items that change are
    written. GOODS_NOT_FOUND, SKU_NOT_FOUND, and as `save`."""
    found = get_with_details(goods_id)
    if found is None:
        raise GOODS_NOT_FOUND()
    if found[0].revision != revision:
        raise GOODS_CHANGED()
    form = forms.patched(*found, changes)
    return _save(goods_id, form, revision, only_changes=True)


def _save(
    goods_id: str, form: GoodsForm, revision: int | None, *, only_changes: bool
) -> GoodsSaved:
    skus, titles = forms.variants(form, goods_id), TitleIndex(goods_id)
    return _Saving(goods_id, form, revision, skus, titles, only_changes).run()


class _Step(Value):
    """What happens on one shelf: the goods go from the place `old` to the place `new` (sort keys;
    None: they have no place there). A `version` of the shelf begins with it, unless the goods stay
    where they are, or are new (then it is 0)."""

    shelf: str
    old: str | None
    new: str | None
    version: int

    def parts(self, goods: Goods, *, same_card: bool) -> Iterator[Part[Any]]:
        if self.version:
            yield shelf.begin_part(self.shelf, self.version)
        if self.new and self.new == self.old:
            if not same_card:
                yield shelf.same_place_part(self.shelf, self.new, goods)
            return
        if self.new:
            yield shelf.new_place_part(self.shelf, self.version, goods)
        if self.old:
            yield shelf.leave_part(self.shelf, self.old, self.version)


class _Saving(Value):
    """Goods on their way into the store. `only_changes`: what stays as it is is not written."""

    goods_id: str
    form: GoodsForm
    revision: int | None
    skus: Sequence[Variant]
    titles: TitleIndex
    only_changes: bool

    def run(self) -> GoodsSaved:
        goods, old = retry(self._try, on=[GOODS_MOVED], deadline_s=DEADLINE_S)
        self.titles.clean(kept=goods.titleKey, replaced=old.titleKey if old else None)
        feed.forget()
        search.forget()
        for sku in goods.skus:
            moving.spread(pool_of(sku.skuId), sku.shards)
        sku_ids = [sku.skuId for sku in goods.skus]
        stock.forget(*sku_ids, *_removed(goods, old))
        return GoodsSaved(goodsId=self.goods_id, skuIds=sku_ids, revision=goods.revision)

    def _try(self) -> tuple[Goods, Goods | None]:
        """Save the goods; as they are now and as they were. GOODS_MOVED if another call saves them,
        or changes the order of one of their shelves."""
        found = get_with_details(self.goods_id)
        old = found[0] if found else None
        if self.revision is not None and (old is None or old.revision != self.revision):
            raise GOODS_CHANGED()
        steps = list(self._steps(old))
        places = {step.shelf: step.new for step in steps if step.new}
        goods = Goods.new(self.goods_id, self.form, self.skus, places, now=clock.now(), old=old)
        same_card = self.only_changes and old is not None and _looks_the_same(goods, old)
        parts = [part for step in steps for part in step.parts(goods, same_card=same_card)]
        parts += self._details_parts(found[1] if found else Details.none(self.goods_id))
        parts += self._sku_parts(goods, old)
        parts += unshown.parts(goods, old)
        goods.titleKey = self.titles.key_for(goods, old)
        is_as_read = as_read(Goods.revision, old and old.revision)
        commit(put(goods, where=is_as_read, otherwise=GOODS_MOVED), *parts)
        for step in steps:
            if step.version:
                shelf.publish(step.shelf, step.version)
        return goods, old

    def _steps(self, old: Goods | None) -> Iterator[_Step]:
        """What happens on the shelf of all goods, on that of the goods' category, and on that of a
        category which they leave."""
        places, rank = old.places if old else {}, self.form.rank
        wanted = [shelf.shelf_of(), shelf.shelf_of(self.form.category)]
        for each in dict.fromkeys([*wanted, *places]):
            place = places.get(each)
            if each in wanted and place and shelf.is_at(place, rank, self.goods_id):
                yield _Step(each, place, place, 0)
                continue
            version = shelf.last_version(each) + 1 if old else 0
            new = shelf.place_key(rank, self.goods_id, version) if each in wanted else None
            yield _Step(each, place, new, version)

    def _details_parts(self, old: Details) -> Iterator[Part[Any]]:
        """The details are saved with the goods, whose part has the condition."""
        new = Details.new(self.goods_id, self.form)
        if not new.says_the_same(old):
            yield update(
                new,
                Details.images.set(new.images),
                Details.detailImages.set(new.detailImages),
                Details.description.set(new.description)
                if new.description
                else Details.description.remove(),
            )

    def _sku_parts(self, goods: Goods, old: Goods | None) -> Iterator[Part[Any]]:
        """The SKUs are sold as the goods say; those that the goods no longer have are not sold."""
        known = {sku.skuId for sku in old.skus} if old else set()
        kept = {sku.pk: _as_saved(sku) for sku in _skus(old)} if old and self.only_changes else {}
        try:
            for sku in _skus(goods):
                if kept.get(sku.pk) != _as_saved(sku):
                    is_new = sku.skuId not in known
                    yield stock_saving.save_part(sku, GOODS_MOVED, is_new=is_new)
        except Refusal as refusal:
            # Another call may have just saved this SKU with these goods.
            if refusal.code is SKU_REMOVED and _revision(get(self.goods_id)) != _revision(old):
                raise GOODS_MOVED() from None
            raise
        yield from (stock_saving.hide_part(each, GOODS_MOVED) for each in _removed(goods, old))


def _skus(goods: Goods) -> Iterator[Sku]:
    """The SKUs that the goods say."""
    for each in goods.skus:
        yield Sku.new(
            each.skuId,
            goods.goodsId,
            title=goods.title if each.title == goods.title else f"{goods.title} {each.title}",
            price=each.price,
            stock=each.stock,
            shards=each.shards,
            hidden=not goods.is_shown,
            options=each.options,
            weight=each.weight,
            delivery=goods.delivery,
            freight_id=goods.freightId,
        )


def _as_saved(sku: Sku) -> dict[str, Any]:
    return dict(sku.attribute_values)


def _looks_the_same(goods: Goods, old: Goods) -> bool:
    return goods_card(goods) == goods_card(old) and goods.is_shown == old.is_shown


def _removed(goods: Goods, old: Goods | None) -> set[str]:
    skus: Sequence[Variant] = old.skus if old else ()
    return {sku.skuId for sku in skus} - {sku.skuId for sku in goods.skus}


def _revision(goods: Goods | None) -> int:
    return goods.revision if goods else 0

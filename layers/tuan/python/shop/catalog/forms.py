"""From what an operator sends to what is saved: rules about values, without a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import asdict, replace

from shop.catalog import options, terms
from shop.catalog.goods import Details, Goods, GoodsForm, SkuForm, Variant
from shop.catalog.terms import CampaignTerms
from shop.stock.model import SKU_NOT_FOUND, Delivery
from wxcloud.errors import BAD_REQUEST
from wxcloud.ids import new_id


class SkuPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What changes of one SKU; what is UNSET stays."""

    skuId: str
    title: str | UnsetType = UNSET
    price: int | UnsetType = UNSET
    stock: int | UnsetType = UNSET
    shards: int | UnsetType = UNSET
    options: dict[str, str] | UnsetType = UNSET
    weight: int | UnsetType = UNSET


class GoodsPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What changes of goods; what is UNSET stays. The SKUs that `skus` does not name stay, too."""

    title: str | UnsetType = UNSET
    cover: str | UnsetType = UNSET
    price: int | UnsetType = UNSET
    category: str | UnsetType = UNSET
    rank: int | UnsetType = UNSET
    stock: int | UnsetType = UNSET
    shards: int | UnsetType = UNSET
    group: CampaignTerms | UnsetType | None = UNSET
    hidden: bool | UnsetType = UNSET
    skus: list[SkuPatch] | UnsetType = UNSET
    draft: bool | UnsetType = UNSET
    images: list[str] | UnsetType = UNSET
    detailImages: list[str] | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    linePrice: int | UnsetType | None = UNSET
    unit: str | UnsetType | None = UNSET
    weight: int | UnsetType = UNSET
    delivery: Delivery | UnsetType = UNSET
    freightId: str | UnsetType | None = UNSET


def given(patch: msgspec.Struct) -> dict[str, Any]:
    """The fields of a patch that change something."""
    return {name: value for name, value in asdict(patch).items() if value is not UNSET}


def patched(goods: Goods, details: Details, patch: GoodsPatch) -> GoodsForm:
    """The goods as the patch makes them; SKU_NOT_FOUND if it names a SKU that they do not have."""
    form = form_of(goods, details)
    changes = given(patch)
    named: list[SkuPatch] = changes.pop("skus", [])
    form = replace(form, **changes)
    if not named:
        return form
    skus = form.skus or [_sku_form(_own(form, goods.goodsId))]
    return replace(form, skus=_patched_skus(skus, named))


def form_of(goods: Goods, details: Details) -> GoodsForm:
    """What an operator would send to save the goods as they are."""
    is_one = _is_one_sku(goods)
    return GoodsForm(
        title=goods.title,
        cover=goods.cover,
        price=goods.price,
        category=goods.category,
        rank=goods.rank,
        stock=goods.stock,
        shards=goods.shards,
        group=goods.group,
        hidden=goods.hidden,
        skus=[] if is_one else [_sku_form(sku) for sku in goods.skus],
        draft=goods.draft,
        images=details.images,
        detailImages=details.detailImages,
        description=details.description,
        linePrice=goods.linePrice,
        unit=goods.unit,
        weight=goods.skus[0].weight if is_one else 0,
        delivery=goods.delivery,
        freightId=goods.freightId,
    )


def variants(form: GoodsForm, goods_id: str) -> list[Variant]:
    """The SKUs of the goods; the goods themselves are the one SKU if the form has none.

    BAD_REQUEST for prices, options or campaign terms that contradict themselves.
    """
    if form.linePrice is not None and form.linePrice <= form.price:
        raise BAD_REQUEST("linePrice: It must be higher than price.", field="linePrice")
    skus = [_variant(sku) for sku in form.skus] or [_own(form, goods_id)]
    sku_ids = [sku.skuId for sku in skus]
    if len(set(sku_ids)) < len(sku_ids):
        raise BAD_REQUEST("skus: Two SKUs have the same skuId.", field="skus")
    options.check([sku.options for sku in skus])
    if form.group is not None:
        terms.check(form.group, sku_ids)
    return skus


def _own(form: GoodsForm, goods_id: str) -> Variant:
    return Variant(
        skuId=goods_id,
        title=form.title,
        price=form.price,
        stock=form.stock,
        shards=form.shards,
        weight=form.weight,
    )


def _variant(sku: SkuForm) -> Variant:
    chosen = options.tidied(sku.options)
    title = sku.title or options.as_title(chosen)
    if not title:
        raise BAD_REQUEST("skus: A SKU without options needs a title.", field="skus")
    return Variant(
        skuId=sku.skuId or new_id(),
        title=title,
        price=sku.price,
        stock=sku.stock,
        shards=sku.shards,
        options=chosen,
        weight=sku.weight,
    )


def _sku_form(sku: Variant) -> SkuForm:
    """The title is left out if it is made of the options, so that it follows them."""
    fields = asdict(sku)
    if sku.options and sku.title == options.as_title(sku.options):
        fields["title"] = None
    return SkuForm(**fields)


def _is_one_sku(goods: Goods) -> bool:
    """Whether the goods were saved without `skus`."""
    first = goods.skus[0]
    own = Variant(
        skuId=goods.goodsId,
        title=goods.title,
        price=goods.price,
        stock=goods.stock,
        shards=goods.shards,
        weight=first.weight,
    )
    return goods.skus == [own]


def _patched_skus(skus: Sequence[SkuForm], patches: Sequence[SkuPatch]) -> list[SkuForm]:
    changes = {patch.skuId: given(patch) for patch in patches}
    if len(changes) < len(patches):
        raise BAD_REQUEST("skus: Two entries have the same skuId.", field="skus")
    if not changes.keys() <= {sku.skuId for sku in skus}:
        raise SKU_NOT_FOUND()
    return [replace(sku, **changes.get(sku.skuId or "", {})) for sku in skus]

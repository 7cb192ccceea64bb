"""Campaign terms: how groups buy goods. Rules about values, without a store."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Fen, Id, Result


class SkuPrice(Result):
    """What a seat costs for one SKU."""

    skuId: Id
    price: Annotated[Fen, Meta(description="fen per seat")]


class TierPrice(Result):
    """What a seat costs when many members have paid."""

    size: Annotated[int, Meta(ge=2, description="this many members have paid, or more")]
    price: Annotated[Fen, Meta(description="fen per seat")]


class CampaignTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """On which terms groups buy goods.

    A group has `size` seats and `hours` to fill them; a seat costs `price` fen, or the price of its
    SKU in `skus`. One buyer may buy `limit` seats in the campaign. Groups can be opened from
    `startAt` until `endAt` (ms UTC), unless `on` is False. A campaign is known by its `startAt`:
    with another `startAt` the limit counts anew.

    `tiers` are lower prices for groups in which more members have paid: when the group succeeds,
    each member gets the difference to `price` back, whatever the SKU. A group that has
    `virtualFrom` paid members at its deadline succeeds, although it is not full.
    """

    size: int
    hours: int
    price: int
    skus: list[SkuPrice] | None = None
    limit: int | None = None
    startAt: int | None = None
    endAt: int | None = None
    on: bool | None = None
    tiers: list[TierPrice] | None = None
    virtualFrom: int | None = None

    def is_on(self, now: int) -> bool:
        """Whether groups can be opened now."""
        has_started = self.startAt is None or self.startAt <= now
        has_ended = self.endAt is not None and self.endAt <= now
        return has_started and not has_ended and self.on is not False


def check(terms: CampaignTerms, sku_ids: Collection[str]) -> None:
    """Refuse terms that contradict themselves, or that name other SKUs than those of the goods
    (`sku_ids`). BAD_REQUEST, with the field."""
    for field, rule in _broken_rules(terms, sku_ids):
        raise BAD_REQUEST(f"group.{field}: {rule}", field=f"group.{field}")


def _broken_rules(terms: CampaignTerms, sku_ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """The fields that break a rule, each with that rule."""
    if terms.endAt is not None and terms.endAt <= (terms.startAt or 0):
        yield "endAt", "It must be later than startAt."
    if terms.virtualFrom is not None and terms.virtualFrom >= terms.size:
        yield "virtualFrom", "It must be smaller than size."
    yield from _broken_rules_of_tiers(terms)
    yield from _broken_rules_of_skus(terms, sku_ids)


def _broken_rules_of_tiers(terms: CampaignTerms) -> Iterator[tuple[str, str]]:
    tiers = terms.tiers or []
    sizes = [1, *(tier.size for tier in tiers), terms.size + 1]
    prices = [terms.price, *(tier.price for tier in tiers)]
    if sizes != sorted(set(sizes)):
        yield "tiers", "Sizes must rise from tier to tier, up to the group's size at most."
    if tiers and (prices != sorted(set(prices), reverse=True) or prices[-1] <= 0):
        yield "tiers", "Prices must fall from tier to tier, below the group's price and above 0."


def _broken_rules_of_skus(
    terms: CampaignTerms, sku_ids: Collection[str]
) -> Iterator[tuple[str, str]]:
    skus = terms.skus or []
    named = {sku.skuId for sku in skus}
    rebate = terms.price - terms.tiers[-1].price if terms.tiers else 0
    if len(named) < len(skus) or not named <= set(sku_ids):
        yield "skus", "Each one must be a SKU of these goods, and be named once."
    if skus and not terms.price:
        yield "skus", "In a group that costs nothing, no SKU can have a price."
    if rebate > 0 and any(sku.price <= rebate for sku in skus):
        yield "skus", "Each price must be higher than what the last tier pays back."

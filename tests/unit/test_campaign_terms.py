"""Which campaign terms are refused, and when groups can be opened, without a store."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalog.goods import Goods, GoodsForm, Variant
from shop.catalog.terms import CampaignTerms, SkuPrice, TierPrice, check
from shop.catalog.views import CampaignView, goods_card
from wxcloud.errors import Refusal

SKUS = ["red", "blue"]
ALL: dict[str, Any] = {
    "size": 5,
    "hours": 24,
    "price": 60,
    "skus": [{"skuId": "red", "price": 55}],
    "limit": 9,
    "startAt": 100,
    "endAt": 200,
    "on": True,
    "tiers": [{"size": 3, "price": 50}, {"size": 5, "price": 40}],
    "virtualFrom": 2,
}


def terms(**fields: Any) -> CampaignTerms:
    return msgspec.structs.replace(msgspec.convert(ALL, CampaignTerms), **fields)


def skus(*prices: tuple[str, int]) -> list[SkuPrice]:
    return [SkuPrice(skuId=sku_id, price=price) for sku_id, price in prices]


def tiers(*prices: tuple[int, int]) -> list[TierPrice]:
    return [TierPrice(size=size, price=price) for size, price in prices]


def refused_field(**fields: Any) -> str:
    with pytest.raises(Refusal) as refused:
        check(terms(**fields), SKUS)
    assert refused.value.code.name == "BAD_REQUEST"
    assert refused.value.message.startswith(f"{refused.value.field}: ")
    return refused.value.field


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"skus": None, "limit": None, "startAt": None, "endAt": None, "on": None},
        {"tiers": None, "virtualFrom": None},
        {"price": 0, "skus": None, "tiers": None},
        {"startAt": None, "endAt": 1},
        {"virtualFrom": 4},
        {"tiers": tiers((5, 1)), "skus": None},
        {"tiers": None, "skus": skus(("red", 1), ("blue", 99))},
        {"skus": skus(("red", 21))},
    ],
)
def test_consistent_terms_are_accepted(fields: dict[str, Any]) -> None:
    check(terms(**fields), SKUS)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("group.endAt", {"startAt": 200, "endAt": 200}),
        ("group.endAt", {"startAt": None, "endAt": 0}),
        ("group.virtualFrom", {"virtualFrom": 5}),
        ("group.tiers", {"tiers": tiers((3, 50), (6, 40))}),
        ("group.tiers", {"tiers": tiers((3, 50), (3, 40))}),
        ("group.tiers", {"tiers": tiers((5, 50), (3, 40))}),
        ("group.tiers", {"tiers": tiers((1, 50))}),
        ("group.tiers", {"tiers": tiers((3, 60))}),
        ("group.tiers", {"tiers": tiers((3, 50), (5, 50))}),
        ("group.tiers", {"tiers": tiers((3, 50), (5, 0))}),
        ("group.skus", {"skus": skus(("green", 55))}),
        ("group.skus", {"skus": skus(("red", 55), ("red", 56))}),
        ("group.skus", {"price": 0, "tiers": None}),
        ("group.skus", {"skus": skus(("red", 20))}),
    ],
)
def test_inconsistent_terms_are_refused(field: str, fields: dict[str, Any]) -> None:
    assert refused_field(**fields) == field


@given(
    st.integers(2, 12),
    st.integers(0, 9),
    st.lists(st.tuples(st.integers(2, 12), st.integers(1, 9)), max_size=3),
    st.none() | st.integers(1, 9),
)
def test_with_accepted_terms_every_member_of_every_group_pays_at_least_one_fen(
    size: int, price: int, steps: list[tuple[int, int]], sku_price: int | None
) -> None:
    offered = terms(
        size=size,
        price=price,
        tiers=tiers(*steps) or None,
        skus=None if sku_price is None else skus(("red", sku_price)),
        virtualFrom=None,
    )
    try:
        check(offered, SKUS)
    except Refusal:
        return
    for paid in range(1, size + 1):
        reached = [tier.price for tier in offered.tiers or [] if tier.size <= paid]
        rebate = offered.price - min(reached, default=offered.price)
        assert rebate == offered.price - (reached[-1] if reached else offered.price)
        for seat in (offered.price, sku_price or offered.price):
            assert seat - rebate > 0 or offered.price == seat == rebate == 0


def test_groups_can_be_opened_from_start_to_end_unless_the_campaign_is_off() -> None:
    window = terms()
    assert [window.is_on(now) for now in (99, 100, 199, 200)] == [False, True, True, False]
    assert terms(startAt=None, endAt=None).is_on(0)
    assert terms(on=None).is_on(150)
    assert not terms(on=False).is_on(150)


def test_terms_are_stored_and_returned_with_the_given_fields_in_the_same_order() -> None:
    few = {"size": 3, "hours": 24, "price": 60, "startAt": 0, "on": False}
    for fields in (ALL, few):
        given_terms = msgspec.convert(fields, CampaignTerms)
        stored = msgspec.json.encode(given_terms)
        assert stored == msgspec.json.encode(fields)
        assert msgspec.json.decode(stored, type=CampaignTerms) == given_terms
        assert msgspec.json.encode(CampaignView.of(given_terms)) == stored


def test_a_card_has_the_fields_that_the_feed_returns() -> None:
    form = GoodsForm(
        title="红茶",
        cover="/tea.png",
        price=100,
        category="tea",
        rank=1,
        stock=9,
        group=CampaignTerms(
            size=3,
            hours=24,
            price=60,
            skus=[SkuPrice(skuId="red", price=55)],
            tiers=[TierPrice(size=2, price=50)],
        ),
    )
    red = Variant(skuId="red", title="红", price=100, stock=9, shards=2)
    card = goods_card(Goods.new("tea-1", form, [red], {}, now=5, old=None))
    assert msgspec.json.encode(card).decode() == (
        '{"goodsId":"tea-1","title":"红茶","cover":"/tea.png","price":100,"category":"tea","rank":1,'
        '"stock":9,"group":{"size":3,"hours":24,"price":60,"skus":[{"skuId":"red","price":55}],'
        '"tiers":[{"size":2,"price":50}]},'
        '"skus":[{"skuId":"red","title":"红","price":100,"stock":9}]}'
    )

"""Ten thousand random baskets: what is quoted is what is ordered, and any chain of part refunds
pays back what was paid. No store."""

from __future__ import annotations

import random

from shop.checkout.drafting import order_lines
from shop.checkout.quote import Offer, Quote, quote
from shop.checkout.quote_views import quoted_order
from shop.freight.model import FreightTerms
from shop.orders.model import Line
from shop.orders.refund_sums import payback, refunded, units_left
from shop.points.rules import REDEEM, Rule

BASKETS = 10_000


def some_terms(chance: random.Random) -> FreightTerms:
    return FreightTerms(
        title="全国",
        by=chance.choice(["count", "weight"]),
        first=chance.randint(1, 2000),
        firstFen=chance.randint(0, 2000),
        further=chance.randint(1, 1000),
        furtherFen=chance.randint(0, 500),
        freeFrom=chance.choice([None, chance.randint(0, 50_000)]),
        notTo=chance.sample(["65", "5401", "44"], chance.randint(0, 2)),
    )


def some_offer(chance: random.Random, number: int, templates: list[FreightTerms]) -> Offer:
    template = chance.randrange(len(templates))
    return Offer(
        f"sku{number}",
        "goods",
        "红茶",
        chance.choice([0, chance.randint(1, 9), chance.randint(1, 100_000)]),
        chance.randint(1, 20),
        weight=chance.randint(0, 3000),
        options={"颜色": "红"} if chance.random() < 0.5 else {},
        delivery=chance.choice([None, "express", "pickup", "virtual"]),
        freight_id=f"f{template}",
        freight_terms=templates[template] if chance.random() < 0.8 else None,
    )


def some_quote(chance: random.Random) -> tuple[Quote, Quote]:
    """What is quoted for a random basket, and what is quoted when it is ordered: the same pure
    function, called twice."""
    templates = [some_terms(chance) for _ in range(3)]
    offers = [some_offer(chance, n, templates) for n in range(chance.randint(1, 6))]
    redeem = Rule(REDEEM, percent=chance.randint(0, 100), per_yuan=chance.randint(1, 1000))
    most = redeem.most_points(sum(offer.amount for offer in offers))
    points = chance.choice([0, most, chance.randint(0, most)])
    region = chance.choice([None, "", "440105", "650102", "540102", "110101"])
    first, second = (quote(offers, points, redeem if points else None, region) for _ in range(2))
    return first, second


def chain(quoted: Quote, lines: list[Line], chance: random.Random) -> tuple[int, int, int]:
    """Refund random units until none are left: the fen, the freight among them, the points."""
    money = freight = points = 0
    while left := units_left(lines):
        wanted = {
            sku: chance.randint(1, n) for sku, n in left.items() if chance.random() < 0.6
        } or left
        sums = payback(
            lines,
            wanted,
            left=quoted.total - money,
            freight_left=quoted.freight - freight,
        )
        assert 0 <= sums.freight <= sums.amount and sums.points >= 0
        money, freight, points = (
            money + sums.amount,
            freight + sums.freight,
            points + sums.points,
        )
        assert money <= quoted.total and freight <= quoted.freight
        lines, _ = refunded(lines, wanted)
    return money, freight, points


def test_what_is_quoted_is_ordered_and_any_chain_of_refunds_sums_to_it() -> None:
    chance = random.Random(11)
    seen = {"freight": 0, "discount": 0, "trouble": 0}
    for _ in range(BASKETS):
        shown, quoted = some_quote(chance)
        view = quoted_order(shown, 0)
        lines = order_lines(quoted, [{line.offer.sku_id: 1} for line in quoted.lines])
        assert view.total == quoted.total == sum(line.paid for line in lines) + quoted.freight
        assert view.goodsTotal == sum(line.amount for line in lines)
        assert view.total == view.goodsTotal - view.discount + view.freight
        assert [(each.skuId, each.price, each.quantity, each.discount) for each in view.lines] == [
            (line.skuId, line.price, line.quantity, line.discount) for line in lines
        ]
        assert sum(line.discount for line in lines) == view.discount
        assert all(0 <= line.discount <= line.amount for line in lines)
        if quoted.trouble is None and quoted.total:
            assert chain(quoted, lines, chance) == (quoted.total, quoted.freight, quoted.points)
        for name in seen:
            seen[name] += bool(getattr(quoted, name))
    assert min(seen.values()) > BASKETS // 20, "the baskets show all that an order can have"


def test_only_what_is_sent_costs_freight_and_can_be_refused() -> None:
    terms = FreightTerms(
        title="t", by="count", first=1, firstFen=100, further=1, furtherFen=10, notTo=["65"]
    )
    fields = {"freight_id": "f", "freight_terms": terms}
    for delivery, fen, trouble in (
        (None, 110, "NOT_DELIVERED"),
        ("express", 110, "NOT_DELIVERED"),
        ("pickup", 0, None),
        ("virtual", 0, None),
    ):
        offer = Offer("a", "g", "t", 500, 2, delivery=delivery, **fields)
        quoted = quote([offer], 0, None, "650102")
        assert (quoted.freight, quoted.trouble) == (fen, trouble)
        assert quoted.needs_address is (delivery == "express")
        assert quoted.delivery == (delivery or "express")
        assert quote([offer], 0, None).trouble is None
    both = [
        Offer("a", "g", "t", 1, 1, delivery="virtual"),
        Offer("b", "g", "t", 1, 1, delivery="pickup"),
    ]
    assert quote(both, 0, None).delivery == "pickup"
    assert quote([*both, Offer("c", "g", "t", 1, 1)], 0, None).delivery == "express"

"""What can be claimed of an order, for random chains of after-sales and refunds; no store."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shop.orders import claims
from shop.orders.model import Claim, Line, Order
from shop.orders.refund_sums import Payback, payback, refunded, units_left
from wxcloud.errors import Refusal

timeless = settings(deadline=None, database=None, max_examples=300)


@st.composite
def paid_orders(draw: st.DrawFn) -> Order:
    lines = []
    for number in range(draw(st.integers(1, 3))):
        price, quantity = draw(st.integers(0, 400)), draw(st.integers(1, 5))
        lines.append(
            Line(
                skuId=f"sku-{number}",
                goodsId="g",
                title="红茶",
                price=price,
                quantity=quantity,
                allocation={f"shard-{number}": quantity},
                discount=draw(st.integers(0, price * quantity)),
                points=draw(st.integers(0, 50)),
            )
        )
    freight = draw(st.sampled_from([0, 0, 7, 900]))
    return Order(
        pk="buyer#x",
        sk="order#x",
        orderId="x",
        status=draw(st.sampled_from(["PAID", "SHIPPED", "COMPLETED"])),
        lines=lines,
        freight=freight,
        total=sum(line.paid for line in lines) + freight,
    )


class Shop:
    """An order, the claims that it holds, and the points that came back. Refunds change it as
    `shop.checkout.refunds` does."""

    def __init__(self, order: Order) -> None:
        self.order, self.points, self.number = order, 0, 0
        self.is_whole = False

    @property
    def claims(self) -> dict[str, Claim]:
        return claims.claims_of(self.order)

    def ask(self, claim: Claim) -> None:
        money = claims.check_claim(self.order, claim, self.claims)
        assert 0 <= money <= self.order.money_left
        self.number += 1
        self.order.claims = {**self.claims, f"a{self.number}": claim}

    def end(self, key: str) -> None:
        self.order.claims = {k: each for k, each in self.claims.items() if k != key}

    def agree(self, key: str) -> None:
        others = self.claims
        claim = others.pop(key)
        self.is_whole |= claims.is_last(self.order, claim, others)
        self._pay(claim.units, claims.sum_of(self.order, claim, others))
        self.order.claims = others

    def refund(self, wanted: dict[str, int]) -> None:
        """An operator refunds units without an after-sale."""
        claims.check_refund(self.order, wanted)
        is_all = wanted == units_left(self.order.lines)
        self.is_whole |= is_all and self.order.status == "PAID"
        left = claims.money_free(self.order, self.claims)
        freight = self.order.freight_left
        self._pay(wanted, payback(self.order.lines, wanted, left=left, freight_left=freight))

    def _pay(self, units: dict[str, int], sums: Payback) -> None:
        assert 0 <= sums.freight <= sums.amount
        order = self.order
        order.lines, _ = refunded(order.lines, units)
        order.refunded += sums.amount
        order.freightRefunded += sums.freight
        self.points += sums.points

    def check(self) -> None:
        order, under_way = self.order, claims.units_under_way(self.claims)
        free = claims.units_free(order.lines, self.claims)
        for line in order.lines:
            parts = (free.get(line.skuId, 0), under_way.get(line.skuId, 0), line.refunded)
            assert sum(parts) == line.quantity and min(parts) >= 0
        assert 0 <= order.refunded <= order.total
        assert 0 <= order.freightRefunded <= order.freight
        assert claims.money_free(order, self.claims) >= 0
        assert self.points <= sum(line.points for line in order.lines)
        if order.status == "PAID" and not units_left(order.lines):
            assert self.is_whole, "an order of which nothing is left to ship ends"


def some_units(data: st.DataObject, order: Order) -> dict[str, int]:
    line = data.draw(st.sampled_from(order.lines))
    return {line.skuId: data.draw(st.integers(1, line.quantity))}


def step(shop: Shop, data: st.DataObject, *, amounts: bool) -> None:
    kinds = ["units", "units", "all", "end", "agree", "agree", "refund"]
    what = data.draw(st.sampled_from([*kinds, "fen", "some fen of units"] if amounts else kinds))
    key = data.draw(st.sampled_from(sorted(shop.claims))) if shop.claims else ""
    free = claims.units_free(shop.order.lines, shop.claims)
    some: Any = some_units(data, shop.order)
    fen = data.draw(st.integers(1, shop.order.total + 1))
    try:
        if what == "units":
            shop.ask(Claim(some))
        elif what == "all" and free:
            shop.ask(Claim(free, returns=shop.order.status != "PAID"))
        elif what == "fen":
            shop.ask(Claim(amount=fen))
        elif what == "some fen of units":
            shop.ask(Claim(some, fen))
        elif what == "refund":
            left = units_left(shop.order.lines)
            shop.refund({sku: min(n, left.get(sku, 0)) for sku, n in some.items()})
        elif what == "end" and key:
            shop.end(key)
        elif what == "agree" and key:
            shop.agree(key)
    except Refusal:
        pass
    shop.check()


@timeless
@given(paid_orders(), st.data())
def test_no_chain_pays_back_more_than_was_paid_or_leaves_an_order_half_done(
    order: Order, data: st.DataObject
):
    shop = Shop(order)
    for _ in range(data.draw(st.integers(1, 15))):
        if shop.is_whole:
            break
        step(shop, data, amounts=True)


@timeless
@given(paid_orders(), st.data())
def test_a_chain_over_all_units_pays_back_exactly_what_was_paid(order: Order, data: st.DataObject):
    shop = Shop(order)
    for _ in range(data.draw(st.integers(0, 10))):
        if not shop.is_whole:
            step(shop, data, amounts=False)
    for key in sorted(shop.claims):
        shop.agree(key)
    left = units_left(shop.order.lines)
    if left:
        shop.ask(Claim(left))
        shop.agree(f"a{shop.number}")
    shop.check()
    assert shop.order.refunded == shop.order.total
    assert shop.order.freightRefunded == shop.order.freight
    assert shop.points == sum(line.points for line in shop.order.lines)


@timeless
@given(paid_orders(), st.data())
def test_what_is_expected_comes_back_if_nothing_happens_in_between(
    order: Order, data: st.DataObject
):
    shop = Shop(order)
    some = some_units(data, order)
    money = claims.check_claim(order, Claim(some), {})
    shop.ask(Claim(some))
    before = order.refunded
    shop.agree("a1")
    assert order.refunded - before == money

"""The price of an order and the sums of its refunds, for random orders, without a store.

`tests/unit/test_quote.py` and `tests/unit/test_refund_sums.py` test each function alone. These
properties refund the lines of a quote, as the lines of an order are refunded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shop.checkout.quote import Offer, Quote, quote
from shop.orders.model import Line
from shop.orders.refund_sums import RefundSum, refund_sum, refunded, units_left
from shop.points.rules import REDEEM, Rule

timeless = settings(deadline=None, database=None)  # do not fail on a busy machine
prices = st.one_of(st.integers(0, 9), st.integers(0, 200_000))


@st.composite
def quotes(draw: st.DrawFn) -> tuple[list[Offer], int, Rule, Quote]:
    """Offers, the points used, the rule of points, and the quote."""
    rows = draw(st.lists(st.tuples(prices, st.integers(1, 20)), min_size=1, max_size=5))
    offers = [Offer(f"sku{i}", f"goods{i}", "红茶", *row) for i, row in enumerate(rows)]
    redeem = Rule(REDEEM, percent=draw(st.integers(0, 100)), per_yuan=draw(st.integers(1, 10_000)))
    most = redeem.most_points(sum(offer.price * offer.quantity for offer in offers))
    points = draw(st.sampled_from([0, most // 2, most]) | st.integers(0, most))
    return offers, points, redeem, quote(offers, points, redeem)


def lines_of(quoted: Quote) -> list[Line]:
    """The order lines of that quote. Units come from one or two shards."""
    found = []
    for each in quoted.lines:
        sku, units = each.offer.sku_id, each.offer.quantity
        shards = {f"{sku}#0": units // 2, f"{sku}#1": units - units // 2}
        line = Line(
            skuId=sku,
            goodsId=each.offer.goods_id,
            title=each.offer.title,
            price=each.offer.price,
            quantity=units,
            allocation={shard: n for shard, n in shards.items() if n},
            discount=each.discount,
            points=each.points,
        )
        found.append(line)
    return found


def some_units(data: st.DataObject, left: dict[str, int]) -> dict[str, int]:
    """Units of one or more SKUs for one refund."""
    skus = data.draw(st.lists(st.sampled_from(sorted(left)), min_size=1, unique=True))
    return {sku: data.draw(st.integers(1, left[sku])) for sku in skus}


def plus(one: RefundSum, other: RefundSum) -> RefundSum:
    return RefundSum(one.amount + other.amount, one.points + other.points)


# --- quote ---------------------------------------------------------------------------------------


@timeless
@given(quotes())
def test_the_lines_of_a_quote_add_up_to_its_totals(given_):
    offers, points, redeem, quoted = given_
    assert [line.offer for line in quoted.lines] == offers
    assert sum(line.amount for line in quoted.lines) == quoted.goods_total
    assert sum(line.discount for line in quoted.lines) == quoted.discount
    assert sum(line.amount - line.discount for line in quoted.lines) == quoted.total
    assert quoted.points == redeem.needed(quoted.discount) <= points
    assert sum(line.points for line in quoted.lines) == quoted.points


@timeless
@given(quotes())
def test_no_line_of_a_quote_is_negative(given_):
    *_, quoted = given_
    assert quoted.total >= 0
    for line in quoted.lines:
        assert 0 <= line.discount <= line.amount
        assert line.points >= 0


@timeless
@given(quotes())
def test_each_line_gets_its_exact_share_within_one_fen_and_one_point(given_):
    *_, quoted = given_
    for line in quoted.lines:
        for share, whole in ((line.discount, quoted.discount), (line.points, quoted.points)):
            exact = whole * line.amount  # times goods_total
            assert abs(share * quoted.goods_total - exact) < max(quoted.goods_total, 1)


@timeless
@given(quotes())
def test_points_pay_at_most_the_part_of_the_price_that_the_rule_allows(given_):
    _, points, redeem, quoted = given_
    assert quoted.discount == points * 100 // redeem.per_yuan
    assert quoted.discount <= quoted.goods_total * redeem.percent // 100


@timeless
@given(quotes())
def test_the_same_offers_have_the_same_quote(given_):
    offers, points, redeem, quoted = given_
    assert quote([replace(offer) for offer in offers], points, redeem) == quoted


@timeless
@given(quotes(), st.randoms(use_true_random=False))
def test_the_order_of_offers_does_not_change_the_sums(given_, random):
    offers, points, redeem, quoted = given_
    shuffled = random.sample(offers, len(offers))
    again = quote(shuffled, points, redeem)
    assert (again.goods_total, again.discount, again.points, again.total) == (
        quoted.goods_total,
        quoted.discount,
        quoted.points,
        quoted.total,
    )
    # Position decides between equal remainders, so a line's share can differ by one fen.
    before = {line.offer.sku_id: line for line in quoted.lines}
    for line in again.lines:
        assert line.amount == before[line.offer.sku_id].amount
        assert abs(line.discount - before[line.offer.sku_id].discount) <= 1


# --- refunds -------------------------------------------------------------------------------------


def refund_all(lines: Sequence[Line], data: st.DataObject) -> list[RefundSum]:
    """Refund random units until none are left."""
    sums = []
    while left := units_left(lines):
        wanted = some_units(data, left)
        sums.append(refund_sum(lines, wanted))
        lines, _ = refunded(lines, wanted)
    return sums


@timeless
@given(quotes(), st.data())
def test_partial_refunds_add_up_to_the_quotes_totals(given_, data):
    *_, quoted = given_
    money, points = 0, 0
    for amount, back in refund_all(lines_of(quoted), data):
        assert amount >= 0 and back >= 0
        money, points = money + amount, points + back
        assert money <= quoted.total and points <= quoted.points
    assert money == quoted.total
    assert points == sum(line.points for line in quoted.lines)


@timeless
@given(quotes(), st.data())
def test_a_refund_in_two_steps_pays_back_as_much_as_in_one(given_, data):
    *_, quoted = given_
    lines = lines_of(quoted)
    wanted = some_units(data, units_left(lines))
    first = {sku: data.draw(st.integers(0, n)) for sku, n in wanted.items()}
    after, _ = refunded(lines, first)
    rest = {sku: n - first[sku] for sku, n in wanted.items()}
    together = refund_sum(lines, wanted)
    assert plus(refund_sum(lines, first), refund_sum(after, rest)) == together


@timeless
@given(quotes(), st.data())
def test_more_units_never_pay_back_less(given_, data):
    *_, quoted = given_
    lines = lines_of(quoted)
    wanted = some_units(data, units_left(lines))
    fewer = {sku: data.draw(st.integers(0, n)) for sku, n in wanted.items()}
    less, more = refund_sum(lines, fewer), refund_sum(lines, wanted)
    assert less.amount <= more.amount and less.points <= more.points


@timeless
@given(quotes(), st.data())
def test_refunded_units_return_to_their_shards(given_, data):
    *_, quoted = given_
    lines = lines_of(quoted)
    taken = Counter({shard: n for line in lines for shard, n in line.allocation.items()})
    back: Counter[str] = Counter()
    while left := units_left(lines):
        wanted = some_units(data, left)
        lines, allocation = refunded(lines, wanted)
        assert sum(allocation.values()) == sum(wanted.values())
        back.update(allocation)
        assert back <= taken
    assert back == taken

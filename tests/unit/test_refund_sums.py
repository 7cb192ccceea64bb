"""The money and points of a refund of some units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shop.orders.model import Line
from shop.orders.refund_sums import refund_sum, refunded, units_left


def line(sku: str = "tea", **fields: object) -> Line:
    facts = {"price": 100, "quantity": 3, "allocation": {f"sku#{sku}": 3}, **fields}
    return Line(skuId=sku, goodsId="g", title="红茶", **facts)


def test_a_partial_refund_pays_back_its_share_of_money_and_points():
    lines = [line(discount=1, points=100)]
    assert refund_sum(lines, {"tea": 1}) == (99, 33)
    lines, _ = refunded(lines, {"tea": 1})
    assert refund_sum(lines, {"tea": 2}) == (200, 67)
    assert units_left(lines) == {"tea": 2}


def test_refunded_units_are_assigned_to_the_shards_in_order():
    lines = [line(quantity=5, allocation={"a": 2, "b": 3})]
    lines, first = refunded(lines, {"tea": 3})
    assert first == {"a": 2, "b": 1}
    lines, rest = refunded(lines, {"tea": 2})
    assert rest == {"b": 2}
    assert units_left(lines) == {}


def test_other_lines_do_not_change():
    lines, allocation = refunded([line("tea"), line("cup")], {"cup": 1})
    assert [each.refunded for each in lines] == [0, 1]
    assert allocation == {"sku#cup": 1}


@st.composite
def orders(draw: st.DrawFn) -> list[Line]:
    lines = []
    for number in range(draw(st.integers(1, 4))):
        price, quantity = draw(st.integers(0, 10_000)), draw(st.integers(1, 9))
        shards = {f"{number}#{k}": 0 for k in range(draw(st.integers(1, 3)))}
        for _ in range(quantity):
            shards[draw(st.sampled_from(sorted(shards)))] += 1
        lines.append(
            line(
                f"sku-{number}",
                price=price,
                quantity=quantity,
                allocation={shard: n for shard, n in shards.items() if n},
                discount=draw(st.integers(0, price * quantity)),
                points=draw(st.integers(0, 1000)),
            )
        )
    return lines


@given(orders(), st.data())
def test_partial_refunds_add_up_to_what_was_paid(lines: list[Line], data: st.DataObject):
    paid, points = sum(each.paid for each in lines), sum(each.points for each in lines)
    allocation = {shard: n for each in lines for shard, n in each.allocation.items()}
    money, back, units = 0, 0, dict.fromkeys(allocation, 0)
    while left := units_left(lines):
        sku_id = data.draw(st.sampled_from(sorted(left)))
        wanted = {sku_id: data.draw(st.integers(1, left[sku_id]))}
        share = refund_sum(lines, wanted)
        assert share.amount >= 0 and share.points >= 0
        money, back = money + share.amount, back + share.points
        lines, freed = refunded(lines, wanted)
        assert sum(freed.values()) == wanted[sku_id]
        for shard, n in freed.items():
            units[shard] += n
    assert (money, back, units) == (paid, points, allocation)

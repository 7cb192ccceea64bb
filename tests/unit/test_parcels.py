"""Which units go in which parcels, and what WeChat is told of them: pure rules."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shop.orders import carriers
from shop.orders.model import Line, Order, SentParcel
from shop.orders.parcels import (
    MAX_PARCELS,
    NewParcel,
    add,
    correct,
    of_stock,
    to_ship,
    units_in,
)
from shop.orders.states import PAID, SHIPPED
from shop.orders.uploading import ShippingUpload, what_is_missing
from wxcloud.errors import Refusal
from wxcloud.wechat import shipping


def line(sku_id: str, quantity: int, refunded: int = 0) -> Line:
    return Line(sku_id, "goods", sku_id, 100, quantity, {sku_id: quantity}, refunded=refunded)


def parcel(number: int, **units: int) -> NewParcel:
    return NewParcel("ZTO", str(number), "", dict(units))


LINES = [line("a", 3), line("b", 2)]


def code(work: object) -> str:
    with pytest.raises(Refusal) as refused:
        work()  # type: ignore[operator]
    return refused.value.code.name


def test_parcels_without_lines_hold_all_that_is_left() -> None:
    sending = add(LINES, [], [parcel(1), parcel(2)], 5)
    assert sending is not None and sending.is_all
    assert [each.trackingNumber for each in sending.parcels] == ["1", "2"]


def test_an_order_is_shipped_when_no_unit_is_left() -> None:
    first = add(LINES, [], [parcel(1, a=2)], 5)
    assert first is not None and not first.is_all
    assert to_ship(LINES, first.parcels) == {"a": 1, "b": 2}
    assert add(LINES, first.parcels, [parcel(1, a=2)], 6) is None, "a repeat"
    last = add(LINES, first.parcels, [parcel(2, a=1), parcel(3, b=2)], 6)
    assert last is not None and last.is_all
    rest = add(LINES, first.parcels, [parcel(2)], 6)
    assert rest is not None and rest.is_all


def test_what_cannot_be_sent() -> None:
    sent = [parcel(1, a=2).sent(5)]
    assert code(lambda: add(LINES, sent, [parcel(2, a=2)], 6)) == "UNITS_SHIPPED"
    assert code(lambda: add(LINES, sent, [parcel(2, c=1)], 6)) == "BAD_REQUEST"
    assert code(lambda: add(LINES, sent, [parcel(2, a=1), parcel(3)], 6)) == "BAD_REQUEST"
    assert code(lambda: add(LINES, sent, [parcel(2, a=1), parcel(2, b=1)], 6)) == "BAD_REQUEST"
    many = [parcel(n) for n in range(2, MAX_PARCELS + 2)]
    assert code(lambda: add(LINES, sent, many, 6)) == "TOO_MANY_PARCELS"
    assert code(lambda: correct(LINES, sent, [parcel(2, a=4)], 6)) == "UNITS_SHIPPED"


def test_a_correction_keeps_the_time_of_parcels_that_stay() -> None:
    sent = [parcel(1).sent(5), parcel(2).sent(6)]
    assert correct(LINES, sent, [parcel(1), parcel(2)], 9) is None
    corrected = correct(LINES, sent, [parcel(1), parcel(3)], 9)
    assert corrected == [parcel(1).sent(5), parcel(3).sent(9)]


SKUS = ("a", "b", "c")
counts = st.dictionaries(st.sampled_from(SKUS), st.integers(1, 4), min_size=1)
steps = st.lists(st.tuples(st.sampled_from(["ship", "refund"]), counts), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bought=counts, steps=steps)
def test_every_unit_is_sent_or_in_the_shop_or_left(
    bought: dict[str, int], steps: list[tuple[str, dict[str, int]]]
) -> None:
    """Whatever is shipped and refunded, in any order: units that come back to the stock were not
    sent, and nothing is sent that was refunded before."""
    lines = [line(sku_id, units) for sku_id, units in bought.items()]
    sent: list[SentParcel] = []
    restocked: Counter[str] = Counter()
    for number, (what, units) in enumerate(steps):
        if what == "ship":
            before = to_ship(lines, sent)
            wanted = {sku: min(n, before.get(sku, 0)) for sku, n in units.items()}
            wanted = {sku: n for sku, n in wanted.items() if n}
            if not wanted:
                continue
            sending = add(lines, sent, [NewParcel("ZTO", str(number), "", wanted)], number)
            assert sending is not None
            sent = sending.parcels
            assert sending.is_all == (not to_ship(lines, sent))
        else:
            wanted = {each.skuId: min(each.left, units.get(each.skuId, 0)) for each in lines}
            restocked.update(of_stock(lines, sent, wanted))
            lines = [replace(each, refunded=each.refunded + wanted[each.skuId]) for each in lines]
        for sku_id, total in bought.items():
            gone = units_in(sent).get(sku_id, 0)
            left = to_ship(lines, sent).get(sku_id, 0)
            assert gone + restocked[sku_id] + left == total


# --- what WeChat is told -------------------------------------------------------------------------


def order(status: str, *sent: SentParcel, **more: object) -> Order:
    made = Order.new("0" * 26, "u1", LINES, status=PAID, total=1, points=0, at=1, pay_before=1)
    made.status, made.parcels = status, list(sent)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def known(
    *numbers: int, mode: int = 2, finished: bool = False, state: int = 1
) -> shipping.ShippingRecord:
    waybills = [shipping.Waybill(str(number), "ZTO") for number in numbers]
    return shipping.ShippingRecord(state, shipping._Shipping(mode, finished, waybills))


ONE, TWO, THREE = (parcel(n, a=1).sent(n) for n in (1, 2, 3))
NOTHING = known(mode=0)


def test_a_single_parcel_is_a_unified_delivery() -> None:
    whole = parcel(1).sent(1)
    assert what_is_missing(order(SHIPPED, whole), None) == ShippingUpload([whole], 1, True)
    assert what_is_missing(order(SHIPPED), None) == ShippingUpload([], 1, True), "picked up"


def test_parcels_are_told_once_and_the_last_ones_finish() -> None:
    assert what_is_missing(order(PAID, ONE), NOTHING) == ShippingUpload([ONE], 2, False)
    assert what_is_missing(order(PAID, ONE), known(1)) is None
    both = order(SHIPPED, ONE, TWO)
    assert what_is_missing(both, NOTHING) == ShippingUpload([ONE, TWO], 2, True)
    assert what_is_missing(both, known(1)) == ShippingUpload([TWO], 2, True)
    assert what_is_missing(both, known(1, 2, finished=True, state=2)) is None
    assert what_is_missing(both, known(1, state=3)) is None, "received"


def test_a_delivery_whose_last_units_were_refunded_is_finished() -> None:
    assert what_is_missing(order(SHIPPED, ONE), known(1)) == ShippingUpload([ONE], 2, True)


def test_a_correction_is_told_whole() -> None:
    wrong = known(1, mode=1, finished=True, state=2)
    right = order(SHIPPED, TWO, corrected=9)
    assert what_is_missing(right, wrong) == ShippingUpload([TWO], 1, True)
    assert what_is_missing(right, known(2, mode=1, finished=True, state=2)) is None
    more = order(SHIPPED, TWO, THREE, corrected=9)
    assert what_is_missing(more, wrong) == ShippingUpload([TWO, THREE], 2, True)
    assert what_is_missing(right, NOTHING) == ShippingUpload([TWO], 1, True), (
        "it never heard of the first"
    )


def test_the_carriers_are_wechats() -> None:
    assert carriers.name_of("JTSD") == "极兔速递"
    assert carriers.name_of("007EX") == "007EX"
    carriers.check(["SF", "YTO", "YD"])

"""Freight: templates, as a part of what an order costs, and what goes back of it."""

from __future__ import annotations

import pytest

from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.freight import TERMS, call_save_freight, save_freight
from tests.support.groups import PRICE, Streams, join, open_group, save_group_goods
from tests.support.orders import OPERATOR, SKU, OrderStream


def test_a_template_is_saved_and_listed(shop: Shop) -> None:
    made = call("saveFreight", TERMS, "operator-1", OPERATOR)["freightId"]
    save_freight("b", notTo=["65", "5401"], freeFrom=0)
    save_freight("b", freeFrom=9900)
    listed = call("listFreight", {}, "operator-1", OPERATOR)["items"]
    now = shop.clock.now
    assert sorted(listed, key=lambda each: each["freightId"] != "b") == [
        {**TERMS, "freightId": "b", "freeFrom": 9900, "notTo": [], "savedAt": now},
        {**TERMS, "freightId": made, "notTo": [], "savedAt": now},
    ]
    for name, data in (("saveFreight", TERMS), ("listFreight", {})):
        assert call(name, data, "u1").code == "FORBIDDEN"


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "size"},
        {"first": 0},
        {"further": 0},
        {"firstFen": -1},
        {"furtherFen": 0.5},
        {"title": " "},
        {"notTo": ["x"]},
        {"notTo": ["6"]},
    ],
)
def test_what_is_no_template_is_refused(shop: Shop, wrong: dict[str, object]) -> None:
    assert call_save_freight(**wrong).code == "BAD_REQUEST"


def test_freight_is_a_part_of_the_total(shop: Shop) -> None:
    save_freight()
    orders.save_goods(freightId="f-1")
    placed = orders.place(quantity=3)
    assert placed["total"] == 300 + 1400
    order = orders.get_order(placed["orderId"])
    assert (order["total"], order["freight"]) == (1700, 1400)
    orders.pay(shop, placed["orderId"])
    assert orders.get_order(placed["orderId"])["status"] == "PAID"


def test_the_weight_of_a_sku_counts(shop: Shop) -> None:
    save_freight(by="weight", first=1000, further=500)
    orders.save_goods(freightId="f-1", weight=400)
    assert [orders.place(f"u{n}", quantity=n)["total"] for n in (2, 3, 4)] == [
        200 + 1000,
        300 + 1200,
        400 + 1400,
    ]


def test_dear_orders_and_what_nobody_sends_have_no_freight(shop: Shop) -> None:
    save_freight(freeFrom=300)
    orders.save_goods(freightId="f-1")
    orders.save_goods(sku="ticket", freightId="f-1", delivery="virtual")
    assert [orders.place(f"u{n}", quantity=n)["total"] for n in (2, 3)] == [200 + 1200, 300]
    assert orders.place("u4", sku="ticket")["total"] == 100
    save_freight(firstFen=0, furtherFen=0)
    shop.clock.advance(2000)
    assert orders.place("u5")["total"] in (100, 1100), "at most a second old"


def test_goods_that_cost_nothing_are_paid_for_if_they_are_sent(shop: Shop) -> None:
    save_freight()
    orders.save_goods(price=0, freightId="f-1")
    placed = orders.place()
    assert (placed["total"], placed["status"]) == (1000, "PENDING")


def test_goods_whose_template_does_not_exist_are_not_sold(shop: Shop) -> None:
    orders.save_goods(freightId="none")
    refused = orders.place()
    assert (refused.status, refused.code) == (404, "FREIGHT_NOT_FOUND")
    assert orders.get_stock()["held"] == 0


def test_points_pay_for_goods_and_not_for_freight(shop: Shop) -> None:
    save_freight()
    orders.save_goods(freightId="f-1")
    gift = {"openid": "u1", "points": 500, "reason": "x", "key": "gift"}
    assert call("adjustScore", gift, "operator-1", OPERATOR).ok
    assert orders.place(points=51).code == "POINTS_LIMIT"
    assert orders.place(points=50)["total"] == 50 + 1000


def paid(shop: Shop, quantity: int = 3) -> str:
    save_freight()
    orders.save_goods(freightId="f-1")
    order_id = str(orders.place(quantity=quantity)["orderId"])
    orders.pay(shop, order_id)
    return order_id


def refund(order_id: str, units: int | None = None) -> None:
    items = {} if units is None else {"items": [{"skuId": SKU, "quantity": units}]}
    form = {"orderId": order_id, "reason": "x", **items}
    answer = call("refundOrder", form, "operator-1", OPERATOR)
    assert answer.ok, answer


def amounts(order_id: str) -> list[tuple[int, int]]:
    refunds = orders.get_order(order_id)["refunds"]
    return [(each["amount"], each.get("freight", 0)) for each in refunds]


def test_a_refund_of_the_whole_order_pays_the_freight_back(shop: Shop) -> None:
    order_id = paid(shop)
    refund(order_id)
    refund(order_id)
    assert amounts(order_id) == [(300 + 1400, 1400)]
    OrderStream(shop).deliver_all()
    assert orders.payments(shop, order_id)[0]["refunds"][0]["amount"] == 1700


@pytest.mark.parametrize("shipped", [False, True])
def test_part_refunds_pay_freight_back_once_and_sum_to_what_was_paid(
    shop: Shop, shipped: bool
) -> None:
    order_id = paid(shop)
    if shipped:
        parcel = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
        assert call("shipOrder", parcel, "operator-1", OPERATOR).ok
    for units in (1, 1, 1):
        refund(order_id, units)
    assert amounts(order_id) == [(100, 0), (100, 0), (100 + 1400, 1400)]
    order = orders.get_order(order_id)
    assert order["refunded"] == order["total"] == 1700


def test_a_seat_has_freight_and_a_rebate_leaves_it(shop: Shop) -> None:
    save_freight()
    tiers = [{"size": 2, "price": 40}]
    save_group_goods(size=2, tiers=tiers, goods={"freightId": "f-1"})
    streams = Streams(shop)
    group = open_group(shop)
    joined = join(group, "u2")
    assert joined["total"] == PRICE + 1000
    orders.pay(shop, joined["orderId"])
    streams.deliver_all()
    assert amounts(joined["orderId"]) == [(20, 0)]
    refund(joined["orderId"])
    assert sorted(amounts(joined["orderId"])) == [(20, 0), (40 + 1000, 1000)]

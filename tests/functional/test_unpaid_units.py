"""How much of the stock one buyer can hold without paying."""

from __future__ import annotations

from tests.support import groups, orders
from tests.support.cloud import Answer, Shop, call
from tests.support.orders import OPERATOR, SKU, stock_counts


def place_many(items: dict[str, int], buyer: str = "u1") -> Answer:
    lines = [{"skuId": sku_id, "quantity": n} for sku_id, n in items.items()]
    return call("placeOrder", {"items": lines}, buyer)


def test_one_order_has_a_bounded_number_of_units_of_a_sku(shop: Shop) -> None:
    orders.save_goods(2000)
    refused = orders.place(quantity=21)
    assert (refused.status, refused.code) == (409, "UNITS_LIMIT")
    assert "20" in refused["detail"]
    assert place_many({SKU: 999}).code == "UNITS_LIMIT"
    assert orders.place(quantity=20).ok
    shop.set(MAX_UNITS_PER_SKU="30")
    assert orders.place("u2", quantity=30).ok
    assert orders.get_stock() == stock_counts(2000, 1950, 50, 0)


def test_the_same_sku_twice_is_added_up(shop: Shop) -> None:
    orders.save_goods(100)
    items = [{"skuId": SKU, "quantity": 11}] * 2
    assert call("placeOrder", {"items": items}).code == "UNITS_LIMIT"


def test_goods_that_cost_nothing_have_the_bound_too(shop: Shop) -> None:
    orders.save_goods(100, price=0)
    assert orders.place(quantity=21).code == "UNITS_LIMIT"
    assert orders.place(quantity=20).ok


def test_unpaid_orders_together_have_the_same_bound(shop: Shop) -> None:
    orders.save_goods(100)
    orders.save_goods(100, sku="cup-1")
    first = orders.place(quantity=12)
    assert orders.place(quantity=9).code == "TOO_MANY_UNPAID"
    assert orders.place(quantity=8).ok
    assert orders.place(quantity=20, sku="cup-1").ok, "another SKU"
    orders.pay(shop, first["orderId"])
    assert orders.place(quantity=12).ok, "what is paid does not count"
    assert orders.get_stock() == stock_counts(100, 68, 20, 12)


def test_units_of_all_skus_together_are_bounded(shop: Shop) -> None:
    skus = [f"tea-{n}" for n in range(20)]
    for each in skus:
        orders.save_goods(100, sku=each)
    assert place_many(dict.fromkeys(skus, 20)).code == "UNITS_LIMIT"
    assert place_many(dict.fromkeys(skus, 5)).ok
    assert place_many({"tea-1": 1}).code == "TOO_MANY_UNPAID", "a hundred are held"
    assert sum(orders.get_stock(each)["held"] for each in skus) == 100


def test_a_sale_has_its_own_limit_instead(shop: Shop) -> None:
    orders.save_goods(100)
    sale = orders.save_sale(shop, stock=70, limit=60)
    assert orders.place(quantity=60, saleId=sale).ok
    assert orders.place(quantity=20).ok


def test_seats_in_campaigns_with_a_limit_count_as_unpaid_orders(shop: Shop) -> None:
    opened = []
    for n in range(5):
        sku = f"tea-{n}"
        orders.save_goods(
            9, price=100, sku=sku, group={"size": 3, "hours": 1, "price": 60, "limit": 1}
        )
        opened.append(call("createGroup", {"goodsId": sku}, f"leader-{n}"))
    held = [groups.join(group, "hoarder") for group in opened[:3]]
    assert all(each.ok for each in held), held
    assert groups.join(opened[3], "hoarder").code == "TOO_MANY_SEATS"
    assert [orders.place("hoarder", sku="tea-0").code for _ in range(3)] == [
        "OK",
        "OK",
        "TOO_MANY_UNPAID",
    ]
    assert groups.join(opened[3], "hoarder").code == "TOO_MANY_UNPAID"
    assert groups.join(opened[0], "hoarder").status == 409
    orders.pay(shop, held[0]["orderId"])
    assert groups.join(opened[3], "hoarder").ok, "though the stream has not told of the payment"
    groups.Streams(shop).deliver_all()
    assert call("createGroup", {"goodsId": "tea-0"}, "hoarder").code == "GROUP_LIMIT", "bought"


def test_an_order_can_be_placed_when_a_paid_seat_is_not_handled_yet(shop: Shop) -> None:
    """placeOrder then moves the seat to the limit of its campaign."""
    groups.save_group_goods(3, limit=2)
    first = groups.join(groups.open_group(leader="leader"), "buyer")
    orders.save_goods(50, sku="cup")
    placed = [orders.place("buyer", sku="cup").code for _ in range(5)]
    assert placed == ["OK"] * 4 + ["TOO_MANY_UNPAID"]
    orders.pay(shop, first["orderId"])
    assert orders.place("buyer", sku="cup").ok, "though the stream has not told of the payment"
    assert orders.place("buyer", sku="cup").code == "TOO_MANY_UNPAID"


def test_the_limit_of_a_campaign_counts_held_and_bought_seats_once(shop: Shop) -> None:
    groups.save_group_goods(3, limit=2)
    streams = groups.Streams(shop)
    opened = [groups.open_group(leader=f"leader-{n}") for n in range(4)]
    first, second = (groups.join(group, "buyer") for group in opened[:2])
    assert groups.join(opened[2], "buyer").code == "GROUP_LIMIT"
    orders.pay(shop, first["orderId"])
    assert groups.join(opened[2], "buyer").code == "GROUP_LIMIT"
    streams.deliver_all()
    assert groups.join(opened[2], "buyer").code == "GROUP_LIMIT"
    assert call("cancelOrder", {"orderId": second["orderId"]}, "buyer").ok
    third = groups.join(opened[2], "buyer")
    assert third.ok, third
    orders.pay(shop, third["orderId"])
    for order in (first, third):  # the event of the second payment has not been handled
        form = {"orderId": order["orderId"], "reason": "x"}
        assert call("refundOrder", form, "operator-1", OPERATOR).ok
    assert all(groups.join(group, "buyer").ok for group in (opened[1], opened[3]))
    assert groups.join(opened[0], "buyer").code == "GROUP_LIMIT"
    streams.deliver_all()
    assert groups.join(opened[0], "buyer").code == "GROUP_LIMIT"

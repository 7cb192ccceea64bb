"""Where orders go: the address and the remark beside an order."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import orders
from tests.support.addresses import CHOSEN, TYPED, save_address
from tests.support.cloud import Answer, Shop, call
from tests.support.freight import save_freight
from tests.support.groups import join, open_group, save_group_goods
from tests.support.orders import OPERATOR, SKU, OrderStream
from wxcloud.errors import BUSY
from wxcloud.wechat.pay import calls

SHOWN = {name: value for name, value in CHOSEN.items() if value and name != "errMsg"}
PERSONAL = ("张三", "81167888", "新港中路", "放门口")


def sent(**more: Any) -> str:
    """Save goods that the shop says it sends."""
    return orders.save_goods(delivery="express", **more)


def change(order_id: str, address_id: str, openid: str = "u1") -> Answer:
    return call("changeAddress", {"orderId": order_id, "addressId": address_id}, openid)


def beside(shop: Shop) -> list[dict[str, Any]]:
    """The items beside orders."""
    return [row for row in shop.items("addresses") if row["pk"].startswith("order#")]


def test_an_order_keeps_its_address_and_remark(shop: Shop) -> None:
    sent()
    address_id = save_address()
    order_id = orders.place(addressId=address_id, remark="放门口")["orderId"]
    for openid, roles in (("u1", ()), ("operator-1", OPERATOR)):
        order = call("getOrder", {"orderId": order_id}, openid, roles)
        assert (order["address"], order["remark"]) == (SHOWN, "放门口")
        assert (order["delivery"], order["freight"]) == ("express", 0)
    assert call("getOrder", {"orderId": order_id}, "u2").code == "ORDER_NOT_FOUND"
    save_address(addressId=address_id, userName="李四")
    assert call("deleteAddress", {"addressId": address_id}).ok
    assert orders.get_order(order_id)["address"] == SHOWN, "an edit alters no order"


def test_goods_of_which_the_shop_says_that_they_are_sent_need_an_address(shop: Shop) -> None:
    sent()
    refused = orders.place(remark="放门口")
    assert (refused.status, refused.code) == (400, "ADDRESS_REQUIRED")
    assert refused["field"] == "addressId"
    assert orders.place(addressId="none").code == "ADDRESS_NOT_FOUND"
    assert orders.place("u2", addressId=save_address("u1")).code == "ADDRESS_NOT_FOUND"
    assert beside(shop) == [] and orders.get_stock()["held"] == 0


@pytest.mark.parametrize("delivery", ["pickup", "virtual"])
def test_nothing_is_kept_of_an_address_that_nobody_needs(shop: Shop, delivery: str) -> None:
    orders.save_goods(delivery=delivery)
    address_id = save_address()
    placed = orders.place(addressId=address_id)
    assert "address" not in orders.get_order(placed["orderId"]) and beside(shop) == []
    remarked = orders.get_order(orders.place(addressId=address_id, remark="十点来取")["orderId"])
    assert (remarked["remark"], remarked["delivery"]) == ("十点来取", delivery)
    assert "address" not in remarked
    assert change(placed["orderId"], address_id).code == "ORDER_STATE"


def test_goods_of_which_nobody_has_said_how_they_come_are_ordered_as_before(shop: Shop) -> None:
    orders.save_goods()
    plain = orders.get_order(orders.place()["orderId"])
    assert "address" not in plain and plain["delivery"] == "express"
    named = orders.get_order(orders.place(addressId=save_address())["orderId"])
    assert named["address"] == SHOWN


def test_the_seat_of_a_group_goes_to_an_address(shop: Shop) -> None:
    save_group_goods(goods={"delivery": "express"})
    refused = call("createGroup", {"goodsId": SKU}, "leader")
    assert refused.code == "ADDRESS_REQUIRED"
    assert not [row for row in shop.items("groups") if "goodsId" in row], "no group was opened"
    group = open_group(leader="leader", addressId=save_address("leader"), remark="放门口")
    assert orders.get_order(group["orderId"])["remark"] == "放门口"
    orders.pay(shop, group["orderId"])
    assert join(group, "u2").code == "ADDRESS_REQUIRED"
    joined = join(group, "u2", addressId=save_address("u2", userName="李四"))
    assert orders.get_order(joined["orderId"])["address"]["userName"] == "李四"


def test_a_seat_that_costs_nothing_needs_no_address(shop: Shop) -> None:
    save_group_goods(price=0, goods={"delivery": "express"})
    group = open_group(addressId="any")
    assert join(group, "u2", addressId="any").ok
    assert beside(shop) == []


def test_a_closed_order_forgets_where_it_goes(shop: Shop) -> None:
    sent()
    order_id = orders.place(addressId=save_address(), remark="放门口")["orderId"]
    assert len(beside(shop)) == 1
    assert call("cancelOrder", {"orderId": order_id}).ok
    assert beside(shop) == []
    assert orders.get_order(order_id)["status"] == "CLOSED"


def test_an_order_that_wechat_does_not_take_leaves_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wxcloud.wechat.pay.model import PayRefusal

    def refuse(*order: Any) -> Any:
        raise PayRefusal(BUSY)

    sent()
    monkeypatch.setattr(calls, "prepay", refuse)
    assert orders.place(addressId=save_address()).code == "BUSY"
    assert beside(shop) == [] and orders.get_stock()["held"] == 0


# --- changing it ---------------------------------------------------------------------------------


def test_the_buyer_changes_the_address_until_it_is_shipped(shop: Shop) -> None:
    sent()
    first, second = save_address(), save_address(detailInfo="中山路1号")
    order_id = orders.place(addressId=first, remark="放门口")["orderId"]
    assert change(order_id, second).ok
    for _ in range(2):
        assert change(order_id, second).ok, "a repeat changes nothing"
    order = orders.get_order(order_id)
    assert (order["address"]["detailInfo"], order["remark"]) == ("中山路1号", "放门口")
    assert [each["what"] for each in order["history"]] == ["PENDING", "ADDRESS"]
    assert order["history"][1]["by"] == "u1" and order["history"][1]["why"] == ""
    orders.pay(shop, order_id)
    assert change(order_id, first).ok
    assert orders.get_order(order_id)["address"] == SHOWN
    shipped = call(
        "shipOrder",
        {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"},
        "operator-1",
        OPERATOR,
    )
    assert shipped.ok, shipped
    assert change(order_id, second).code == "ORDER_STATE"
    assert orders.get_order(order_id)["address"] == SHOWN


def test_an_address_is_changed_by_the_buyer_alone_and_to_one_of_their_own(shop: Shop) -> None:
    sent()
    order_id = orders.place(addressId=save_address())["orderId"]
    theirs = save_address("u2")
    assert change(order_id, theirs, "u2").code == "ORDER_NOT_FOUND"
    assert change(order_id, theirs).code == "ADDRESS_NOT_FOUND"
    assert change("none", theirs).code == "ORDER_NOT_FOUND"


def test_an_order_without_an_address_gets_one_when_it_is_paid(shop: Shop) -> None:
    orders.save_goods()
    address_id = save_address()
    order_id = orders.place()["orderId"]
    assert change(order_id, address_id).code == "ORDER_STATE"
    orders.pay(shop, order_id)
    assert change(order_id, address_id).ok
    assert orders.get_order(order_id)["address"] == SHOWN


def test_an_address_is_changed_ten_times_at_most(shop: Shop) -> None:
    sent()
    book = [save_address(detailInfo=f"中山路{n}号") for n in range(2)]
    order_id = orders.place(addressId=book[0])["orderId"]
    assert {change(order_id, book[n % 2]).code for n in range(1, 11)} == {"OK"}
    assert change(order_id, book[1]).code == "ORDER_STATE"


def test_an_order_is_not_sent_to_an_area_that_is_not_served(shop: Shop) -> None:
    save_freight(notTo=["65"])
    sent(freightId="f-1")
    near, far = save_address(), save_address(nationalCode="650102")
    unknown = save_address(nationalCode="")
    for address_id in (far, unknown):
        refused = orders.place(addressId=address_id)
        assert (refused.status, refused.code) == (409, "NOT_DELIVERED")
    order_id = orders.place(addressId=near)["orderId"]
    assert change(order_id, far).code == "NOT_DELIVERED"
    assert orders.get_order(order_id)["address"]["nationalCode"] == "440105"


# --- an operator changes it ----------------------------------------------------------------------


def correct(
    order_id: str, openid: str = "operator-1", roles: Any = OPERATOR, **more: Any
) -> Answer:
    data = {"orderId": order_id, "address": TYPED | more}
    return call("correctAddress", data, openid, roles)


def test_an_operator_sends_an_order_elsewhere_until_it_is_shipped(shop: Shop) -> None:
    sent()
    order_id = orders.place(addressId=save_address(), remark="放门口")["orderId"]
    orders.pay(shop, order_id)
    for _ in range(2):
        assert correct(order_id).ok, "a repeat changes nothing"
    order = orders.get_order(order_id)
    assert (order["address"], order["remark"]) == (TYPED, "放门口")
    assert [each["what"] for each in order["history"]] == ["PENDING", "PAID", "ADDRESS"]
    for openid, roles, by in (("u1", (), "shop"), ("operator-2", OPERATOR, "operator-1")):
        detail = call("getOrder", {"orderId": order_id}, openid, roles)
        assert detail["history"][-1]["by"] == by, "the buyer does not see which operator"
    parcel = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", parcel, "operator-1", OPERATOR).ok
    assert correct(order_id, userName="王五").code == "ORDER_STATE"
    assert call("listAddresses", {}, "u1")["items"][0]["userName"] == "张三", "the book stays"


def test_only_operators_send_orders_of_others_elsewhere(shop: Shop) -> None:
    sent()
    order_id = orders.place(addressId=save_address())["orderId"]
    for openid, roles in (("u1", ()), ("u2", ()), ("host-1", ("host",))):
        assert correct(order_id, openid, roles).code == "FORBIDDEN"
    assert correct("none").code == "ORDER_NOT_FOUND"
    assert orders.get_order(order_id)["address"] == SHOWN


@pytest.mark.parametrize(
    ("more", "field"),
    [({"telNumber": "x"}, "address.telNumber"), ({"userName": ""}, "address.userName")],
)
def test_an_address_that_is_none_is_refused(shop: Shop, more: Any, field: str) -> None:
    sent()
    order_id = orders.place(addressId=save_address())["orderId"]
    refused = correct(order_id, **more)
    assert (refused.status, refused.code, refused["field"]) == (400, "BAD_REQUEST", field)
    assert orders.get_order(order_id)["address"] == SHOWN


def test_operators_change_an_address_when_the_buyer_can_no_more(shop: Shop) -> None:
    sent()
    book = [save_address(detailInfo=f"中山路{n}号") for n in range(2)]
    order_id = orders.place(addressId=book[0])["orderId"]
    for n in range(1, 11):
        assert change(order_id, book[n % 2]).ok
    for n in range(10):
        assert correct(order_id, f"operator-{n % 2}", userName=f"第{n}次").ok
    assert correct(order_id).code == "ORDER_STATE"
    assert change(order_id, book[1]).code == "ORDER_STATE"


def test_an_operator_sends_nothing_to_an_area_that_is_not_served(shop: Shop) -> None:
    save_freight(notTo=["65"])
    sent(freightId="f-1")
    order_id = orders.place(addressId=save_address())["orderId"]
    assert correct(order_id, nationalCode="650102").code == "NOT_DELIVERED"
    assert correct(order_id).ok
    orders.save_goods(sku="code", delivery="virtual")
    assert correct(orders.place("u2", sku="code")["orderId"]).code == "ORDER_STATE"


# --- personal data -------------------------------------------------------------------------------


def test_names_phones_and_addresses_are_in_one_table_and_in_no_stream(
    shop: Shop, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = OrderStream(shop)
    sent()
    first, second = save_address(), save_address(detailInfo="新港中路1号")
    order_id = orders.place(addressId=first, remark="放门口")["orderId"]
    orders.pay(shop, order_id)
    assert change(order_id, second).ok
    stream.deliver_all()
    refund = {"orderId": order_id, "reason": "不要了"}
    assert call("refundOrder", refund, "operator-1", OPERATOR).ok
    stream.deliver_all()
    orders.get_order(order_id)
    said = {table: shop.items(table) for table in shop.tables if table != "addresses"}
    said["streams"] = [*shop.stream_records("orders"), *shop.stream_records("groups")]
    said["queues"] = [body for queue in shop.queues for body in shop.drain(queue)]
    printed = "".join(capfd.readouterr())
    for word in PERSONAL:
        for place, rows in said.items():
            assert word not in json.dumps(rows, ensure_ascii=False, default=str), place
        assert word not in printed
    assert any(word in str(shop.items("addresses")) for word in PERSONAL)

"""Lengths where WeChat counts bytes, and cutting between characters: tried at the functions."""

from __future__ import annotations

import pytest

from local.wechat_sandbox import values as wechat
from tests.support import orders
from tests.support.cloud import Answer, Shop, call
from tests.support.groups import wait_for_refunds
from tests.support.orders import OPERATOR

FAMILY = "👨‍👩‍👧‍👦"
LONG = "不想要了，" * 9 + "算了吧不想"  # 50 characters, 150 bytes


def paid(shop: Shop, follower: orders.OrderStream, **more: object) -> str:
    order_id = str(orders.place(**more)["orderId"])
    orders.pay(shop, order_id)
    follower.deliver_all()
    return order_id


@pytest.mark.parametrize("reason", [LONG, "一" * 40, FAMILY * 7, "🇨🇳" * 25, "x" * 50])
def test_a_refund_with_any_reason_is_paid_back(shop: Shop, reason: str):
    orders.save_goods()
    follower = orders.OrderStream(shop)
    order_id = paid(shop, follower)
    answer = call("refundOrder", {"orderId": order_id, "reason": reason}, "op", OPERATOR)
    assert answer.ok, answer
    follower.deliver_all()
    wait_for_refunds(shop, order_id)
    assert orders.get_order(order_id)["status"] == "REFUNDED"
    assert orders.get_order(order_id)["refunds"][0]["reason"] == reason


@pytest.mark.parametrize("title", ["明前龙井茶" * 10, FAMILY * 7, "茶" * 41 + FAMILY, "🇨🇳" * 25])
def test_goods_with_any_title_can_be_bought_and_shipped(shop: Shop, title: str):
    orders.save_goods(title=title)
    follower = orders.OrderStream(shop)
    answer = orders.place()
    assert answer.ok, answer
    orders.pay(shop, answer["orderId"])
    follower.deliver_all()
    assert ship(answer["orderId"], "75300000000001").ok
    follower.deliver_all()
    (shipped,) = orders.payments(shop, answer["orderId"])[0]["shipments"]
    (parcel,) = shipped["shipping_list"]
    assert title.startswith(parcel["item_desc"].rstrip("…"))
    assert not parcel["item_desc"].endswith("\u200d")


def ship(order_id: str, number: str) -> Answer:
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": number}
    return call("shipOrder", form, "op", OPERATOR)


def test_a_tracking_number_is_sent_whole_or_refused(shop: Shop):
    keys = {"shipped": ["thing1", "character_string2"]}
    shop.sandbox.post("/sandbox/templates", keys)
    form = {
        "notice": "orderShipped",
        "templateId": "shipped",
        "data": {"thing1": "{goods}", "character_string2": "{number}"},
    }
    assert call("saveNotice", form, "op", OPERATOR).ok
    call("allowNotice", {"results": {"shipped": "accept"}})
    orders.save_goods()
    follower = orders.OrderStream(shop)
    order_id = paid(shop, follower)
    too_long = ship(order_id, "7" * 34)
    assert (too_long.status, too_long["field"]) == (400, "trackingNumber")
    assert orders.get_order(order_id)["status"] == "PAID"
    assert ship(order_id, "7" * 32).ok
    follower.deliver_all()
    assert shop.run_queue("notice", "sendNotice") == []
    (message,) = shop.sandbox.messages("u1")
    assert message["body"]["data"]["character_string2"]["value"] == "7" * 32


@pytest.mark.parametrize("fact", ["orderId", "number"])
def test_a_template_that_would_show_half_a_number_is_refused(shop: Shop, fact: str):
    form = {"notice": "orderShipped", "templateId": "t", "data": {"thing1": f"{{{fact}}}"}}
    refused = call("saveNotice", form, "op", OPERATOR)
    assert (refused.status, refused["field"]) == (400, "thing1")
    form["data"] = {"character_string1": f"{{{fact}}}"}
    assert call("saveNotice", form, "op", OPERATOR).ok


def test_a_share_code_fits_a_scene(shop: Shop):
    orders.save_goods()
    code = call("createShare", {"goodsId": orders.SKU})["code"]
    assert 1 <= len(code.encode()) <= 32


def test_the_sandbox_takes_a_family_in_a_thing():
    assert wechat.fits("thing1", FAMILY)

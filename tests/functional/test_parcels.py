"""Parcels: shipOrder, shipOrders and correctShipping, and what WeChat knows of them afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import orders
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler, sqs_event
from tests.support.orders import OPERATOR, OrderStream, stock_counts


def parcel(number: str, carrier: str = "ZTO", **lines: int) -> dict[str, Any]:
    form: dict[str, Any] = {"carrier": carrier, "trackingNumber": number}
    if lines:
        form["lines"] = [
            {"skuId": sku.replace("_", "-"), "quantity": n} for sku, n in lines.items()
        ]
    return form


def ship(order_id: str, *parcels: dict[str, Any], **more: Any) -> Answer:
    form = {"orderId": order_id, **({"parcels": list(parcels)} if parcels else {}), **more}
    return call("shipOrder", form, "op", OPERATOR)


def correct(order_id: str, *parcels: dict[str, Any]) -> Answer:
    return call("correctShipping", {"orderId": order_id, "parcels": list(parcels)}, "op", OPERATOR)


def paid(shop: Shop, quantity: int = 1, **more: Any) -> str:
    order_id = str(orders.place(quantity=quantity, **more)["orderId"])
    orders.pay(shop, order_id)
    return order_id


def uploads(shop: Shop, order_id: str) -> list[dict[str, Any]]:
    return list(orders.payments(shop, order_id)[0]["shipments"])


def numbers(upload: dict[str, Any]) -> list[str]:
    return [each["tracking_no"] for each in upload["shipping_list"]]


def test_an_order_in_several_parcels_is_a_split_delivery(shop: Shop) -> None:
    orders.save_goods(3)
    order_id = paid(shop, 3)
    stream = OrderStream(shop)
    sent = ship(order_id, parcel("A1"), parcel("A2", "YTO"))
    assert sent["status"] == "SHIPPED"
    assert [each["carrierName"] for each in sent["parcels"]] == ["中通快递", "圆通速递"]
    assert sent["shipping"] == sent["parcels"][0]
    assert sent["shippedAt"] == shop.clock.now
    stream.deliver_all()
    (upload,) = uploads(shop, order_id)
    assert (upload["delivery_mode"], upload["is_all_delivered"]) == (2, True)
    assert numbers(upload) == ["A1", "A2"]
    again = sqs_event({"orderId": order_id}, {"orderId": order_id})
    assert handler("uploadShipping")(again, LambdaContext()) == {"batchItemFailures": []}
    assert len(uploads(shop, order_id)) == 1


def test_an_order_is_shipped_when_all_its_units_are(shop: Shop) -> None:
    orders.save_goods(3)
    order_id = paid(shop, 3)
    stream = OrderStream(shop)
    some = ship(order_id, parcel("A1", tea_1=2))
    assert (some["status"], some["parcels"][0]["lines"][0]["quantity"]) == ("PAID", 2)
    stream.deliver_all()
    assert ship(order_id, parcel("A1", tea_1=2))["status"] == "PAID", "a repeat changes nothing"
    assert ship(order_id, parcel("A2", tea_1=2)).code == "UNITS_SHIPPED"
    assert ship(order_id, parcel("A2", tea_1=1))["status"] == "SHIPPED"
    stream.deliver_all()
    first, last = uploads(shop, order_id)
    assert (first["is_all_delivered"], numbers(first)) == (False, ["A1"])
    assert (last["is_all_delivered"], numbers(last)) == (True, ["A2"])
    history = [entry["what"] for entry in orders.get_order(order_id)["history"]]
    assert history[-2:] == ["PARCELS", "SHIPPED"]


def test_late_and_repeated_messages_tell_wechat_each_parcel_once(shop: Shop) -> None:
    orders.save_goods(3)
    order_id = paid(shop, 3)
    stream = OrderStream(shop)
    ship(order_id, parcel("A1", tea_1=1))
    ship(order_id, parcel("A2", tea_1=2))
    stream.deliver_all()
    stream.deliver_all(shop.stream_records("orders")[::-1])
    (upload,) = uploads(shop, order_id)
    assert (upload["is_all_delivered"], numbers(upload)) == (True, ["A1", "A2"])


def test_a_refund_of_what_was_not_sent_ships_the_order_and_fills_the_stock(shop: Shop) -> None:
    orders.save_goods(3)
    order_id = paid(shop, 3)
    stream = OrderStream(shop)
    ship(order_id, parcel("A1", tea_1=2))
    stream.deliver_all()
    form = {"orderId": order_id, "reason": "缺货", "items": [{"skuId": "tea-1", "quantity": 1}]}
    assert call("refundOrder", form, "op", OPERATOR)["status"] == "SHIPPED"
    assert orders.get_stock() == stock_counts(3, 1, 0, 2)
    stream.deliver_all()
    first, last = uploads(shop, order_id)
    assert (first["is_all_delivered"], last["is_all_delivered"]) == (False, True)
    assert numbers(last) == ["A1"]


def test_a_whole_refund_brings_back_only_units_that_were_not_sent(shop: Shop) -> None:
    orders.save_goods(3)
    order_id = paid(shop, 3)
    ship(order_id, parcel("A1", tea_1=2))
    form = {"orderId": order_id, "reason": "不要了"}
    assert call("refundOrder", form, "op", OPERATOR)["status"] == "REFUNDING"
    assert orders.get_stock() == stock_counts(3, 1, 0, 2)
    assert ship(order_id, parcel("A2", tea_1=1)).code == "ORDER_STATE"


def test_what_is_refused_changes_nothing(shop: Shop) -> None:
    orders.save_goods(2)
    order_id = paid(shop, 2)
    forms: tuple[dict[str, Any], ...] = (
        {"parcels": []},
        {"parcels": [parcel(str(n)) for n in range(16)]},
        {"parcels": [parcel("1", "YUNTO")]},
        {"parcels": [parcel("1"), parcel("1")]},
        {"parcels": [parcel("1", tea_1=1), parcel("2")]},
        {"parcels": [parcel("1", cup_1=1)]},
        {"parcels": [parcel("1", tea_1=0)]},
        {"parcels": [parcel("1", "SF")]},
        {"parcels": [parcel("1")], "carrier": "ZTO"},
        {"carrier": "ZTO"},
        {"trackingNumber": "1"},
        {"carrier": "YUNTO", "trackingNumber": "1"},
        {},
    )
    for form in forms:
        refused = call("shipOrder", {"orderId": order_id, **form}, "op", OPERATOR)
        assert refused.status == 400, (form, refused)
    assert orders.get_order(order_id)["status"] == "PAID"
    assert "parcels" not in orders.get_order(order_id)


def test_any_carrier_of_wechats_list_is_taken(shop: Shop) -> None:
    orders.save_goods(2)
    first, second = paid(shop), paid(shop)
    unknown = ship(first, parcel("1", "YUNTO"))
    assert (unknown.status, unknown.code, unknown["field"]) == (400, "CARRIER_UNKNOWN", "carrier")
    for order_id in (first, second):
        sent = ship(order_id, parcel("1", "007EX"))
        assert (sent["status"], sent["parcels"][0]["carrierName"]) == ("SHIPPED", "007EX")
    listed = "/cgi-bin/express/delivery/open_msg/get_delivery_list"
    assert shop.sandbox.calls(listed) == 1, "the list is kept"


def test_a_correction_is_told_to_wechat_and_a_second_one_is_refused(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    stream = OrderStream(shop)
    assert correct(order_id, parcel("A2")).code == "ORDER_STATE"
    ship(order_id, parcel("A1"))
    stream.deliver_all()
    assert correct(order_id, parcel("A1"))["status"] == "SHIPPED", "nothing is to be corrected"
    for _ in range(2):
        fixed = correct(order_id, parcel("A2", "YTO"))
        assert fixed["parcels"][0]["trackingNumber"] == "A2"
        stream.deliver_all()
    first, second = uploads(shop, order_id)
    assert (numbers(first), numbers(second)) == (["A1"], ["A2"])
    refused = correct(order_id, parcel("A3"))
    assert (refused.status, refused.code) == (409, "SHIPPING_CORRECTED")
    assert ship(order_id, parcel("A2", "YTO"))["status"] == "SHIPPED"
    assert [each["what"] for each in orders.get_order(order_id)["history"]][-1] == "CORRECTED"


def test_a_correction_before_wechat_knows_the_first_is_simply_told(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    ship(order_id, parcel("A1"))
    correct(order_id, parcel("A2"), parcel("A3"))
    OrderStream(shop).deliver_all()
    (upload,) = uploads(shop, order_id)
    assert (upload["delivery_mode"], numbers(upload)) == (2, ["A2", "A3"])


@pytest.mark.parametrize(("delivery", "logistics"), [("pickup", 4), ("virtual", 3)])
def test_goods_that_no_carrier_brings_are_handed_over(
    shop: Shop, delivery: str, logistics: int
) -> None:
    orders.save_goods(1, delivery=delivery)
    order_id = paid(shop)
    assert ship(order_id, parcel("1")).status == 400
    for _ in range(2):
        handed = ship(order_id)
        assert handed["status"] == "SHIPPED"
        assert "parcels" not in handed.body
    OrderStream(shop).deliver_all()
    (upload,) = uploads(shop, order_id)
    assert (upload["logistics_type"], upload["delivery_mode"]) == (logistics, 1)
    assert upload["shipping_list"] == [{"item_desc": "红茶"}]
    assert correct(order_id, parcel("1")).status == 400


# --- a sheet of rows -----------------------------------------------------------------------------


def rows(*cells: tuple[str, str, str]) -> list[dict[str, Any]]:
    form = [{"orderId": o, "carrier": c, "trackingNumber": n} for o, c, n in cells]
    answer = call("shipOrders", {"rows": form}, "op", OPERATOR)
    assert answer.ok, answer
    return list(answer["results"])


def test_each_row_has_its_answer_and_the_sheet_can_be_sent_again(shop: Shop) -> None:
    orders.save_goods(5)
    one, two, unpaid = paid(shop), paid(shop), str(orders.place("u2")["orderId"])
    sheet = [
        (one, "ZTO", "A1"),
        (unpaid, "ZTO", "A2"),
        (two, "YTO", "B1"),
        ("0" * 26, "ZTO", "A3"),
        (two, "STO", "B2"),
        ("?", "ZTO", "A4"),
    ]
    for _ in range(2):
        results = rows(*sheet)
        assert [each["orderId"] for each in results] == [order_id for order_id, *_ in sheet]
        assert [each["ok"] for each in results] == [True, False, True, False, True, False]
        codes = [each.get("errCode") for each in results]
        assert codes == [None, "ORDER_STATE", None, "ORDER_NOT_FOUND", None, "BAD_REQUEST"]
    assert [each["trackingNumber"] for each in orders.get_order(two)["parcels"]] == ["B1", "B2"]


def test_a_row_that_is_not_valid_stops_its_order_alone(shop: Shop) -> None:
    orders.save_goods(5)
    one, two = paid(shop), paid(shop)
    results = rows((one, "ZTO", "A1"), (one, "ZTO", "7 7"), (two, "YUNTO", "B1"))
    codes = [each.get("errCode") for each in results]
    assert codes == ["BAD_REQUEST", "BAD_REQUEST", "CARRIER_UNKNOWN"]
    assert [orders.get_order(each)["status"] for each in (one, two)] == ["PAID", "PAID"]
    assert call("shipOrders", {"rows": []}, "op", OPERATOR).status == 400
    many = [{"orderId": one, "carrier": "ZTO", "trackingNumber": "1"}] * 501
    assert call("shipOrders", {"rows": many}, "op", OPERATOR).status == 400
    assert call("shipOrders", {"rows": many[:1]}).status == 403


def test_rows_for_which_there_is_no_time_are_told_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.orders import ship_rows

    orders.save_goods(1)
    order_id = paid(shop)
    monkeypatch.setattr(ship_rows, "BUDGET_S", -1.0)
    assert rows((order_id, "ZTO", "A1"))[0]["errCode"] == "BUSY"
    monkeypatch.undo()
    assert rows((order_id, "ZTO", "A1"))[0]["ok"]

"""POST /wxa/sec/order/upload_shipping_info."""

import pytest

from shop.orders.carriers import CARRIERS

UPLOAD = "/wxa/sec/order/upload_shipping_info"


@pytest.fixture
def ship(merchant):
    merchant.prepay("order-1")
    merchant.paid = merchant.wx.post("/sandbox/pay", {"out_trade_no": "order-1"})["transaction_id"]

    def call(**change):
        body = {
            "order_key": {
                "order_number_type": 1,
                "mchid": merchant.config.mchid,
                "out_trade_no": "order-1",
            },
            "logistics_type": 1,
            "delivery_mode": 1,
            "shipping_list": [parcel()],
            "upload_time": "2026-11-22T13:29:35.120+08:00",
            "payer": {"openid": "buyer-1"},
        } | change
        body = {name: value for name, value in body.items() if value is not None}
        return merchant.wx.post(f"{UPLOAD}?access_token={merchant.wx.token()}", body)["errcode"]

    return call


def parcel(**change):
    return {"tracking_no": "YT1", "express_company": "YTO", "item_desc": "苹果*2"} | change


def test_shipped_by_either_number(merchant, ship):
    assert ship(order_key={"order_number_type": 2, "transaction_id": merchant.paid}) == 0
    (payment,) = merchant.wx.get("/sandbox/payments", out_trade_no="order-1")
    assert payment["shipments"][0]["shipping_list"][0]["tracking_no"] == "YT1"


def test_token_is_needed(merchant, ship):
    assert merchant.wx.post(UPLOAD, {})["errcode"] == 41001


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"order_key": None}, 268485194),
        ({"order_key": {"order_number_type": 3}}, 268485194),
        ({"order_key": {"order_number_type": 2, "transaction_id": "1"}}, 10060001),
        (
            {"order_key": {"order_number_type": 1, "mchid": "1", "out_trade_no": "order-1"}},
            10060001,
        ),
        ({"logistics_type": 5}, 10060005),
        ({"delivery_mode": 3}, 268485224),
        ({"delivery_mode": 2, "logistics_type": 3}, 10060006),
        ({"delivery_mode": 2}, 10060007),
        ({"shipping_list": []}, 10060014),
        ({"shipping_list": [parcel(), parcel()]}, 268485228),
        ({"shipping_list": [parcel()] * 16}, 10060024),
        ({"shipping_list": [parcel(item_desc="")]}, 10060008),
        ({"shipping_list": [parcel(item_desc="长" * 121)]}, 10060009),
        ({"shipping_list": [parcel(tracking_no="")]}, 268485226),
        ({"shipping_list": [parcel(express_company=None)]}, 268485227),
        ({"shipping_list": [parcel(express_company="SF")]}, 10060014),
        ({"shipping_list": [parcel(express_company="YUNTO")]}, 10060014),
        ({"shipping_list": [parcel(express_company="Y" * 129)]}, 10060025),
        ({"shipping_list": parcel()}, 47001),
        ({"upload_time": "2026-11-22T13:29:35+08:00"}, 268485216),
        ({"upload_time": None}, 268485216),
        ({"payer": {"openid": "buyer-2"}}, 10060031),
        ({"payer": None}, 10060031),
    ],
)
def test_refusals(merchant, ship, change, errcode):
    assert ship(**change) == errcode
    assert merchant.wx.get("/sandbox/payments")[0]["shipments"] == []


def test_without_express_no_tracking_number_is_needed(ship):
    assert ship(logistics_type=4, shipping_list=[{"item_desc": "自提"}]) == 0


def test_sf_needs_a_masked_number(ship):
    contact = {"receiver_contact": "+86-177****1234"}
    assert ship(shipping_list=[parcel(express_company="SF", contact=contact)]) == 0


def test_corrected_once(ship):
    assert ship() == 0
    later = "2026-11-22T13:30:00.000+08:00"
    assert ship(upload_time=later) == 10060023
    other = [parcel(tracking_no="YT2")]
    assert ship(shipping_list=other) == 268485216
    assert ship(shipping_list=other, upload_time=later) == 0
    latest = "2026-11-22T13:31:00.000+08:00"
    assert ship(shipping_list=[parcel(tracking_no="YT3")], upload_time=latest) == 10060003


@pytest.fixture
def part(ship):
    def call(number, minute, all_delivered, *more):
        return ship(
            delivery_mode=2,
            is_all_delivered=all_delivered,
            shipping_list=[parcel(tracking_no=f"YT{each}") for each in (number, *more)],
            upload_time=f"2026-11-22T13:{minute}:00.000+08:00",
        )

    return call


def test_split_until_all_is_delivered(part, record):
    assert [part(1, 10, False), part(2, 11, False)] == [0, 0]
    assert record()["order_state"] == 1
    assert part(3, 12, True) == 0
    known = record()
    assert (known["order_state"], known["shipping"]["finish_shipping_count"]) == (2, 1)
    numbers = [each["tracking_no"] for each in known["shipping"]["shipping_list"]]
    assert numbers == ["YT1", "YT2", "YT3"]
    assert part(4, 13, False) == 10060002


def test_a_finished_delivery_is_shipped_once_more(part, record):
    assert [part(1, 10, True, 2), part(3, 11, True, 4)] == [0, 0]
    shipping = record()["shipping"]
    assert [each["tracking_no"] for each in shipping["shipping_list"]] == ["YT3", "YT4"]
    assert shipping["finish_shipping_count"] == 2
    assert part(5, 12, True) == 10060003


def test_another_mode_is_shipping_once_more(part, ship):
    assert part(1, 10, False) == 0
    assert ship(upload_time="2026-11-22T13:11:00.000+08:00") == 0
    assert part(2, 12, True) == 10060003


def test_a_delivery_has_at_most_fifteen_parcels(part):
    assert part(0, 10, False, *range(1, 14)) == 0
    assert part(14, 11, False, 15) == 10060024
    assert part(14, 12, True) == 0


@pytest.fixture
def record(merchant, ship):
    def call(**key):
        key = key or {"transaction_id": merchant.paid}
        path = f"/wxa/sec/order/get_order?access_token={merchant.wx.token()}"
        answer = merchant.wx.post(path, key)
        return answer.get("order", answer)

    return call


def test_what_wechat_knows_of_an_order(merchant, ship, record):
    number = {"merchant_id": merchant.config.mchid, "merchant_trade_no": "order-1"}
    assert record(**number)["transaction_id"] == merchant.paid
    assert (record()["order_state"], record()["shipping"]) == (1, {})
    assert ship() == 0
    assert record()["order_state"] == 2
    merchant.wx.post("/sandbox/receipt", {"out_trade_no": "order-1", "silent": True})
    assert record()["order_state"] == 3
    later = "2026-11-22T13:30:00.000+08:00"
    assert ship(shipping_list=[parcel(tracking_no="2")], upload_time=later) == 10060004
    assert record(transaction_id="1")["errcode"] == 10060001
    assert record(transaction_id="")["errcode"] == 268485196


def test_the_list_of_carriers(merchant):
    path = "/cgi-bin/express/delivery/open_msg/get_delivery_list"
    answer = merchant.wx.post(f"{path}?access_token={merchant.wx.token()}", {})
    listed = {each["delivery_id"] for each in answer["delivery_list"]}
    assert {"SF", "JTSD", "007EX"} <= listed
    assert answer["count"] == len(listed)
    assert listed >= CARRIERS.keys()


def test_unpaid_and_refunded_orders_are_not_shipped(merchant, ship):
    merchant.prepay("order-2")
    key = {"order_number_type": 1, "mchid": merchant.config.mchid, "out_trade_no": "order-2"}
    assert ship(order_key=key) == 10060001
    merchant.refund("refund-1", 1990, transaction_id=merchant.paid)
    assert ship() == 10060004

"""POST /sandbox/pay and /sandbox/notify: the notifications that payNotify receives."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidTag

from local.wechat_sandbox import Sandbox


@pytest.fixture
def pay(merchant):
    merchant.prepay("order-1", attach="a")

    def call(expect=200, **body):
        return merchant.wx.post("/sandbox/pay", {"out_trade_no": "order-1"} | body, expect)

    return call


def test_payment_is_notified(merchant, shop, pay):
    paid = pay()
    assert [one["status"] for one in paid["notified"]] == [200]
    (request,) = shop.received
    assert request["path"] == "/payNotify"
    event, plain = merchant.decrypted(request)
    assert event == "TRANSACTION.SUCCESS"
    assert plain["trade_state"] == "SUCCESS"
    assert plain["transaction_id"] == paid["transaction_id"]
    assert plain["out_trade_no"] == "order-1"
    assert (plain["appid"], plain["mchid"]) == (merchant.config.appid, merchant.config.mchid)
    assert plain["amount"]["total"] == 1990
    assert plain["payer"] == {"openid": "buyer-1"}
    envelope = json.loads(request["body"])
    assert envelope["resource_type"] == "encrypt-resource"
    assert envelope["resource"]["algorithm"] == "AEAD_AES_256_GCM"
    assert merchant.wx.get("/sandbox/payments", out_trade_no="order-1")[0]["state"] == "SUCCESS"
    (notice,) = merchant.wx.get("/sandbox/notifications", out_trade_no="order-1")["notifications"]
    assert (notice["state"], len(notice["attempts"])) == ("delivered", 1)


def test_notification_is_signed_with_the_configured_key(merchant, shop, pay):
    pay()
    merchant.wx.post("/sandbox/config", {"sign_with": "certificate"})
    merchant.wx.post("/sandbox/notify", {"out_trade_no": "order-1"})
    serials = [request["headers"]["wechatpay-serial"] for request in shop.received]
    assert serials == [merchant.config.public_key_id, merchant.config.platform_serial]
    for request in shop.received:
        merchant.decrypted(request)


def test_notification_is_repeated_until_it_is_accepted(merchant, shop, pay, eventually):
    shop.answer = lambda request: (204, b"") if len(shop.received) == 4 else (500, b"")
    assert pay()["notified"][0]["status"] == 500

    def delivered():
        (notice,) = merchant.wx.get("/sandbox/notifications")["notifications"]
        return notice if notice["state"] == "delivered" else None

    notice = eventually(delivered)
    assert [one["status"] for one in notice["attempts"]] == [500, 500, 500, 204]
    assert len({request["body"] for request in shop.received}) == 1
    assert len({request["headers"]["wechatpay-nonce"] for request in shop.received}) == 4
    for request in shop.received:
        merchant.decrypted(request)


def test_notification_is_given_up_after_fifteen_repeats(merchant, shop, pay, eventually):
    merchant.wx.post("/sandbox/config", {"retry_factor": 0.0001})
    shop.answer = lambda request: (401, b'{"code":"FAIL"}')
    pay()

    def given_up():
        (notice,) = merchant.wx.get("/sandbox/notifications")["notifications"]
        return notice if notice["state"] == "given up" else None

    assert len(eventually(given_up, 30)["attempts"]) == 16


def test_repeats_in_parallel_are_the_same_notification(merchant, shop, pay):
    answer = pay(times=40)
    assert [one["status"] for one in answer["notified"]] == [200] * 40
    assert len({request["body"] for request in shop.received}) == 1
    assert len(merchant.wx.get("/sandbox/payments")) == 1


def test_notification_can_be_delayed(merchant, shop, pay, eventually):
    answer = pay(delay_ms=50)
    assert answer["notified"] == []
    assert shop.received == []
    assert merchant.query("order-1")[1]["trade_state"] == "SUCCESS"
    assert eventually(lambda: len(shop.received) == 1)


def test_payment_without_notification(merchant, shop, pay):
    pay(notify=False)
    assert shop.received == []
    assert merchant.query("order-1")[1]["trade_state"] == "SUCCESS"
    merchant.wx.post("/sandbox/notify", {"out_trade_no": "order-1"})
    assert merchant.decrypted(shop.received[0])[0] == "TRANSACTION.SUCCESS"


def test_paying_twice_is_two_payments(merchant, shop, pay):
    first, second = pay()["transaction_id"], pay()["transaction_id"]
    assert first != second
    notified = [merchant.decrypted(request)[1]["transaction_id"] for request in shop.received]
    assert notified == [first, second]
    payments = merchant.wx.get("/sandbox/payments", out_trade_no="order-1")
    assert [one["transaction_id"] for one in payments] == [first, second]
    assert merchant.query("order-1")[1]["transaction_id"] == first


def test_closed_order_can_be_paid_unless_strict(merchant, pay):
    merchant.close("order-1")
    assert "closed" in pay(expect=400, strict=True)["error"]
    assert merchant.query("order-1")[1]["trade_state"] == "CLOSED"
    pay()
    assert merchant.query("order-1")[1]["trade_state"] == "SUCCESS"


@pytest.mark.parametrize(("hours", "text"), [(3, "two hours"), (8 * 24, "time_expire")])
def test_strict_payment_checks_the_time_limits(merchant, pay, hours, text):
    merchant.wx.clock(hours * 3600_000)
    assert text in pay(expect=400, strict=True)["error"]


def test_strict_payment_is_made_once(pay):
    pay(strict=True)
    assert "paid" in pay(expect=400, strict=True)["error"]


def test_wrong_amount_and_orphan(merchant, shop, pay):
    pay(amount=1)
    assert merchant.decrypted(shop.received[0])[1]["amount"]["total"] == 1
    merchant.wx.post("/sandbox/pay", {"out_trade_no": "order-9"}, expect=400)
    orphan = {"out_trade_no": "order-9", "amount": 5, "openid": "stranger"}
    merchant.wx.post("/sandbox/pay", orphan)
    plain = merchant.decrypted(shop.received[1])[1]
    assert (plain["out_trade_no"], plain["payer"]["openid"]) == ("order-9", "stranger")
    assert merchant.query("order-9")[1]["trade_state"] == "SUCCESS"


def test_orphan_payment_needs_a_notify_url(wx):
    orphan = {"out_trade_no": "order-9", "amount": 5}
    assert "notify_url" in wx.post("/sandbox/pay", orphan, expect=400)["error"]
    assert wx.get("/sandbox/payments") == []


def test_forgeries_are_wrong_in_exactly_one_way_and_sent_once(merchant, shop, pay):
    shop.answer = lambda request: (401, b"")

    def forged(**flaw):
        shop.received.clear()
        merchant.wx.post("/sandbox/notify", {"out_trade_no": "order-1"} | flaw)
        (request,) = shop.received
        return request

    pay(notify=False)
    assert not merchant.signed(*parts(forged(tamper=True)))
    assert not merchant.signed(*parts(forged(wrong_key=True)))
    unknown = forged(unknown_serial=True)
    assert unknown["headers"]["wechatpay-serial"] not in (
        merchant.config.public_key_id,
        merchant.config.platform_serial,
    )
    probe = forged(signtest=True)
    assert probe["headers"]["wechatpay-signature"].startswith("WECHATPAY/SIGNTEST/")
    assert not merchant.signed(*parts(probe))

    stale = forged(stale=True)
    assert merchant.signed(*parts(stale))
    with pytest.raises(AssertionError, match="stale"):
        merchant.decrypted(stale)
    tampered = forged(tamper="ciphertext")
    assert merchant.signed(*parts(tampered))
    with pytest.raises(InvalidTag):
        merchant.decrypted(tampered)
    assert merchant.decrypted(forged(event="TRANSACTION.OTHER"))[0] == "TRANSACTION.OTHER"
    changed = {"appid": "wxother", "amount": {"currency": "USD"}}
    plain = merchant.decrypted(forged(overrides=changed))[1]
    assert plain["appid"] == "wxother"
    assert (plain["amount"]["currency"], plain["amount"]["total"]) == ("USD", 1990)
    states = {one["state"] for one in merchant.wx.get("/sandbox/notifications")["notifications"]}
    assert states == {"forged"}


def parts(request):
    return request["body"], request["headers"]


def test_replay_is_identical(merchant, shop, pay):
    assert len(pay(replay=True)["notified"]) == 2
    first, second = shop.received
    assert first == second
    merchant.decrypted(first)


def test_refund_notification_can_be_repeated(merchant, shop, pay, eventually):
    paid = pay()
    merchant.refund("refund-1", 10, transaction_id=paid["transaction_id"])
    assert eventually(lambda: len(shop.received) == 2)
    again = {"out_refund_no": "refund-1", "times": 3}
    assert len(merchant.wx.post("/sandbox/notify", again)["notified"]) == 3
    # The payment's notification still reports the payment, although it has been refunded.
    merchant.wx.post("/sandbox/notify", {"transaction_id": paid["transaction_id"]})
    assert merchant.decrypted(shop.received[-1])[1]["trade_state"] == "SUCCESS"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/sandbox/pay", {}),
        ("/sandbox/pay", {"out_trade_no": "order-1", "amount": 0}),
        ("/sandbox/pay", {"out_trade_no": "order-1", "amount": "5"}),
        ("/sandbox/pay", {"out_trade_no": "order-1", "times": 0}),
        ("/sandbox/pay", {"out_trade_no": "order-1", "tamper": "soul"}),
        ("/sandbox/pay", {"out_trade_no": "order-1", "stale": 1}),
        ("/sandbox/pay", {"out_trade_no": "order-1", "color": "red"}),
        ("/sandbox/notify", {}),
        ("/sandbox/notify", {"out_trade_no": "order-1"}),
        ("/sandbox/notify", {"out_trade_no": "order-1", "transaction_id": "4"}),
        ("/sandbox/notify", {"out_refund_no": "refund-1"}),
        ("/sandbox/refunds", {"status": "LOST"}),
        ("/sandbox/settle", {"out_refund_no": "refund-1", "status": "SUCCESS"}),
    ],
)
def test_invalid_control_requests(merchant, shop, path, body):
    merchant.prepay("order-1")
    assert "error" in merchant.wx.post(path, body, expect=400)
    assert shop.received == []
    assert merchant.wx.get("/sandbox/payments") == []


def test_notifications_and_refunds_continue_after_a_restart(
    config, tmp_path, shop, caller, merchant_of, eventually
):
    state = tmp_path / "state.json"
    shop.answer = lambda request: (500, b"")
    with Sandbox(config, state=state) as first:
        wx = caller(first.url, config)
        wx.post("/sandbox/config", {"retry_factor": 0.2, "refund_delay_ms": 60_000})
        merchant = merchant_of(wx, shop.url + "/payNotify")
        merchant.prepay("order-1")
        paid = wx.post("/sandbox/pay", {"out_trade_no": "order-1"})
        merchant.refund("refund-1", 1990, transaction_id=paid["transaction_id"])
        wx.post("/sandbox/config", {"retry_factor": 0.001, "refund_delay_ms": 1})
    shop.answer = lambda request: (204, b"")
    sent = len(shop.received)
    with Sandbox(config, state=state) as second:
        merchant = merchant_of(caller(second.url, config), shop.url + "/payNotify")
        assert eventually(lambda: len(shop.received) == sent + 2)
        events = {merchant.decrypted(request)[0] for request in shop.received[sent:]}
        assert events == {"TRANSACTION.SUCCESS", "REFUND.SUCCESS"}
        (payment,) = merchant.wx.get("/sandbox/payments", out_trade_no="order-1")
        assert payment["refunds"][0]["state"] == "SUCCESS"


def test_reset_deletes_orders_and_stops_notifications(merchant, shop, pay):
    shop.answer = lambda request: (500, b"")
    merchant.wx.post("/sandbox/config", {"retry_factor": 1})
    pay()
    merchant.wx.post("/sandbox/reset", {})
    assert merchant.wx.get("/sandbox/payments") == []
    assert merchant.wx.get("/sandbox/orders") == {"orders": []}
    assert merchant.wx.get("/sandbox/notifications") == {"notifications": []}
    assert merchant.query("order-1")[0] == 404


def test_ciphertext_ends_with_its_tag(merchant, shop, pay):
    pay()
    resource = json.loads(shop.received[0]["body"])["resource"]
    sealed = base64.b64decode(resource["ciphertext"])
    plain = merchant.decrypted(shop.received[0])[1]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(sealed) == len(text) + 16

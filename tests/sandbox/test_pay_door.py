"""WeChat Pay's checks of requests, and the signature of its responses."""

import time

import pytest

PATH = "/v3/pay/transactions/jsapi"


def raw(merchant, body=b"{}", method="POST", path=PATH, **change):
    headers = merchant.headers(method, path, body) | change
    headers = {name: text for name, text in headers.items() if text is not None}
    status, answer, sent = merchant.wx.http(method, path, body, headers)
    return status, answer.decode(), sent


def authorized(merchant, body=b"{}", signed_body=None, **change):
    signed = body if signed_body is None else signed_body
    return raw(merchant, body, Authorization=merchant.authorization("POST", PATH, signed, **change))


def test_signed_request_is_accepted(merchant):
    status, answer, sent = raw(merchant)
    assert status == 400
    assert "PARAM_ERROR" in answer
    assert merchant.signed(answer.encode(), sent)
    assert sent["request-id"]
    assert sent["wechatpay-signature-type"] == "WECHATPAY2-SHA256-RSA2048"


@pytest.mark.parametrize(
    "change",
    [
        {"mchid": "1900000000"},
        {"serial_no": "0" * 40},
        {"signature": "AAAA"},
        {"signature": "not base64!"},
        {"timestamp": "soon"},
        {"timestamp": "1"},
    ],
)
def test_wrong_authorization(merchant, change):
    status, answer, sent = authorized(merchant, **change)
    assert status == 401
    assert "SIGN_ERROR" in answer
    assert "wechatpay-signature" not in sent


@pytest.mark.parametrize(
    "header",
    [None, "Bearer x", "WECHATPAY2-SHA256-RSA2048 ", 'WECHATPAY2-SHA256-RSA2048 mchid="1"'],
)
def test_malformed_authorization(merchant, header):
    assert raw(merchant, Authorization=header)[0] == 401


def test_space_after_the_comma(merchant):
    header = merchant.authorization("POST", PATH, b"{}").replace(",", ", ")
    assert raw(merchant, Authorization=header)[0] == 401


def test_signature_covers_the_exact_bytes(merchant):
    assert authorized(merchant, b"{}")[0] == 400
    assert authorized(merchant, b"{ }", signed_body=b"{}")[0] == 401
    path = f"/v3/pay/transactions/id/1?mchid={merchant.config.mchid}"
    header = merchant.authorization("GET", path, b"")
    assert raw(merchant, b"", "GET", path, Authorization=header)[0] == 404
    header = merchant.authorization("GET", path, b"")
    assert raw(merchant, b"", "GET", path + "&x=1", Authorization=header)[0] == 401


def test_timestamp_may_differ_by_five_minutes(merchant):
    now = int(time.time())
    assert authorized(merchant, timestamp=str(now - 290))[0] == 400
    assert authorized(merchant, timestamp=str(now + 290))[0] == 400
    assert authorized(merchant, timestamp=str(now - 310))[0] == 401
    assert authorized(merchant, timestamp=str(now + 310))[0] == 401
    merchant.wx.clock(3600_000)
    assert authorized(merchant, timestamp=str(now))[0] == 401


def test_nonce_works_once(merchant):
    assert authorized(merchant, nonce_str="n" * 32)[0] == 400
    assert authorized(merchant, nonce_str="n" * 32)[0] == 401


def test_forged_request_does_not_use_up_the_nonce(merchant):
    assert authorized(merchant, nonce_str="m" * 32, signature="AAAA")[0] == 401
    assert authorized(merchant, nonce_str="m" * 32)[0] == 400


@pytest.mark.parametrize(
    "change",
    [
        {"Accept": None},
        {"Accept": "text/html"},
        {"User-Agent": None},
        {"Content-Type": "text/plain"},
        {"Wechatpay-Serial": "PUB_KEY_ID_unknown"},
    ],
)
def test_required_headers(merchant, change):
    status, answer, _ = raw(merchant, **change)
    assert status == 400
    assert "INVALID_REQUEST" in answer


def test_response_is_signed_with_the_requested_key(merchant):
    config = merchant.config

    def serial(**headers):
        return raw(merchant, **headers)[2]["wechatpay-serial"]

    assert serial() == config.public_key_id
    merchant.wx.post("/sandbox/config", {"sign_with": "certificate"})
    assert serial() == config.platform_serial
    for wanted in (config.public_key_id, config.platform_serial):
        _, answer, sent = raw(merchant, **{"Wechatpay-Serial": wanted})
        assert sent["wechatpay-serial"] == wanted
        assert merchant.signed(answer.encode(), sent)


def test_unknown_path_and_method(merchant):
    assert merchant.call("GET", "/v3/nothing")[0] == 404
    assert merchant.call("GET", PATH)[0] == 405


def test_certificates_are_served_only_to_merchants_who_still_have_them(merchant):
    status, answer = merchant.call("GET", "/v3/certificates")
    assert (status, answer["code"]) == (404, "RESOURCE_NOT_EXISTS")
    merchant.wx.post("/sandbox/config", {"serve_certificates": True})
    status, answer = merchant.call("GET", "/v3/certificates")
    (entry,) = answer["data"]
    assert entry["serial_no"] == merchant.config.platform_serial
    assert merchant.decrypt(entry["encrypt_certificate"]).decode() == (
        merchant.config.platform_certificate
    )


@pytest.mark.parametrize(("status", "code"), [(500, "SYSTEM_ERROR"), (429, "RATELIMIT_EXCEEDED")])
def test_faults(merchant, status, code):
    merchant.wx.post("/sandbox/faults", {"path": PATH, "status": status, "code": code})
    assert merchant.prepay("order-1") == (status, {"code": code, "message": "fault on demand"})
    assert merchant.prepay("order-1")[0] == 200
    calls = merchant.wx.get("/sandbox/calls", path=PATH)["calls"]
    assert [(call["status"], call["errcode"]) for call in calls] == [(status, code), (200, 0)]


def test_prepay_has_its_effect_although_the_response_is_lost(merchant):
    fault = {"path": PATH, "drop": True, "after": True}
    merchant.wx.post("/sandbox/faults", fault)
    with pytest.raises(ConnectionError):
        merchant.prepay("order-1")
    assert merchant.query("order-1")[1]["trade_state"] == "NOTPAY"

"""WeChat Pay's published test vectors, signed, verified and decrypted by our own client."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.template import ROOT
from wxcloud import clock
from wxcloud.http import HttpRequest
from wxcloud.wechat import pay

VECTORS = json.loads((ROOT / "tests/vectors/wechat_vectors.json").read_text())


def vector(name: str) -> dict[str, Any]:
    return next(each for each in VECTORS["pay_v3"] if each["id"] == name)


def merchant(**more: Any) -> pay.Merchant:
    kept = VECTORS["pay_keys"]["doc_merchant"]
    given = {"mchid": kept["mchid"], "serial": kept["serial_no"], "notify_url": ""}
    given |= {"api_keys": (), "keys": {}}
    pem = kept["pem"].replace("TESTING KEY", "PRIVATE KEY")
    return pay.Merchant(private_key=pem, **given | more)


def test_a_request_is_signed_as_published() -> None:
    v = vector("request_sign_post_jsapi")
    signed = pay.authorization(
        merchant(), v["method"], v["url"], v["body"].encode(), str(v["timestamp"]), v["nonce"]
    )
    assert f'signature="{v["signature"]}"' in signed
    assert signed.startswith("WECHATPAY2-SHA256-RSA2048 mchid=")


def test_the_clients_fields_are_signed_as_published(monkeypatch: pytest.MonkeyPatch) -> None:
    v = vector("client_pay_sign")
    monkeypatch.setenv("WECHAT_APPID", v["appid"])
    monkeypatch.setattr(pay.secrets, "token_hex", lambda n: v["nonce"])
    clock.set_clock(lambda: int(v["timestamp"]) * 1000)
    try:
        fields = pay.client_fields(v["package"].removeprefix("prepay_id="), merchant())
    finally:
        clock.set_clock(None)
    assert fields == {
        "timeStamp": str(v["timestamp"]),
        "nonceStr": v["nonce"],
        "package": v["package"],
        "signType": "RSA",
        "paySign": v["pay_sign"],
    }


def answer_headers(v: dict[str, Any], serial: str) -> dict[str, str]:
    return {
        "wechatpay-timestamp": str(v["timestamp"]),
        "wechatpay-nonce": v["nonce"],
        "wechatpay-signature": v["signature"],
        "wechatpay-serial": serial,
    }


def test_an_answer_is_verified_by_the_public_key_that_its_serial_names() -> None:
    v = vector("response_verify")
    body = v["body"].encode()
    ours = merchant(keys={"PUB_KEY_ID_1": v["public_key_pem"]})
    at = int(v["timestamp"]) * 1000
    headers = answer_headers(v, "PUB_KEY_ID_1")

    def genuine(now: int = at, data: bytes = body, **change: str) -> bool:
        clock.set_clock(lambda: now)
        try:
            return pay.genuine(headers | change, data, ours)
        finally:
            clock.set_clock(None)

    assert genuine()
    assert genuine(now=at + 300_000)
    assert not genuine(now=at + 301_000)
    assert not genuine(now=at - 301_000)
    assert not genuine(data=body + b" ")
    assert not genuine(**{"wechatpay-nonce": "x"})
    assert not genuine(**{"wechatpay-serial": "PUB_KEY_ID_2"})
    assert not genuine(**{"wechatpay-timestamp": "now"})
    assert not genuine(**{"wechatpay-signature": "WECHATPAY/SIGNTEST/" + v["signature"][19:]})


def test_a_notification_is_verified_by_certificate_and_decrypted() -> None:
    v = vector("go_notify_full")
    headers = {name.lower(): value for name, value in v["headers"].items()}
    body = v["body"] if isinstance(v["body"], str) else json.dumps(v["body"])
    ours = merchant(
        keys={headers["wechatpay-serial"]: v["certificate_pem"]}, api_keys=(v["apiv3_key"],)
    )
    clock.set_clock(lambda: int(headers["wechatpay-timestamp"]) * 1000)
    try:
        assert pay.genuine(headers, body.encode(), ours)
        assert not pay.genuine(headers, body.encode() + b" ", ours)
    finally:
        clock.set_clock(None)
    resource = json.loads(body)["resource"]
    plain = pay._open(resource, ours).decode()
    assert json.loads(plain) == json.loads(v["expect_plaintext"])
    assert pay.decrypt("0" * 32, resource["nonce"], resource["ciphertext"], "") is None


def test_a_notification_that_is_not_signed_is_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pay, "merchant", merchant)
    with pytest.raises(pay.Refusal) as refused:
        pay.read_notification(HttpRequest("POST", {}, {}, b"{}"))
    assert refused.value.code.status == 401


def test_nothing_secret_is_in_the_repr_of_the_account() -> None:
    text = repr(merchant(api_keys=("secret",), keys={"a": "pem"}))
    assert "PRIVATE" not in text
    assert "secret" not in text

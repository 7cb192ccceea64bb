"""WeChat Pay's published test vectors: our client signs, verifies and decrypts them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import msgspec
import pytest

from tests.support.template import ROOT
from wxcloud import clock
from wxcloud.errors import Refusal
from wxcloud.http import HttpRequest
from wxcloud.wechat.pay import crypto, notifications, signatures
from wxcloud.wechat.pay.merchant import Merchant
from wxcloud.wechat.pay.model import Transaction

VECTORS = json.loads((ROOT / "tests/vectors/wechat_vectors.json").read_text())


def vector(name: str) -> dict[str, Any]:
    return next(each for each in VECTORS["pay_v3"] if each["id"] == name)


def merchant(**more: Any) -> Merchant:
    kept = VECTORS["pay_keys"]["doc_merchant"]
    given = {"mchid": kept["mchid"], "serial": kept["serial_no"], "notify_url": ""}
    given |= {"api_keys": (), "keys": {}}
    pem = kept["pem"].replace("TESTING KEY", "PRIVATE KEY")
    return Merchant(private_key=pem, **given | more)


def test_a_request_is_signed_as_published() -> None:
    v = vector("request_sign_post_jsapi")
    signed = signatures.authorization(
        merchant(), v["method"], v["url"], v["body"].encode(), str(v["timestamp"]), v["nonce"]
    )
    assert f'signature="{v["signature"]}"' in signed
    assert signed.startswith("WECHATPAY2-SHA256-RSA2048 mchid=")


def test_the_payment_fields_are_signed_as_published(monkeypatch: pytest.MonkeyPatch) -> None:
    v = vector("client_pay_sign")
    monkeypatch.setenv("WECHAT_APPID", v["appid"])
    monkeypatch.setattr(signatures.secrets, "token_hex", lambda n: v["nonce"])
    clock.set_clock(lambda: int(v["timestamp"]) * 1000)
    try:
        fields = signatures.payment_fields(v["package"].removeprefix("prepay_id="), merchant())
    finally:
        clock.set_clock(None)
    assert msgspec.to_builtins(fields) == {
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


def test_a_response_is_verified_with_the_public_key_of_its_serial() -> None:
    v = vector("response_verify")
    body = v["body"].encode()
    ours = merchant(keys={"PUB_KEY_ID_1": v["public_key_pem"]})
    at = int(v["timestamp"]) * 1000
    headers = answer_headers(v, "PUB_KEY_ID_1")

    def genuine(now: int = at, data: bytes = body, **change: str) -> bool:
        clock.set_clock(lambda: now)
        try:
            return signatures.is_genuine(headers | change, data, ours)
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


def test_a_notification_is_verified_with_the_certificate_and_decrypted() -> None:
    v = vector("go_notify_full")
    headers = {name.lower(): value for name, value in v["headers"].items()}
    body = v["body"] if isinstance(v["body"], str) else json.dumps(v["body"])
    ours = merchant(
        keys={headers["wechatpay-serial"]: v["certificate_pem"]}, api_keys=(v["apiv3_key"],)
    )
    clock.set_clock(lambda: int(headers["wechatpay-timestamp"]) * 1000)
    try:
        assert signatures.is_genuine(headers, body.encode(), ours)
        assert not signatures.is_genuine(headers, body.encode() + b" ", ours)
    finally:
        clock.set_clock(None)
    resource = json.loads(body)["resource"]
    plain = notifications._decrypted(resource, ours).decode()
    assert json.loads(plain) == json.loads(v["expect_plaintext"])
    assert crypto.decrypt("0" * 32, resource["nonce"], resource["ciphertext"], "") is None


def test_an_unsigned_notification_is_refused_before_it_is_decrypted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notifications, "merchant", merchant)
    with pytest.raises(Refusal) as refused:
        notifications.read(HttpRequest("POST", {}, {}, b"{}"))
    assert refused.value.code.status == 401


def test_the_repr_of_the_account_contains_no_secret() -> None:
    text = repr(merchant(api_keys=("secret",), keys={"a": "pem"}))
    assert "PRIVATE" not in text
    assert "secret" not in text


def payment(**more: str) -> Transaction:
    return Transaction("wx1", "1900000001", "order-1", "SUCCESS", **more)


@pytest.mark.parametrize(
    ("success_time", "at"),
    [
        ("2018-06-08T10:34:56+08:00", 1_528_425_296_000),
        ("2018-06-08T02:34:56Z", 1_528_425_296_000),
        ("2018-06-08T10:34:56.5+08:00", 1_528_425_296_500),
        ("", 0),
        ("yesterday", 0),
        ("2018-06-08T10:34:56", 0),  # a time without a zone is ambiguous
    ],
)
def test_the_time_of_a_payment_is_read_as_milliseconds_utc(success_time: str, at: int) -> None:
    assert payment(success_time=success_time).paid_at == at


def test_a_payment_without_a_time_has_none() -> None:
    assert payment().paid_at == 0


def test_a_function_loads_only_the_parts_of_pay_that_it_uses() -> None:
    """payNotify makes no calls to WeChat Pay, and shipping needs only the merchant id."""
    # pyOpenSSL and awscrt are not in the layers. botocore would import them here.
    code = "import sys; sys.modules.update(OpenSSL=None, awscrt=None)\n"
    code += "from wxcloud.wechat.pay.{} import {}; print(*sys.modules)"

    def loaded(module: str, name: str) -> set[str]:
        run = subprocess.run(
            [sys.executable, "-c", code.format(module, name)],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": str(ROOT / "layers/tuan/python")},
        )
        return set(run.stdout.split())

    reading = loaded("notifications", "read")
    assert not reading & {"wxcloud.wechat.pay.calls", "wxcloud.wechat.transport", "cryptography"}
    account = loaded("merchant", "merchant")
    assert not account & {"wxcloud.wechat.pay.signatures", "wxcloud.wechat.pay.crypto"}
    assert "cryptography" not in loaded("calls", "prepay")

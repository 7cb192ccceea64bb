"""How the two WeChat clients handle each outcome of a request: retries and refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.template import ROOT
from wxcloud import clock
from wxcloud.wechat import client, transport
from wxcloud.wechat.client import WeChatRefusal
from wxcloud.wechat.pay import calls, crypto
from wxcloud.wechat.pay.merchant import Merchant
from wxcloud.wechat.pay.model import PayRefusal
from wxcloud.wechat.transport import HttpAnswer, TransportError

LOST = TransportError("ProtocolError", sent=True)
NOT_SENT = TransportError("no connection", sent=False)
TIMED_OUT = TransportError("no answer in time", sent=True, timed_out=True)
NOT_CONNECTED = TransportError("no connection in time", sent=False, timed_out=True)

NOW = 1_795_305_600_000
KEYS = json.loads((ROOT / "tests/vectors/wechat_vectors.json").read_text())["pay_keys"]
PRIVATE = KEYS["doc_merchant"]["pem"].replace("TESTING KEY", "PRIVATE KEY")


def public_key() -> str:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        PublicFormat,
        load_pem_private_key,
    )

    key = load_pem_private_key(PRIVATE.encode(), None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


class Wire:
    """Replaces the transport: returns the given outcomes, one per request."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.outcomes: list[HttpAnswer | TransportError] = []
        self.requests: list[tuple[str, str, bytes | None]] = []
        monkeypatch.setattr(transport, "request", self._request)

    def answer(self, *outcomes: HttpAnswer | TransportError) -> None:
        self.outcomes = list(outcomes)

    def _request(self, method: str, url: str, *, body: bytes | None = None, **_: Any) -> HttpAnswer:
        self.requests.append((method, url, body))
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, TransportError):
            raise outcome
        return outcome


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    monkeypatch.setenv("WECHAT_API", "https://wechat.test")
    monkeypatch.setenv("WECHAT_PAY_API", "https://pay.test")
    ours = Merchant("1900000001", "5A", "https://shop.test/payNotify", PRIVATE, (), {"K": KEY})
    monkeypatch.setattr(calls, "merchant", lambda: ours)
    clock.set_clock(lambda: NOW)
    yield Wire(monkeypatch)
    clock.set_clock(None)


KEY = public_key()


# --- WeChat's API --------------------------------------------------------------------------------


def api(status: int = 200, **body: Any) -> HttpAnswer:
    return HttpAnswer(status, {}, json.dumps(body).encode())


def refused_by_api(*, repeatable: bool = False) -> WeChatRefusal:
    with pytest.raises(WeChatRefusal) as raised:
        client.call("/x", until=client.deadline(), body={}, repeatable=repeatable)
    return raised.value


@pytest.mark.parametrize(
    ("outcome", "code", "may_have_happened"),
    [
        (NOT_SENT, "WECHAT_FAILED", False),
        (NOT_CONNECTED, "WECHAT_TIMEOUT", False),
        (TIMED_OUT, "WECHAT_TIMEOUT", True),
        (LOST, "WECHAT_FAILED", True),
        (HttpAnswer(504, {}, b"<html>"), "WECHAT_FAILED", True),
        (HttpAnswer(502, {}, b"<html>"), "WECHAT_FAILED", False),
        (HttpAnswer(200, {}, b"<html>"), "WECHAT_FAILED", False),
        (api(500), "WECHAT_FAILED", False),
        (api(errcode=45009), "TOO_MANY_REQUESTS", False),
        (api(500, errcode=40013), "WECHAT_CONFIG", False),
    ],
)
def test_the_refusal_says_whether_the_call_may_have_had_an_effect(
    wire: Wire, outcome: HttpAnswer | TransportError, code: str, may_have_happened: bool
) -> None:
    wire.answer(outcome)
    refusal = refused_by_api()
    assert (refusal.code.name, refusal.may_have_happened) == (code, may_have_happened)
    assert len(wire.requests) == 1


@pytest.mark.parametrize("outcome", [TIMED_OUT, LOST, HttpAnswer(504, {}, b"")])
def test_the_refusal_of_a_repeatable_call_never_says_so(
    wire: Wire, outcome: HttpAnswer | TransportError
) -> None:
    wire.answer(outcome)
    assert not refused_by_api(repeatable=True).may_have_happened
    assert len(wire.requests) == 1


def test_only_a_repeatable_call_is_repeated_and_only_while_wechat_is_busy(wire: Wire) -> None:
    wire.answer(api(errcode=-1), api(errcode=-1), api(openid="o1"))
    answer = client.call("/x", until=client.deadline(), repeatable=True)
    assert answer == {"openid": "o1"} and len(wire.requests) == 3
    wire.answer(api(errcode=-1))
    assert refused_by_api().code is client.WECHAT_BUSY


def test_a_call_is_not_repeated_after_the_deadline(wire: Wire) -> None:
    wire.answer(api(errcode=-1))
    with pytest.raises(WeChatRefusal) as raised:
        client.call("/x", until=transport.deadline(0.05), repeatable=True)
    assert raised.value.code is client.WECHAT_BUSY


def test_a_refusal_contains_no_secret_of_its_request(wire: Wire) -> None:
    wire.answer(LOST)
    with pytest.raises(WeChatRefusal) as raised:
        client.call("/x", until=client.deadline(), query={"secret": "s3cret"})
    assert raised.value.__cause__ is None and "s3cret" not in repr(raised.value)


# --- WeChat Pay ----------------------------------------------------------------------------------


def pay(status: int = 200, *, signed: bool = True, body: bytes = b"") -> HttpAnswer:
    headers = {"request-id": "R1"}
    if signed:
        text = f"{NOW // 1000}\nn\n".encode() + body + b"\n"
        headers |= {
            "wechatpay-timestamp": str(NOW // 1000),
            "wechatpay-nonce": "n",
            "wechatpay-serial": "K",
            "wechatpay-signature": crypto.sign(PRIVATE, text),
        }
    return HttpAnswer(status, headers, body)


def pay_error(status: int, code: str, *, signed: bool = True) -> HttpAnswer:
    return pay(status, signed=signed, body=json.dumps({"code": code}).encode())


PAID = pay(body=b'{"appid":"wx1","mchid":"1","out_trade_no":"o","trade_state":"SUCCESS"}')


def refused_by_pay() -> PayRefusal:
    with pytest.raises(PayRefusal) as raised:
        calls.get("o")
    return raised.value


@pytest.mark.parametrize("first", [LOST, NOT_SENT, pay(500), pay(503, signed=False), pay(202)])
def test_a_pay_call_is_repeated_once(wire: Wire, first: HttpAnswer | TransportError) -> None:
    wire.answer(first, PAID)
    payment = calls.get("o")
    assert payment is not None and payment.trade_state == "SUCCESS"
    assert len(wire.requests) == 2 and wire.requests[0] == wire.requests[1]


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([TIMED_OUT], "WECHAT_TIMEOUT"),
        ([NOT_CONNECTED], "WECHAT_TIMEOUT"),
        ([LOST, LOST], "WECHAT_FAILED"),
        ([LOST, TIMED_OUT], "WECHAT_TIMEOUT"),
        ([pay(500), pay_error(500, "SYSTEM_ERROR")], "WECHAT_FAILED"),
        ([pay_error(429, "FREQUENCY_LIMITED")], "TOO_MANY_REQUESTS"),
        ([pay_error(401, "SIGN_ERROR", signed=False)], "WECHAT_FAILED"),
        ([pay(404, body=b"<html>")], "WECHAT_FAILED"),
    ],
)
def test_the_refusal_of_a_failed_pay_call_says_why(
    wire: Wire, outcomes: list[HttpAnswer | TransportError], code: str
) -> None:
    wire.answer(*outcomes)
    assert refused_by_pay().code.name == code
    assert wire.outcomes == []


def test_a_pay_call_is_not_repeated_without_time_for_it(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "BUDGET_S", 0.2)
    wire.answer(LOST)
    assert refused_by_pay().code.name == "WECHAT_FAILED"


@pytest.mark.parametrize(
    "answer",
    [
        pay(signed=False, body=PAID.body),
        HttpAnswer(200, PAID.headers, PAID.body + b" "),
        HttpAnswer(200, {**PAID.headers, "wechatpay-serial": "OTHER"}, PAID.body),
        HttpAnswer(404, PAID.headers, b'{"code":"ORDER_NOT_EXIST"}'),
    ],
)
def test_a_response_without_wechat_pays_signature_is_refused(
    wire: Wire, answer: HttpAnswer
) -> None:
    wire.answer(answer)
    refusal = refused_by_pay()
    assert (refusal.code.name, refusal.reason) == ("WECHAT_FAILED", "")


def test_an_order_that_wechat_pay_does_not_know_has_no_payment(wire: Wire) -> None:
    wire.answer(pay_error(404, "ORDER_NOT_EXIST"))
    assert calls.get("o") is None
    assert wire.requests[0][1] == (
        "https://pay.test/v3/pay/transactions/out-trade-no/o?mchid=1900000001"
    )


@pytest.mark.parametrize("code", ["ORDER_NOT_EXIST", "ORDER_CLOSED"])
def test_closing_a_closed_or_unknown_order_is_not_an_error(wire: Wire, code: str) -> None:
    wire.answer(pay_error(400, code))
    calls.close("o")


def test_closing_a_paid_order_is_refused_with_the_reason(wire: Wire) -> None:
    wire.answer(pay_error(400, "ORDERPAID"))
    with pytest.raises(PayRefusal) as raised:
        calls.close("o")
    assert raised.value.reason == "ORDERPAID"

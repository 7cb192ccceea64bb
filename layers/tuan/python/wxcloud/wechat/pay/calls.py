"""Calls of WeChat Pay: announce a payment, ask for it, close it, refund it, ask for a refund.

Every call can be repeated without harm, because its number (`out_trade_no`, `out_refund_no`) names
what it is about. So a call that fails is repeated once, if there is time. Each call takes at most
BUDGET_S seconds and raises a PayRefusal: with WECHAT_FAILED and WeChat Pay's own `reason` if it
refuses, TOO_MANY_REQUESTS, WECHAT_TIMEOUT, or PAY_NOT_SET.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from wxcloud import clock
from wxcloud.errors import TOO_MANY_REQUESTS, WECHAT_FAILED, WECHAT_TIMEOUT, Code
from wxcloud.log import logger
from wxcloud.settings import WECHAT_APPID, Setting
from wxcloud.text import cut_bytes
from wxcloud.wechat import transport
from wxcloud.wechat.pay import signatures
from wxcloud.wechat.pay.merchant import Merchant, merchant
from wxcloud.wechat.pay.model import PaymentFields, PayRefusal, RefundState, Transaction
from wxcloud.wechat.transport import HttpAnswer, TransportError

WECHAT_PAY_API = Setting("WECHAT_PAY_API")

# WeChat Pay counts the length of every text in bytes of UTF-8.
_MAX_DESCRIPTION = 127
_MAX_REASON = 80

BUDGET_S = 2.4  # for one call with its repeat: the caller gets an answer within 3 s
_MIN_LEFT_S = 0.3  # a repeat needs at least this time
_PAUSE_S = 0.1
_REPEATED = frozenset({202, 500, 502, 503})  # WeChat Pay says: repeat the same request

T = TypeVar("T")


def prepay(
    out_trade_no: str,
    total: int,
    openid: str,
    description: str,
    expires_at: int,
    notify_url: str = "",
) -> PaymentFields:
    """Announce a payment of `total` fen until `expires_at` (ms UTC); the fields for the client.

    A repeat with the same facts gives new fields for the same payment; WeChat Pay refuses a repeat
    with others, so `notify_url` must be the one that was sent first ("": the account's). PayRefusal
    that `is_paid` or `is_closed` if it is too late.
    """
    ours = merchant()
    body = {
        "appid": WECHAT_APPID.need(),
        "mchid": ours.mchid,
        "description": cut_bytes(description, _MAX_DESCRIPTION, "…"),
        "out_trade_no": out_trade_no,
        "time_expire": clock.iso(expires_at).replace("Z", "+00:00"),
        "notify_url": notify_url or ours.notify_url,
        "amount": {"total": total, "currency": "CNY"},
        "payer": {"openid": openid},
    }
    prepay_id = _call("POST", "/v3/pay/transactions/jsapi", body).get("prepay_id")
    if not isinstance(prepay_id, str) or not prepay_id:
        raise PayRefusal(WECHAT_FAILED)
    return signatures.payment_fields(prepay_id, ours)


def get(out_trade_no: str) -> Transaction | None:
    """The payment of that number, or None if WeChat Pay does not know the number."""
    path = f"/v3/pay/transactions/out-trade-no/{quote(out_trade_no, safe='')}"
    try:
        answer = _call("GET", f"{path}?mchid={merchant().mchid}")
    except PayRefusal as refusal:
        if refusal.is_unknown:
            return None
        raise
    return _convert(answer, Transaction)


def close(out_trade_no: str) -> None:
    """End the time to pay: nobody can pay this number any more. A number that is closed already, or
    that WeChat Pay does not know, is no error. PayRefusal that `is_paid` if it is paid.
    """
    path = f"/v3/pay/transactions/out-trade-no/{quote(out_trade_no, safe='')}/close"
    try:
        _call("POST", path, {"mchid": merchant().mchid})
    except PayRefusal as refusal:
        if not (refusal.is_unknown or refusal.is_closed):
            raise


def refund(
    transaction_id: str, out_refund_no: str, amount: int, total: int, reason: str
) -> RefundState:
    """Apply for a refund of `amount` fen out of a payment of `total` fen. A repeat with the same
    number is the same refund. PROCESSING means that it is accepted but not yet done."""
    body = {
        "transaction_id": transaction_id,
        "out_refund_no": out_refund_no,
        "reason": cut_bytes(reason, _MAX_REASON, "…"),
        "notify_url": merchant().notify_url,
        "amount": {"refund": amount, "total": total, "currency": "CNY"},
    }
    return _convert(_call("POST", "/v3/refund/domestic/refunds", body), RefundState)


def get_refund(out_refund_no: str) -> RefundState | None:
    """The refund of that number, or None if WeChat Pay does not know the number."""
    path = f"/v3/refund/domestic/refunds/{quote(out_refund_no, safe='')}"
    try:
        return _convert(_call("GET", path), RefundState)
    except PayRefusal as refusal:
        if refusal.is_unknown:
            return None
        raise


def _call(method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """WeChat Pay's answer. The call is repeated once after a lost connection, and after a status
    that asks for a repeat; not after a timeout."""
    ours = merchant()
    sent = b"" if body is None else msgspec.json.encode(body)
    until = transport.deadline(BUDGET_S)
    for last in (False, True):
        try:
            answer = transport.request(
                method,
                WECHAT_PAY_API.need() + path,
                until=until,
                body=sent or None,
                headers=_headers(ours, method, path, sent),
            )
        except TransportError as error:
            if last or error.timed_out:
                code = WECHAT_TIMEOUT if error.timed_out else WECHAT_FAILED
                raise _failed(path, error.reason, code) from None
        else:
            if last or answer.status not in _REPEATED:
                return _result(path, answer, ours)
        if until - time.monotonic() < _MIN_LEFT_S:
            break
        time.sleep(_PAUSE_S)
    raise _failed(path, "no time for a repeat")


def _headers(ours: Merchant, method: str, path: str, body: bytes) -> dict[str, str]:
    preferred = next((serial for serial in ours.keys if serial.startswith("PUB_KEY_ID_")), "")
    return {
        "Authorization": signatures.authorization(ours, method, path, body),
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "tuan",
        **({"Wechatpay-Serial": preferred} if preferred else {}),
    }


def _result(path: str, answer: HttpAnswer, ours: Merchant) -> dict[str, Any]:
    """The JSON object in a signed answer of success; PayRefusal for any other answer."""
    is_success = 200 <= answer.status < 300 and answer.status != 202
    # A refusal may come without a signature. An answer that we act on may not.
    is_signed = "wechatpay-signature" in answer.headers
    if (is_success or is_signed) and not signatures.is_genuine(answer.headers, answer.body, ours):
        raise _failed(path, "the answer is not signed by WeChat Pay")
    try:
        told = msgspec.json.decode(answer.body or b"{}", type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeError):
        raise _failed(path, f"HTTP {answer.status}") from None
    if is_success:
        return told
    reason = str(told.get("code", ""))
    about = {"path": path.partition("?")[0], "status": answer.status, "reason": reason}
    logger.warning(
        "WeChat Pay refused", extra={**about, "rid": answer.headers.get("request-id", "")}
    )
    raise PayRefusal(TOO_MANY_REQUESTS if answer.status == 429 else WECHAT_FAILED, reason)


def _failed(path: str, reason: str, code: Code = WECHAT_FAILED) -> PayRefusal:
    logger.error("WeChat Pay failed", extra={"path": path.partition("?")[0], "reason": reason})
    return PayRefusal(code)


def _convert(answer: Mapping[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError:
        raise PayRefusal(WECHAT_FAILED) from None


__all__ = ["close", "get", "get_refund", "prepay", "refund"]

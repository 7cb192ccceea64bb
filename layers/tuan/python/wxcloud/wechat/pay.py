"""WeChat Pay API v3 for one merchant: pay, ask, close, refund, and WeChat's notifications.

Every request is signed with the merchant's key, every answer and notification verified by the key
that its `Wechatpay-Serial` names: a platform certificate (a hex serial) or a WeChat Pay public key
(`PUB_KEY_ID_...`). All keys are in one secret, read through a cache of five minutes:

    {"mchid", "serial", "privateKey", "apiV3Key", "previousApiV3Key"?, "keys": {serial: PEM, ...},
     "notifyUrl"}

To rotate without a pause: add the new platform key to `keys` before WeChat signs with it; keep the
old APIv3 key as `previousApiV3Key` for notifications under way; WeChat takes the old merchant key
until it is revoked. Amounts are integer fen, times ms UTC.

Sources: pay.weixin.qq.com/doc/v3/merchant/ + 4012365342 (signature), 4012791897 (order), 4012791900
(query), 4012791901 (close), 4012810597 (refund), 4012791902 (notification), 4013053249 (keys).
"""

from __future__ import annotations

import base64
import binascii
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec
import urllib3

from wxcloud import clock
from wxcloud.errors import (
    TOO_MANY_REQUESTS,
    UNAUTHENTICATED,
    WECHAT_FAILED,
    WECHAT_TIMEOUT,
    Code,
    Refusal,
)
from wxcloud.http import HttpRequest
from wxcloud.log import logger
from wxcloud.secrets_manager import secret
from wxcloud.settings import WECHAT_APPID, Setting

PAY_SECRET_ID = Setting("PAY_SECRET_ID")
WECHAT_PAY_API = Setting("WECHAT_PAY_API")

SCHEME = "WECHATPAY2-SHA256-RSA2048"
SKEW_S = 300
BUDGET_S = 2.4  # for one call with its repeats: the caller shall hear within 3 s
_PASSING = {500, 502, 503, 202}
PAY_NOT_SET = Code("PAY_NOT_SET", 502, "This shop cannot take payments yet. Try again later.")

T = TypeVar("T")


class PayRefusal(Refusal):
    """A call that WeChat Pay refused; `reason` is its own code, "" if it never answered."""

    def __init__(self, code: Code, reason: str = "") -> None:
        super().__init__(code, code.message)
        self.reason = reason


class Amount(msgspec.Struct, frozen=True):
    total: int
    currency: str = "CNY"
    refund: int = 0


class Payer(msgspec.Struct, frozen=True):
    openid: str = ""


class Transaction(msgspec.Struct, frozen=True):
    """A payment as a query answers it and a notification tells it."""

    appid: str
    mchid: str
    out_trade_no: str
    trade_state: str
    transaction_id: str = ""
    amount: Amount = Amount(0)
    payer: Payer = Payer()


class RefundState(msgspec.Struct, frozen=True):
    """A refund as applying for it or asking after it answers."""

    out_refund_no: str
    status: str


class RefundNews(msgspec.Struct, frozen=True):
    """A refund as a notification tells it."""

    mchid: str
    out_trade_no: str
    out_refund_no: str
    refund_status: str
    transaction_id: str = ""


class Notification(msgspec.Struct, frozen=True):
    """What WeChat Pay tells: `kind` is its event_type; one of the two is there."""

    kind: str
    payment: Transaction | None = None
    refund: RefundNews | None = None


@dataclass(frozen=True, slots=True)
class Merchant:
    """The merchant's account. Nothing secret is in its repr."""

    mchid: str
    serial: str
    notify_url: str
    private_key: str = field(repr=False)
    api_keys: tuple[str, ...] = field(repr=False)
    keys: Mapping[str, str] = field(repr=False)


def merchant() -> Merchant:
    """The account that the pay secret holds; PAY_NOT_SET while it is not filled."""
    kept = secret(PAY_SECRET_ID.need())
    api_keys = (kept.get("apiV3Key"), kept.get("previousApiV3Key"))
    ours = Merchant(
        mchid=kept.get("mchid", ""),
        serial=kept.get("serial", ""),
        notify_url=kept.get("notifyUrl", ""),
        private_key=kept.get("privateKey", ""),
        api_keys=tuple(str(key) for key in api_keys if key),
        keys=kept.get("keys") or {},
    )
    missing = [each.name for each in fields(ours) if not getattr(ours, each.name)]
    if missing:
        logger.error("the pay secret is not filled", extra={"missing": missing})
        raise PayRefusal(PAY_NOT_SET)
    return ours


# --- calls ---------------------------------------------------------------------------------------


def prepay(
    out_trade_no: str, total: int, openid: str, description: str, expires_at: int
) -> dict[str, str]:
    """Announce an order; the five fields that `wx.requestPayment` takes.

    The same order again, with the same facts, gives fresh fields. Refused with WECHAT_FAILED whose
    `reason` says why (ORDERPAID, ORDER_CLOSED), or WECHAT_TIMEOUT.
    """
    ours = merchant()
    body = {
        "appid": WECHAT_APPID.need(),
        "mchid": ours.mchid,
        "description": description[:127],
        "out_trade_no": out_trade_no,
        "time_expire": clock.iso(expires_at).replace("Z", "+00:00"),
        "notify_url": ours.notify_url,
        "amount": {"total": total, "currency": "CNY"},
        "payer": {"openid": openid},
    }
    prepay_id = _call("POST", "/v3/pay/transactions/jsapi", body).get("prepay_id")
    if not isinstance(prepay_id, str) or not prepay_id:
        raise PayRefusal(WECHAT_FAILED)
    return client_fields(prepay_id, ours)


def client_fields(prepay_id: str, ours: Merchant) -> dict[str, str]:
    """The signed fields for the client. timeStamp is a text: numbers fail on iOS."""
    fields = {
        "timeStamp": str(clock.now() // 1000),
        "nonceStr": secrets.token_hex(16),
        "package": f"prepay_id={prepay_id}",
    }
    text = "\n".join([WECHAT_APPID.need(), *fields.values(), ""])
    return {**fields, "signType": "RSA", "paySign": sign(ours.private_key, text.encode())}


def find(out_trade_no: str) -> Transaction | None:
    """The payment of an order, or None if WeChat never heard of the order."""
    path = f"/v3/pay/transactions/out-trade-no/{quote(out_trade_no, safe='')}"
    try:
        answer = _call("GET", f"{path}?mchid={merchant().mchid}")
    except PayRefusal as refusal:
        if refusal.reason == "ORDER_NOT_EXIST":
            return None
        raise
    return _convert(answer, Transaction)


def close(out_trade_no: str) -> None:
    """Let an order be paid no more. One that is unknown to WeChat cannot be paid anyway."""
    path = f"/v3/pay/transactions/out-trade-no/{quote(out_trade_no, safe='')}/close"
    try:
        _call("POST", path, {"mchid": merchant().mchid})
    except PayRefusal as refusal:
        if refusal.reason not in ("ORDER_NOT_EXIST", "ORDER_CLOSED"):
            raise


def refund(
    transaction_id: str, out_refund_no: str, amount: int, total: int, reason: str
) -> RefundState:
    """Apply for a refund; its number makes a repeat harmless. PROCESSING is not yet done."""
    body = {
        "transaction_id": transaction_id,
        "out_refund_no": out_refund_no,
        "reason": reason[:80],
        "notify_url": merchant().notify_url,
        "amount": {"refund": amount, "total": total, "currency": "CNY"},
    }
    return _convert(_call("POST", "/v3/refund/domestic/refunds", body), RefundState)


def _call(method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One exchange. All calls here may be repeated: numbers make them idempotent."""
    ours = merchant()
    sent = b"" if body is None else msgspec.json.encode(body)
    until = time.monotonic() + BUDGET_S
    for last in (False, True):
        left = max(0.05, until - time.monotonic())
        try:
            response = _pool().request(
                method,
                WECHAT_PAY_API.need() + path,
                body=sent or None,
                headers=_headers(ours, method, path, sent),
                timeout=urllib3.Timeout(connect=min(1.0, left), read=left, total=left),
                retries=False,
                redirect=False,
            )
        except urllib3.exceptions.NewConnectionError:
            if last:
                raise _failed(path, "no connection") from None
        except urllib3.exceptions.TimeoutError:
            raise _failed(path, "no answer in time", WECHAT_TIMEOUT) from None
        except urllib3.exceptions.HTTPError as error:
            if last:
                raise _failed(path, type(error).__name__) from None
        else:
            if response.status not in _PASSING or last:
                return _read(path, response, ours)
        if until - time.monotonic() < 0.3:
            break
        time.sleep(0.1)
    raise _failed(path, "no connection")


def _headers(ours: Merchant, method: str, path: str, body: bytes) -> dict[str, str]:
    preferred = next((serial for serial in ours.keys if serial.startswith("PUB_KEY_ID_")), "")
    return {
        "Authorization": authorization(ours, method, path, body),
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "tuan",
        **({"Wechatpay-Serial": preferred} if preferred else {}),
    }


def authorization(
    ours: Merchant, method: str, path: str, body: bytes, stamp: str = "", nonce: str = ""
) -> str:
    """The Authorization header of a request."""
    stamp, nonce = stamp or str(clock.now() // 1000), nonce or secrets.token_hex(16)
    text = f"{method}\n{path}\n{stamp}\n{nonce}\n".encode() + body + b"\n"
    fields = {
        "mchid": ours.mchid,
        "nonce_str": nonce,
        "signature": sign(ours.private_key, text),
        "timestamp": stamp,
        "serial_no": ours.serial,
    }
    return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in fields.items())


def _read(path: str, response: urllib3.BaseHTTPResponse, ours: Merchant) -> dict[str, Any]:
    data, headers = response.data, {k.lower(): v for k, v in response.headers.items()}
    good = 200 <= response.status < 300 and response.status != 202
    # Refusals may come unsigned; what we act on may not.
    if (good or "wechatpay-signature" in headers) and not genuine(headers, data, ours):
        raise _failed(path, "an answer that WeChat Pay did not sign")
    try:
        answer = msgspec.json.decode(data or b"{}", type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeError):
        raise _failed(path, f"HTTP {response.status}") from None
    if good:
        return answer
    reason = str(answer.get("code", ""))
    about = {"path": path.partition("?")[0], "status": response.status, "reason": reason}
    logger.warning("WeChat Pay refused", extra={**about, "rid": headers.get("request-id", "")})
    raise PayRefusal(TOO_MANY_REQUESTS if response.status == 429 else WECHAT_FAILED, reason)


def _failed(path: str, reason: str, code: Code = WECHAT_FAILED) -> PayRefusal:
    logger.error("WeChat Pay failed", extra={"path": path.partition("?")[0], "reason": reason})
    return PayRefusal(code)


def _convert(answer: Mapping[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError:
        raise PayRefusal(WECHAT_FAILED) from None


@lru_cache(maxsize=1)
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=2, maxsize=16)


# --- notifications -------------------------------------------------------------------------------


def read_notification(request: HttpRequest) -> Notification:
    """What WeChat Pay tells; UNAUTHENTICATED unless it is signed, fresh and meant for us.

    WeChat's own probes (signatures that begin `WECHATPAY/SIGNTEST/`) fail like any forgery.
    """
    ours = merchant()
    if not genuine(request.headers, request.body, ours):
        raise UNAUTHENTICATED("This is no notification of WeChat Pay.")
    try:
        told = msgspec.json.decode(request.body, type=dict[str, Any])
        kind, resource = str(told["event_type"]), told["resource"]
        plain = _open(resource, ours)
        if kind.startswith("REFUND."):
            return Notification(kind, refund=msgspec.json.decode(plain, type=RefundNews))
        if kind.startswith("TRANSACTION."):
            return Notification(kind, payment=msgspec.json.decode(plain, type=Transaction))
        return Notification(kind)
    except (KeyError, TypeError, msgspec.MsgspecError):
        raise UNAUTHENTICATED("This is no notification of WeChat Pay.") from None


def _open(resource: Mapping[str, Any], ours: Merchant) -> bytes:
    """The plaintext, by the APIv3 key or the one before it."""
    for key in ours.api_keys:
        plain = decrypt(
            key,
            str(resource["nonce"]),
            str(resource["ciphertext"]),
            str(resource.get("associated_data") or ""),
        )
        if plain is not None:
            return plain
    raise KeyError("no key opens it")


def genuine(headers: Mapping[str, str], body: bytes, ours: Merchant) -> bool:
    """Whether WeChat Pay signed that body, within five minutes of now, with a key we know."""
    stamp = headers.get("wechatpay-timestamp", "")
    key = ours.keys.get(headers.get("wechatpay-serial", ""))
    if key is None or not stamp.isdecimal() or len(stamp) > 12:
        return False
    if abs(clock.now() // 1000 - int(stamp)) > SKEW_S:
        return False
    text = f"{stamp}\n{headers.get('wechatpay-nonce', '')}\n".encode() + body + b"\n"
    return verify(key, text, headers.get("wechatpay-signature", ""))


# --- cryptography: 50 ms to import, so only who signs or verifies pays for it ---------------------


def sign(private_pem: str, text: bytes) -> str:
    """SHA256withRSA, PKCS#1 v1.5, base64."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    return base64.b64encode(_private(private_pem).sign(text, PKCS1v15(), SHA256())).decode()


def verify(public_pem: str, text: bytes, signature: str) -> bool:
    """Whether the signature is the key's (a public key's or a certificate's, in PEM)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        given = base64.b64decode(signature, validate=True)
        _public(public_pem).verify(given, text, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def decrypt(key: str, nonce: str, ciphertext: str, associated_data: str) -> bytes | None:
    """AES-GCM with the tag at the end; None if it was not sealed with that key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        sealed = base64.b64decode(ciphertext, validate=True)
        return AESGCM(key.encode()).decrypt(nonce.encode(), sealed, associated_data.encode())
    except (InvalidTag, binascii.Error, ValueError):
        return None


@lru_cache(maxsize=4)
def _private(pem: str) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    # The key is our own: checking its primes at every cold start would take longer than all else
    # that paying takes. WeChat refuses what a broken one signs.
    return load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)


@lru_cache(maxsize=8)
def _public(pem: str) -> Any:
    if "BEGIN CERTIFICATE" in pem:
        from cryptography.x509 import load_pem_x509_certificate

        return load_pem_x509_certificate(pem.encode()).public_key()
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    return load_pem_public_key(pem.encode())

"""Notifications: what WeChat Pay tells of payments and refunds, checked and decrypted.

Source: pay.weixin.qq.com/doc/v3/merchant/4012791902.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from wxcloud import http
from wxcloud.errors import UNAUTHENTICATED, Refusal
from wxcloud.http import HttpRequest
from wxcloud.wechat.pay.crypto import decrypt
from wxcloud.wechat.pay.merchant import Merchant, merchant
from wxcloud.wechat.pay.model import RefundResult, Transaction
from wxcloud.wechat.pay.signatures import is_genuine

_NOT_GENUINE = "This is not a notification of WeChat Pay."


class Notification(msgspec.Struct, frozen=True):
    """What WeChat Pay tells. `kind` is its event_type; a payment or a refund is with it, or neither
    if the kind is a new one."""

    kind: str
    payment: Transaction | None = None
    refund: RefundResult | None = None


def read(request: HttpRequest) -> Notification:
    """The notification in a request. UNAUTHENTICATED unless it is signed by WeChat Pay, not older
    than five minutes, and encrypted for us.

    WeChat Pay's own probes (signatures that begin with `WECHATPAY/SIGNTEST/`) fail, as they must.
    """
    ours = merchant()
    if not is_genuine(request.headers, request.body, ours):
        raise UNAUTHENTICATED(_NOT_GENUINE)
    try:
        told = msgspec.json.decode(request.body, type=dict[str, Any])
        kind, plain = str(told["event_type"]), _decrypted(told["resource"], ours)
        if kind.startswith("REFUND."):
            return Notification(kind, refund=msgspec.json.decode(plain, type=RefundResult))
        if kind.startswith("TRANSACTION."):
            return Notification(kind, payment=msgspec.json.decode(plain, type=Transaction))
        return Notification(kind)
    except (KeyError, TypeError, msgspec.MsgspecError):
        raise UNAUTHENTICATED(_NOT_GENUINE) from None


def refused(refusal: Refusal) -> dict[str, Any]:
    """The answer that refuses a notification, in WeChat Pay's own form: it repeats it later."""
    return http.answer(refusal.code.status, {"code": "FAIL", "message": refusal.message})


def _decrypted(resource: Mapping[str, Any], ours: Merchant) -> bytes:
    """The plaintext, by the APIv3 key or by the previous one."""
    for key in ours.api_keys:
        plain = decrypt(
            key,
            str(resource["nonce"]),
            str(resource["ciphertext"]),
            str(resource.get("associated_data") or ""),
        )
        if plain is not None:
            return plain
    raise KeyError("no key decrypts it")

"""What we sign (requests, payment fields), and whether WeChat Pay has signed what we got.

Every request is signed with the merchant's key. Every answer and notification is verified with the
key that its `Wechatpay-Serial` names.
Source: pay.weixin.qq.com/doc/v3/merchant/4012365342 and 4013053249.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from wxcloud import clock
from wxcloud.settings import WECHAT_APPID
from wxcloud.wechat.pay.crypto import sign, verify
from wxcloud.wechat.pay.merchant import Merchant
from wxcloud.wechat.pay.model import PaymentFields

SCHEME = "WECHATPAY2-SHA256-RSA2048"
MAX_SKEW_S = 300


def authorization(
    ours: Merchant, method: str, path: str, body: bytes, stamp: str = "", nonce: str = ""
) -> str:
    """The Authorization header of a request. `path` is the path with its query, as it is sent."""
    stamp, nonce = stamp or _now(), nonce or secrets.token_hex(16)
    text = f"{method}\n{path}\n{stamp}\n{nonce}\n".encode() + body + b"\n"
    fields = {
        "mchid": ours.mchid,
        "nonce_str": nonce,
        "signature": sign(ours.private_key, text),
        "timestamp": stamp,
        "serial_no": ours.serial,
    }
    return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in fields.items())


def payment_fields(prepay_id: str, ours: Merchant) -> PaymentFields:
    """The signed fields of `wx.requestPayment` for a payment that is announced to WeChat Pay."""
    stamp, nonce, package = _now(), secrets.token_hex(16), f"prepay_id={prepay_id}"
    text = "\n".join([WECHAT_APPID.need(), stamp, nonce, package, ""])
    return PaymentFields(
        timeStamp=stamp,
        nonceStr=nonce,
        package=package,
        signType="RSA",
        paySign=sign(ours.private_key, text.encode()),
    )


def is_genuine(headers: Mapping[str, str], body: bytes, ours: Merchant) -> bool:
    """Whether WeChat Pay signed that body, within five minutes of now, with a key that we know.
    The headers have names in lower case."""
    stamp = headers.get("wechatpay-timestamp", "")
    key = ours.keys.get(headers.get("wechatpay-serial", ""))
    if key is None or not stamp.isdecimal() or len(stamp) > 12:
        return False
    if abs(clock.now() // 1000 - int(stamp)) > MAX_SKEW_S:
        return False
    nonce = headers.get("wechatpay-nonce", "").encode(errors="replace")
    text = stamp.encode() + b"\n" + nonce + b"\n" + body + b"\n"
    return verify(key, text, headers.get("wechatpay-signature", ""))


def _now() -> str:
    return str(clock.now() // 1000)

"""Message push: what WeChat's server tells ours, checked, opened and read.

The order of the checks is the security: signature, freshness, decryption, appid, and only then is
a message read. In secure mode plaintext is refused, and `signature` counts for nothing: it does not
cover the body, `msg_signature` does.
Source: mini-program docs, framework/server-ability/message-push; the sample code of the official
message encryption kit for padding and layout.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code, Refusal
from wxcloud.http import HttpRequest
from wxcloud.wechat import xml
from wxcloud.wechat.credentials import Credentials

PUSH_REFUSED = Code("PUSH_REFUSED", 403, "This did not come from WeChat, or not just now.")

FRESH = 5 * clock.MINUTE  # WeChat repeats a push within seconds
SUCCESS = "success"
_BLOCK = 32  # PKCS#7 over 32 bytes, though an AES block has 16
_HEAD = 16 + 4  # random bytes, length


@dataclass(frozen=True, slots=True)
class Push:
    """A message or event. `at` is WeChat's CreateTime in ms UTC; `fields` is everything it said.

    `key` is the same each time WeChat repeats it: its MsgId, or sender, time and event.
    """

    sender: str
    recipient: str
    kind: str
    event: str
    text: str
    at: int
    key: str
    fields: Mapping[str, Any]


# --- in ------------------------------------------------------------------------------------------


def echo(query: Mapping[str, str], ours: Credentials) -> str:
    """The answer to the GET by which the mp console checks our URL: `echostr` as it came."""
    check_signature(query, ours)
    check_fresh(query)
    return query.get("echostr", "")


def receive(request: HttpRequest, ours: Credentials) -> Push:
    """The push in a POST: checked, opened if it is encrypted, and read; or PUSH_REFUSED."""
    encrypted = request.query.get("encrypt_type", "raw") == "aes"
    if ours.secure and not encrypted:
        raise PUSH_REFUSED()
    if encrypted:
        sealed = _sealed(request)
        check_signature(request.query, ours, sealed)
        check_fresh(request.query)
        return read(open_sealed(sealed, ours))
    check_signature(request.query, ours)
    check_fresh(request.query)
    return read(request.body)


def keys_refused(refusal: Refusal) -> bool:
    """Whether a push was refused for its signature or key: ours may have been changed just now."""
    return refusal.code is PUSH_REFUSED


def check_signature(query: Mapping[str, str], ours: Credentials, sealed: str = "") -> None:
    """That `signature`, or `msg_signature` where there is an Encrypt to cover, is by our token."""
    sent = query.get("msg_signature" if sealed else "signature", "")
    signed = (query.get("timestamp", ""), query.get("nonce", ""))
    made = signature(ours.token, *signed, *([sealed] if sealed else []))
    whole = bool(ours.token) and all(signed)
    if not (hmac.compare_digest(made.encode(), sent.encode(errors="replace")) and whole):
        raise PUSH_REFUSED()


def check_fresh(query: Mapping[str, str]) -> None:
    """That the signature is of these minutes: an older one was kept by somebody."""
    stamp = query.get("timestamp", "")
    told = int(stamp) * clock.SECOND if stamp.isascii() and stamp.isdigit() else 0
    if abs(clock.now() - told) > FRESH:
        raise PUSH_REFUSED()


def signature(*texts: str) -> str:
    """WeChat's: SHA-1 over the sorted texts, token among them."""
    joined = "".join(sorted(texts)).encode(errors="replace")
    return hashlib.sha1(joined).hexdigest()  # noqa: S324 - WeChat's choice


def open_sealed(sealed: str, ours: Credentials) -> bytes:
    """The message in an Encrypt value: by the current key, or by the one before it."""
    for key in ours.aes_keys:
        message = _decrypt(sealed, key, ours.appid)
        if message is not None:
            return message
    raise PUSH_REFUSED()


def read(message: bytes) -> Push:
    """A message in JSON or XML. MsgId has 64 bits, so it is kept as text."""
    told = _parse(message)
    sender, event = _text(told, "FromUserName"), _text(told, "Event")
    moment, number = _text(told, "CreateTime"), _text(told, "MsgId")
    if not 0 < len(sender) <= 64 or not re.fullmatch("[0-9]{1,12}", moment):
        raise BAD_REQUEST("The message has no sender or no time.")
    return Push(
        sender=sender,
        recipient=_text(told, "ToUserName"),
        kind=_text(told, "MsgType"),
        event=event,
        text=_text(told, "Content"),
        at=int(moment) * clock.SECOND,
        key=(number or f"{moment}#{event}")[:128],
        fields=told,
    )


def _sealed(request: HttpRequest) -> str:
    """The Encrypt value, from an envelope or from beside the plaintext (compatible mode)."""
    try:
        sealed = _parse(request.body).get("Encrypt")
    except Refusal:
        sealed = None
    if not isinstance(sealed, str) or not sealed:
        raise PUSH_REFUSED()
    return sealed


def _parse(body: bytes) -> dict[str, Any]:
    try:
        if body.lstrip()[:1] == b"<":
            return xml.parse(body)
        return msgspec.json.decode(body, type=dict[str, Any])
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise BAD_REQUEST("The message is neither JSON nor XML.") from None


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name, "")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


# --- out -----------------------------------------------------------------------------------------


def hand_over(push: Push, ours: Credentials) -> str:
    """The answer that makes WeChat hand the conversation to its human agents.

    Only understood in answer to a user's message, and only as XML, whatever came in.
    Source: mini-program docs, framework/open-ability/customer-message/trans.
    """
    now = clock.now() // clock.SECOND
    message = xml.write(
        {
            "ToUserName": push.sender,
            "FromUserName": push.recipient,
            "CreateTime": now,
            "MsgType": "transfer_customer_service",
        }
    )
    if not ours.secure:
        return message
    return xml.write(seal(message.encode(), ours, now, secrets.token_hex(8)))


def seal(
    message: bytes, ours: Credentials, timestamp: int, nonce: str, random16: bytes | None = None
) -> dict[str, Any]:
    """An encrypted answer's fields. `success` and the empty answer are never encrypted."""
    head = random16 or secrets.token_hex(8).encode()
    plain = head + len(message).to_bytes(4, "big") + message + ours.appid.encode()
    count = _BLOCK - len(plain) % _BLOCK
    encryptor = _cipher(ours.aes_keys[0]).encryptor()
    padded = plain + bytes([count]) * count
    sealed = base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()
    return {
        "Encrypt": sealed,
        "MsgSignature": signature(ours.token, str(timestamp), nonce, sealed),
        "TimeStamp": timestamp,
        "Nonce": nonce,
    }


# --- AES -----------------------------------------------------------------------------------------


def _decrypt(sealed: str, key: str, appid: str) -> bytes | None:
    """The message if it was sealed with that key for that appid, else None."""
    try:
        decryptor = _cipher(key).decryptor()
        padded: bytes = decryptor.update(base64.b64decode(sealed, validate=True))
        padded += decryptor.finalize()
    except (binascii.Error, ValueError):
        return None
    count = padded[-1] if padded else 0
    if not 1 <= count <= _BLOCK or padded[-count:] != bytes([count]) * count:
        return None
    plain = padded[:-count]
    end = _HEAD + int.from_bytes(plain[16:_HEAD], "big")
    if len(plain) < _HEAD or not hmac.compare_digest(plain[end:], appid.encode()):
        return None
    return plain[_HEAD:end]


def _cipher(encoding_aes_key: str) -> Any:
    # 20 ms that only encrypted messages should cost
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = base64.b64decode(encoding_aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))

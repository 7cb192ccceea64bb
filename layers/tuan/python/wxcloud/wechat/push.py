"""Message push: the messages and events that WeChat's server sends to ours.

The order of the checks matters for security: signature, age, decryption, AppID. Only then is the
message read. In secure mode a plain message is refused, and the `signature` of the query proves
nothing: it does not cover the body. `msg_signature` does.
Source: mini-program docs, framework/server-ability/message-push.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec

from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code, Refusal
from wxcloud.http import HttpRequest
from wxcloud.value import Value
from wxcloud.wechat import push_crypto, xml
from wxcloud.wechat.credentials import Credentials

PUSH_REFUSED = Code(
    "PUSH_REFUSED",
    403,
    "This message is not signed with the shop's token, or is older than five minutes. Check both.",
)

MAX_AGE = 5 * clock.MINUTE  # WeChat repeats a push within seconds
SUCCESS = "success"


class Push(Value):
    """A message or event. `at` is WeChat's CreateTime in ms UTC; `fields` has all that WeChat sent.

    `key` is the same each time WeChat repeats it: its MsgId, or else its time and event.
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
    """The answer to the GET with which the mp console checks our URL: `echostr`, unchanged.
    PUSH_REFUSED if it is not from WeChat."""
    check_signature(query, ours)
    check_age(query)
    return query.get("echostr", "")


def receive(request: HttpRequest, ours: Credentials) -> Push:
    """The message in a POST: checked, decrypted if it is encrypted, and read. PUSH_REFUSED if it is
    not from WeChat; BAD_REQUEST if it is not a message."""
    is_encrypted = request.query.get("encrypt_type", "raw") == "aes"
    if ours.secure and not is_encrypted:
        raise PUSH_REFUSED()
    if is_encrypted:
        encrypted = _encrypted(request)
        check_signature(request.query, ours, encrypted)
        check_age(request.query)
        decrypted = push_crypto.decrypt(encrypted, ours)
        if decrypted is None:
            raise PUSH_REFUSED()
        return read(decrypted)
    check_signature(request.query, ours)
    check_age(request.query)
    return read(request.body)


def keys_refused(refusal: Refusal) -> bool:
    """Whether a message was refused for its signature or key: our token or key may have been
    changed a moment ago."""
    return refusal.code is PUSH_REFUSED


def check_signature(query: Mapping[str, str], ours: Credentials, encrypted: str = "") -> None:
    """PUSH_REFUSED unless `signature`, or for an Encrypt value `msg_signature`, is made with our
    token."""
    sent = query.get("msg_signature" if encrypted else "signature", "")
    signed = (query.get("timestamp", ""), query.get("nonce", ""))
    made = push_crypto.signature(ours.token, *signed, *([encrypted] if encrypted else []))
    is_whole = bool(ours.token) and all(signed)
    if not (hmac.compare_digest(made.encode(), sent.encode(errors="replace")) and is_whole):
        raise PUSH_REFUSED()


def check_age(query: Mapping[str, str]) -> None:
    """PUSH_REFUSED unless the signed time is within five minutes of now: an older message may be a
    replay."""
    stamp = query.get("timestamp", "")
    told = int(stamp) * clock.SECOND if re.fullmatch("[0-9]{1,12}", stamp) else 0
    if abs(clock.now() - told) > MAX_AGE:
        raise PUSH_REFUSED()


def read(body: bytes) -> Push:
    """A message in JSON or XML."""
    return message(_parse(body))


def message(told: Mapping[str, Any]) -> Push:
    """A message by its fields. MsgId has 64 bits, so it is kept as text. BAD_REQUEST if it has no
    sender or no time."""
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


def _encrypted(request: HttpRequest) -> str:
    """The Encrypt value. The plain message beside it (compatible mode) is not used."""
    try:
        encrypted = _parse(request.body).get("Encrypt")
    except Refusal:
        encrypted = None
    if not isinstance(encrypted, str) or not encrypted:
        raise PUSH_REFUSED()
    return encrypted


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
    """The answer that makes WeChat give the conversation to its human agents.

    WeChat understands it only as the answer to a user's message, and only in XML, even if the
    message was JSON.
    Source: mini-program docs, framework/open-ability/customer-message/trans.
    """
    plain = xml.write(transfer(push))
    if not ours.secure:
        return plain
    now = clock.now() // clock.SECOND
    encrypted = push_crypto.encrypt(plain.encode(), ours, now, secrets.token_hex(8))
    return xml.write(msgspec.to_builtins(encrypted))


def transfer(push: Push) -> dict[str, str | int]:
    """The message that hands over, by its fields: what a cloud function of CloudBase returns."""
    return {
        "ToUserName": push.sender,
        "FromUserName": push.recipient,
        "CreateTime": clock.now() // clock.SECOND,
        "MsgType": "transfer_customer_service",
    }

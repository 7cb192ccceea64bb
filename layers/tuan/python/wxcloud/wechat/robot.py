"""A group robot of WeCom: a webhook that writes messages to a chat of the shop's staff.

The webhook's URL is a secret: whoever knows it can write to the chat. It is the field
`alertWebhook` of the mini-program's secret, as WeCom shows it, or only its key. Only the key is
used: no other server than WeCom's is called. Without the field there is no robot. A robot takes 20
messages a minute, and has no key by which it knows a repeat.

Source: WeCom developer docs, "群机器人配置说明" (path/91770), and "全局错误码".
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from wxcloud.errors import TOO_MANY_REQUESTS, WECHAT_FAILED, WECHAT_TIMEOUT, Code
from wxcloud.log import logger
from wxcloud.secrets_manager import LIFE_S, secret
from wxcloud.settings import Setting
from wxcloud.wechat import transport
from wxcloud.wechat.client import WECHAT_BUSY, WeChatRefusal
from wxcloud.wechat.credentials import WECHAT_SECRET_ID
from wxcloud.wechat.transport import TransportError

WECOM_API = Setting("WECOM_API")

ROBOT_CONFIG = Code(
    "ROBOT_CONFIG",
    502,
    "WeCom does not accept the robot's webhook. Correct alertWebhook in the secret.",
)

MAX_BYTES = 4096  # of a markdown message
A_MINUTE = 20  # messages of one robot
BUDGET_S = 3.0
_FRESH_S = 1.0  # a webhook that fails is read again, but not more often than this
_PATH = "/cgi-bin/webhook/send"
_KEY = re.compile(r"[0-9A-Za-z-]{8,64}")
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_ANSWER = msgspec.json.Decoder(dict[str, Any])

_REFUSALS: dict[int, Code] = {
    -1: WECHAT_BUSY,
    45009: TOO_MANY_REQUESTS,
    93000: ROBOT_CONFIG,  # the key is wrong, or the robot was removed from its chat
    93004: ROBOT_CONFIG,  # the robot was switched off
    93008: ROBOT_CONFIG,  # the robot is not in its chat
}


def is_set() -> bool:
    """Whether there is a robot. At most five minutes old."""
    return bool(_webhook(LIFE_S))


def send_markdown(content: str) -> None:
    """Write a message of at most MAX_BYTES to the chat. Nothing is repeated, but for a webhook that
    WeCom refuses and that was changed meanwhile.

    Raises a WeChatRefusal, which is always `retryable`. If it `may_have_happened`, the chat may
    have the message.
    """
    body = msgspec.json.encode({"msgtype": "markdown", "markdown": {"content": content}})
    held = _webhook(LIFE_S)
    try:
        _post(held, body)
    except WeChatRefusal as refusal:
        newest = _webhook(_FRESH_S) if refusal.code is ROBOT_CONFIG else held
        if newest == held:
            raise
        _post(newest, body)


def _webhook(max_age_s: float) -> str:
    kept = secret(WECHAT_SECRET_ID.need(), max_age_s=max_age_s)
    return str(kept.get("alertWebhook") or "").strip()


def key_in(webhook: str) -> str:
    """The key in a webhook as people paste it; "" if it is none."""
    if _KEY.fullmatch(webhook):
        return webhook
    try:
        parts = urlsplit(webhook)
        keys = parse_qs(parts.query).get("key", []) if parts.path == _PATH else []
    except ValueError:
        keys = []
    return keys[0] if len(keys) == 1 and _KEY.fullmatch(keys[0]) else ""


def _key(webhook: str) -> str:
    """The key of the webhook. A WeChatRefusal if there is none."""
    key = key_in(webhook)
    if not key:
        logger.error("alertWebhook in the secret is no webhook of a group robot")
        raise WeChatRefusal(ROBOT_CONFIG)
    return key


def _post(webhook: str, body: bytes) -> None:
    """One message. Errors do not contain the URL: its key is a secret."""
    query = urlencode({"key": _key(webhook)})
    url, until = f"{WECOM_API.need().rstrip('/')}{_PATH}?{query}", transport.deadline(BUDGET_S)
    try:
        answer = transport.request("POST", url, until=until, body=body, headers=_JSON)
    except TransportError as error:
        code = WECHAT_TIMEOUT if error.timed_out else WECHAT_FAILED
        raise _failed(error.reason, code, may_have_happened=error.sent) from None
    try:
        errcode = _ANSWER.decode(answer.body).get("errcode")
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        errcode = None
    if not isinstance(errcode, int):
        raise _failed(f"HTTP {answer.status}", WECHAT_FAILED, answer.status == 504)
    if errcode:
        logger.error("the robot refused", extra={"errcode": errcode})
        raise WeChatRefusal(_REFUSALS.get(errcode, WECHAT_FAILED), errcode)


def _failed(reason: str, code: Code, may_have_happened: bool) -> WeChatRefusal:
    logger.error("the robot failed", extra={"reason": reason})
    return WeChatRefusal(code, may_have_happened=may_have_happened)

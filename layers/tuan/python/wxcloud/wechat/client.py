"""Calls of WeChat's API (api.weixin.qq.com): its refusals become codes of ours.

WeChat answers nearly everything with HTTP 200. What counts is `errcode`: on success it is absent or
0. `errmsg` ends with a request id (`rid: ...`), which WeChat's support asks for: the id is logged,
the text is not. Source: WeChat mini-program documentation, server API, "Global error codes".
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias
from urllib.parse import urlencode

import msgspec

from wxcloud.errors import TOO_MANY_REQUESTS, WECHAT_FAILED, WECHAT_TIMEOUT, Code, Refusal
from wxcloud.log import logger
from wxcloud.settings import Setting
from wxcloud.wechat import transport
from wxcloud.wechat.transport import TransportError

WECHAT_API = Setting("WECHAT_API")

WECHAT_BUSY = Code("WECHAT_BUSY", 503, "WeChat is busy. Try again in a moment.")
WECHAT_CONFIG = Code(
    "WECHAT_CONFIG", 502, "The shop's WeChat account is not set up correctly. Tell the shop."
)

BUDGET_S = 2.0  # for one piece of work: access token, call, repeats; a cold start is not in it
BUSY = -1
BUSY_PAUSES_S = (0.1, 0.3)
TOKEN_REFUSED = frozenset({40001, 40014, 42001})  # the access token is wrong or has expired

# The errcodes that any call can have; a call adds its own. A 429 or a 5xx may succeed later.
COMMON: Mapping[int, Code] = {
    BUSY: WECHAT_BUSY,
    45009: TOO_MANY_REQUESTS,  # the day's quota of the account
    45011: TOO_MANY_REQUESTS,
    44991: TOO_MANY_REQUESTS,
    40013: WECHAT_CONFIG,  # appid
    40125: WECHAT_CONFIG,  # app secret
    40164: WECHAT_CONFIG,  # our address is not on the account's list
    40243: WECHAT_CONFIG,  # app secret frozen
    41002: WECHAT_CONFIG,
    41004: WECHAT_CONFIG,
    48001: WECHAT_CONFIG,  # the account may not make this call
    50004: WECHAT_CONFIG,
    50007: WECHAT_CONFIG,
    89503: WECHAT_CONFIG,
    89506: WECHAT_CONFIG,
    89507: WECHAT_CONFIG,
}

PictureType: TypeAlias = Literal["image/jpeg", "image/png"]

_RID = re.compile(r"rid: ?([0-9a-fA-F-]{8,64})")
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_ANSWER = msgspec.json.Decoder(dict[str, Any])
_PICTURES: Mapping[bytes, PictureType] = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


class Picture(msgspec.Struct, frozen=True):
    """A picture that WeChat has drawn."""

    content_type: PictureType
    data: bytes


class WeChatRefusal(Refusal):
    """A call that WeChat refused, or did not answer.

    `errcode` is WeChat's, 0 if there was none. `may_have_happened` says that WeChat may have done
    what the call asks for, so that a repeat could do it twice.
    """

    def __init__(self, code: Code, errcode: int = 0, *, may_have_happened: bool = False) -> None:
        super().__init__(code, code.message)
        self.errcode, self.may_have_happened = errcode, may_have_happened


def secret_refused(refusal: Refusal) -> bool:
    """Whether WeChat does not accept our app secret: it may have been changed a moment ago."""
    return isinstance(refusal, WeChatRefusal) and refusal.errcode in (40125, 40001)


def deadline() -> float:
    """When work that begins now must be done: in BUDGET_S seconds, on the monotonic clock."""
    return transport.deadline(BUDGET_S)


def call(
    path: str,
    *,
    until: float,
    query: Mapping[str, str] | None = None,
    body: object = None,
    refusals: Mapping[int, Code] | None = None,
    repeatable: bool = False,
) -> dict[str, Any]:
    """WeChat's answer to a GET, or to a POST if there is a `body` (sent as unescaped UTF-8 JSON).

    `refusals` maps errcodes of this call to codes. If WeChat is busy, a `repeatable` call is
    repeated, at most twice. Every other failure, and a call that is not repeatable, raises a
    WeChatRefusal at once. All of this ends before `until` (monotonic seconds).
    """
    for pause in (*BUSY_PAUSES_S, None):
        answer = _exchange(path, query or {}, body, until, repeatable=repeatable)
        errcode = answer.get("errcode", 0)
        if errcode == 0:
            return answer
        again = errcode == BUSY and repeatable and pause is not None
        if not again or time.monotonic() + (pause or 0) >= until:
            break
        time.sleep(pause or 0)
    raise _refused(path, errcode, str(answer.get("errmsg", "")), refusals or {})


def picture(
    path: str,
    *,
    until: float,
    query: Mapping[str, str],
    body: object,
    refusals: Mapping[int, Code],
) -> Picture:
    """The picture that WeChat answers to a POST. A failure is JSON, as everywhere; it is not
    repeated, and nothing has happened."""
    answer = _sent(path, query, body, until, repeatable=True)
    for begin, content_type in _PICTURES.items():
        if answer.status == 200 and answer.body.startswith(begin):
            return Picture(content_type, answer.body)
    told = _told(path, answer, repeatable=True)
    if told.get("errcode", 0) == 0:
        raise _failed(path, "no picture")
    raise _refused(path, told["errcode"], str(told.get("errmsg", "")), refusals)


def _refused(path: str, errcode: Any, errmsg: str, own: Mapping[int, Code]) -> WeChatRefusal:
    if not isinstance(errcode, int):
        return _failed(path, "errcode is not a number")
    code = own.get(errcode) or COMMON.get(errcode) or WECHAT_FAILED
    rid = _RID.search(errmsg)
    about = {"path": path, "errcode": errcode, "rid": rid.group(1) if rid else ""}
    expected = code.status < 500 or errcode == BUSY or errcode in TOKEN_REFUSED
    log = logger.warning if expected else logger.error
    log("WeChat refused", extra=about)
    return WeChatRefusal(code, errcode)


def _failed(
    path: str, reason: str, code: Code = WECHAT_FAILED, *, may_have_happened: bool = False
) -> WeChatRefusal:
    logger.error("WeChat failed", extra={"path": path, "reason": reason})
    return WeChatRefusal(code, may_have_happened=may_have_happened)


def _exchange(
    path: str, query: Mapping[str, str], body: object, until: float, *, repeatable: bool
) -> dict[str, Any]:
    """The JSON object that WeChat answers."""
    return _told(
        path, _sent(path, query, body, until, repeatable=repeatable), repeatable=repeatable
    )


def _sent(
    path: str, query: Mapping[str, str], body: object, until: float, *, repeatable: bool
) -> transport.HttpAnswer:
    """WeChat's HTTP answer. Errors do not contain the URL: the query can have the app secret and
    the access token in it."""
    try:
        return _send(path, query, body, until)
    except TransportError as error:
        code = WECHAT_TIMEOUT if error.timed_out else WECHAT_FAILED
        happened = error.sent and not repeatable
        raise _failed(path, error.reason, code, may_have_happened=happened) from None


def _told(path: str, answer: transport.HttpAnswer, *, repeatable: bool) -> dict[str, Any]:
    """The JSON object in an answer."""
    told: dict[str, Any] | None
    try:
        told = _ANSWER.decode(answer.body)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        told = None
    if told is None or (answer.status != 200 and not told.get("errcode")):
        # Not WeChat's own answer, but that of a gateway in front of it. The gateway either did not
        # reach WeChat, or stopped waiting (504): then WeChat may have done it.
        happened = answer.status == 504 and not repeatable
        raise _failed(path, f"HTTP {answer.status}", may_have_happened=happened)
    return told


def _send(path: str, query: Mapping[str, str], body: object, until: float) -> transport.HttpAnswer:
    url = WECHAT_API.need().rstrip("/") + path
    if query:
        url += "?" + urlencode(query)
    if body is None:
        return transport.request("GET", url, until=until)
    data = msgspec.json.encode(body)
    return transport.request("POST", url, until=until, body=data, headers=_JSON)

"""One exchange with api.weixin.qq.com: bounded in time, and its refusals in our own codes.

WeChat answers HTTP 200 to nearly everything; what counts is `errcode`, absent or 0 on success.
`errmsg` ends with a request id (`rid: ...`), which is what WeChat's support asks for: it is logged,
the text is not. Source: WeChat mini-program documentation, server API, "Global error codes".
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as WaitedTooLong

from wxcloud.errors import TOO_MANY_REQUESTS, WECHAT_FAILED, WECHAT_TIMEOUT, Code, Refusal
from wxcloud.log import logger
from wxcloud.settings import Setting

WECHAT_API = Setting("WECHAT_API")

WECHAT_BUSY = Code("WECHAT_BUSY", 503, "WeChat is busy. Try again.")
WECHAT_CONFIG = Code(
    "WECHAT_CONFIG", 502, "The shop's WeChat account is not set up right. Tell the shop."
)

BUDGET_S = 2.0  # for all of one piece of work: token, call, repeats; a cold start comes on top
CONNECT_S = 1.0
IDLE_S = 15.0  # connections left alone longer may be dead: a sandbox that was frozen cannot tell
MOST_BYTES = 1 << 20
BUSY = -1
BUSY_PAUSES_S = (0.1, 0.3)
STALE_TOKEN = frozenset({40001, 40014, 42001})

# What may answer any call; a call adds its own. A 429 or 5xx is worth another try later.
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
    48001: WECHAT_CONFIG,  # the account has no right to this call
    50004: WECHAT_CONFIG,
    50007: WECHAT_CONFIG,
    89503: WECHAT_CONFIG,
    89506: WECHAT_CONFIG,
    89507: WECHAT_CONFIG,
}

_RID = re.compile(r"rid: ?([0-9a-fA-F-]{8,64})")
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_ANSWER = msgspec.json.Decoder(dict[str, Any])

_pool: urllib3.PoolManager | None = None
_used_at = 0.0


class WeChatRefusal(Refusal):
    """A call that WeChat refused or never answered.

    `errcode` is WeChat's, 0 if there was none. `unsure` says that the call may have taken effect
    all the same, so that repeating it could do a thing twice.
    """

    def __init__(self, code: Code, errcode: int = 0, *, unsure: bool = False) -> None:
        super().__init__(code, code.message)
        self.errcode, self.unsure = errcode, unsure


def secret_refused(refusal: Refusal) -> bool:
    """Whether WeChat did not know our app secret: it may have been changed a moment ago."""
    return isinstance(refusal, WeChatRefusal) and refusal.errcode in (40125, 40001)


def deadline() -> float:
    """When work that begins now must be done, on the monotonic clock, in seconds."""
    return time.monotonic() + BUDGET_S


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

    `refusals` maps the call's own errcodes. A `repeatable` call is repeated, twice at most, when
    WeChat is busy; every other failure, and a call that is not repeatable, fails at once with a
    WeChatRefusal, and all of it before `until`.
    """
    for pause in (*BUSY_PAUSES_S, None):
        answer = _exchange(path, query or {}, body, until, unsure=not repeatable)
        errcode = answer.get("errcode", 0)
        if errcode == 0:
            return answer
        again = errcode == BUSY and repeatable and pause is not None
        if not again or time.monotonic() + (pause or 0) >= until:
            break
        time.sleep(pause or 0)
    raise _refused(path, errcode, str(answer.get("errmsg", "")), refusals or {})


def _refused(path: str, errcode: Any, errmsg: str, own: Mapping[int, Code]) -> WeChatRefusal:
    if not isinstance(errcode, int):
        return _failed(path, "errcode is no number")
    code = own.get(errcode) or COMMON.get(errcode) or WECHAT_FAILED
    rid = _RID.search(errmsg)
    about = {"path": path, "errcode": errcode, "rid": rid.group(1) if rid else ""}
    expected = code.status < 500 or errcode == BUSY or errcode in STALE_TOKEN
    log = logger.warning if expected else logger.error
    log("WeChat refused", extra=about)
    return WeChatRefusal(code, errcode)


def _failed(
    path: str, reason: str, code: Code = WECHAT_FAILED, *, unsure: bool = False
) -> WeChatRefusal:
    logger.error("WeChat failed", extra={"path": path, "reason": reason})
    return WeChatRefusal(code, unsure=unsure)


def _exchange(
    path: str, query: Mapping[str, str], body: object, until: float, *, unsure: bool
) -> dict[str, Any]:
    """The JSON object that came back. Errors carry no URL: secrets and tokens are in it."""
    try:
        status, data = _send(path, query, body, until)
    except NewConnectionError:  # which urllib3 counts among the timeouts
        raise _failed(path, "no connection") from None
    except ConnectTimeoutError:
        raise _failed(path, "no connection in time", WECHAT_TIMEOUT) from None
    except WaitedTooLong:
        raise _failed(path, "no answer in time", WECHAT_TIMEOUT, unsure=unsure) from None
    except HTTPError as error:
        raise _failed(path, type(error).__name__, unsure=unsure) from None
    answer: dict[str, Any] | None
    try:
        answer = _ANSWER.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        # An answer that is not WeChat's own came from a gateway before it, which gave up waiting
        # (504: it may be done) or did not get through at all.
        answer = None
    if answer is None or (status != 200 and not answer.get("errcode")):
        raise _failed(path, f"HTTP {status}", unsure=unsure and status == 504)
    return answer


def _send(path: str, query: Mapping[str, str], body: object, until: float) -> tuple[int, bytes]:
    left = until - time.monotonic()
    if left <= 0:
        raise ConnectTimeoutError()
    url = WECHAT_API.need().rstrip("/") + path
    if query:
        url += "?" + urlencode(query)
    response = _lines().request(
        "GET" if body is None else "POST",
        url,
        body=None if body is None else msgspec.json.encode(body),
        headers={} if body is None else _JSON,
        timeout=urllib3.Timeout(connect=min(CONNECT_S, left), read=left, total=left),
        retries=False,
        redirect=False,
        preload_content=False,
    )
    return response.status, _read(response, until)


def _read(response: urllib3.BaseHTTPResponse, until: float) -> bytes:
    """The body, bounded in size, and in time even if it comes in drops."""
    data = b""
    try:
        while chunk := response.read1(1 << 16):
            data += chunk
            left = until - time.monotonic()
            if left <= 0:
                raise WaitedTooLong()
            if len(data) > MOST_BYTES:
                raise HTTPError("too long")
            line = getattr(response.connection, "sock", None)
            if line is not None:
                line.settimeout(left)
    except BaseException:
        response.close()
        raise
    response.release_conn()
    return data


def _lines() -> urllib3.PoolManager:
    """The connections, kept between invocations and left behind when they lay idle too long."""
    global _pool, _used_at
    now = time.time()
    if _pool is None:
        _pool = urllib3.PoolManager(num_pools=2, maxsize=32)
    elif now - _used_at > IDLE_S:
        _pool.clear()
    _used_at = now
    return _pool

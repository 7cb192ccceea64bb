"""Strange requests to every door that opens without a session, and a check of the answers.

The doors are the webhooks (csReply, payNotify, fallback), login, liveSocket, and all cloud
functions as a guest calls them. What a stranger sends may be refused, but is never an error of
ours: no 5xx, no exception.
"""

from __future__ import annotations

import base64
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from encodings.aliases import aliases
from functools import cache
from typing import Any

from tests.support.cloud import LambdaContext, handler, token
from tests.support.template import ROOT
from wxcloud import clock
from wxcloud.wechat import push_crypto

WEBHOOKS = ("csReply", "payNotify", "fallback")
ENCODINGS = sorted({*aliases, *aliases.values(), "hex", "utf-16", "utf-32", "x", "", "a" * 300})
TEXTS = (
    *("", " ", "\u3000", "\u200b", "\x00", "\ud800", "\udfff", "\ufffe", "\U0010ffff", "é", "团"),
    *("a" * 70_000, "9" * 5000, "٣" * 12, "-1", "1e999", "NaN", "null", "../..", "%00", "' OR 1=1"),
    *("<xml>", "]]>", "{{}}", "{goods}", "${jndi:x}", "\u202e", "\r\nX: y", "a#b", "a.b.c.d", "."),
)
NUMBERS = ("0", "-1", "1e999", "-0.0", "9" * 400, "NaN", "Infinity", "1.5", str(2**63), "1E+2")
JSON_BODIES = (
    *("", "{", "[]", "null", '"x"', "[" * 60_000, '{"a":' * 30_000, "{}{}", "\ufeff{}", "{'a': 1}"),
    *(
        '{"a": NaN}',
        '{"\\ud800": NaN}',
        '{"a": "\\ud800"}',
        '{"a": 1, "a": 2}',
        "{}" + " " * 70_000,
    ),
    *('{"Encrypt": ""}', '{"Encrypt": 1}', '{"Encrypt": "AAAA"}', '{"Encrypt": "é"}', '{"": ""}'),
)


@dataclass(frozen=True)
class Attempt:
    """A strange request: the function, and the event that API Gateway would make of it."""

    door: str
    event: dict[str, Any]


@cache
def doors() -> tuple[str, ...]:
    """All functions that API Gateway calls."""
    names = sorted(path.parent.name for path in ROOT.glob("functions/*/app.py"))
    public = [name for name in names if hasattr(handler(name), "request")]
    return (*public, *WEBHOOKS, "liveSocket")


def attempts(number: int, seed: int = 1) -> Iterator[Attempt]:
    """That many requests; the same ones for the same seed. Half of them go to the doors that do
    more with a request before they know who sent it."""
    stranger = _Stranger(random.Random(seed))
    busiest = ("csReply", "payNotify", "login", "liveSocket")
    for n in range(number):
        names = busiest if n % 2 else doors()
        door = names[n // 2 % len(names)]
        yield Attempt(door, stranger.event(door))


def signed_messages(number: int, secret: str, seed: int = 1) -> Iterator[Attempt]:
    """Messages to csReply in plain mode, each signed with the shop's token."""
    stranger = _Stranger(random.Random(seed))
    for _ in range(number):
        stamp = str(clock.now() // 1000)
        query = {"timestamp": stamp, "nonce": "n"}
        query["signature"] = push_crypto.signature(secret, stamp, "n")
        event = stranger.event("csReply") | {"queryStringParameters": query}
        event["requestContext"]["http"]["method"] = "POST"
        yield Attempt("csReply", event)


def faults(tried: Iterator[Attempt]) -> tuple[Counter[int], list[str]]:
    """How often which status was the answer, and what went wrong."""
    seen: Counter[int] = Counter()
    wrong: list[str] = []
    for attempt in tried:
        try:
            answer = handler(attempt.door)(attempt.event, LambdaContext(attempt.door))
            status = answer["statusCode"]
            json.dumps(answer).encode()
        except Exception as error:
            status, answer = 0, repr(error)
        seen[status] += 1
        if not 200 <= status < 500 and len(wrong) < 20:
            wrong.append(f"{attempt.door}: {ascii(answer)[:300]}\n  {ascii(attempt.event)[:1500]}")
    return seen, wrong


class _Stranger:
    """Makes requests. The random numbers decide everything."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def event(self, door: str) -> dict[str, Any]:
        if door == "liveSocket":
            return self._socket()
        method = self.chance.choice(("GET", "POST")) if door in WEBHOOKS else "POST"
        body, is_base64 = self._body(door)
        event = {
            "version": "2.0",
            "routeKey": f"{method} /{door}",
            "rawPath": f"/{door}",
            "headers": self._headers(),
            "requestContext": {"http": {"method": method, "path": f"/{door}"}, "requestId": "r"},
            "isBase64Encoded": is_base64,
        }
        if self.chance.random() < 0.9:
            event["body"] = body
        if door in WEBHOOKS or self.chance.random() < 0.1:
            event["queryStringParameters"] = self._query(body)
        return event

    def _socket(self) -> dict[str, Any]:
        kind = self.chance.choice(("CONNECT", "CONNECT", "MESSAGE", "DISCONNECT"))
        event: dict[str, Any] = {
            "requestContext": {"eventType": kind, "connectionId": "c1", "requestId": "r"},
            "headers": self._headers(),
            "body": self._body("liveSocket")[0],
            "isBase64Encoded": False,
        }
        if self.chance.random() < 0.8:
            event["queryStringParameters"] = {"liveId": self._text(), "token": self._token()}
        return event

    # --- bodies ----------------------------------------------------------------------------------

    def _body(self, door: str) -> tuple[str, bool]:
        kind = self.chance.random()
        if kind < 0.1:
            return base64.b64encode(
                self.chance.randbytes(self.chance.randrange(200))
            ).decode(), True
        if kind < 0.13:
            return self._text(), True
        if kind < 0.2:
            return self.chance.choice(JSON_BODIES), False
        if door == "csReply" and kind < 0.6:
            return self._xml()
        return self._json(door), False

    def _json(self, door: str) -> str:
        """The door's own input with a few values that nobody expects."""
        data = dict(_sample(door))
        for _ in range(self.chance.randrange(3)):
            data[self.chance.choice([*data, self._text()[:80]])] = self._value()
        text = json.dumps(data, ensure_ascii=self.chance.random() < 0.7)
        for mark in range(2):
            text = text.replace(f'"@{mark}"', self.chance.choice(NUMBERS))
        if self.chance.random() < 0.2:
            at = self.chance.randrange(len(text) + 1)
            text = text[:at] + self.chance.choice(TEXTS)[:50] + text[at + 1 :]
        return text

    def _value(self, depth: int = 0) -> Any:
        kind = self.chance.randrange(8 if depth < 3 else 5)
        if kind < 3:
            return self._text()
        if kind < 5:
            return self.chance.choice((None, True, "@0", "@1", 0, -1, 2**63, 1.5, 1_764_000_000))
        if kind == 5:
            return [self._value(depth + 1) for _ in range(self.chance.randrange(25))]
        return {self._text()[:30]: self._value(depth + 1) for _ in range(self.chance.randrange(4))}

    def _xml(self) -> tuple[str, bool]:
        encoding, tag = (
            self.chance.choice(ENCODINGS),
            self.chance.choice(("a", "Encrypt", "团", ":")),
        )
        head = f'<?xml version="1.0" encoding="{encoding}"?>' if self.chance.random() < 0.8 else ""
        inside = self.chance.choice(
            (
                f"<{tag}>{self._text()[:200]}</{tag}>",
                f"<{tag}/><{tag}>1</{tag}><{tag}><b>2</b></{tag}>",
                "<a>" * 200 + "</a>" * 200,
                "&#0;",
                "&#x10FFFF;",
                "&e;",
                "<![CDATA[" + self._text()[:50] + "]]>",
                "<FromUserName>u</FromUserName><CreateTime>1</CreateTime>",
            )
        )
        doctype = '<!DOCTYPE xml [<!ENTITY e "x">]>' if self.chance.random() < 0.1 else ""
        text = f"{head}{doctype}<xml>{inside}</xml>"
        if self.chance.random() < 0.4:
            codec = self.chance.choice(("utf-8", "utf-16", "utf-32", "gbk", "utf-7", "utf-8-sig"))
            return base64.b64encode(text.encode(codec, errors="replace")).decode(), True
        return text, False

    # --- headers and queries ---------------------------------------------------------------------

    def _headers(self) -> dict[str, str]:
        headers = {"content-type": self.chance.choice(("application/json", "text/xml", ""))}
        for name, made in (
            ("authorization", self._authorization),
            ("idempotency-key", self._text),
            ("accept-language", self._text),
            ("wechatpay-timestamp", self._stamp),
            ("wechatpay-nonce", self._text),
            ("wechatpay-serial", self._serial),
            ("wechatpay-signature", self._text),
        ):
            if self.chance.random() < (0.15 if "-" not in name else 0.5):
                headers[name] = made()
        return headers

    def _query(self, body: str) -> dict[str, str]:
        stamp, nonce = self._stamp(), self._text()
        query = {
            "timestamp": stamp,
            "nonce": nonce,
            "signature": push_crypto.signature("not the token", stamp, nonce),
            "msg_signature": self._text(),
            "encrypt_type": self.chance.choice(("aes", "raw", self._text())),
            "echostr": self._text(),
        }
        return {name: value for name, value in query.items() if self.chance.random() < 0.9}

    def _stamp(self) -> str:
        now = str(clock.now() // 1000)
        return self.chance.choice((now, now, self._text()))

    def _serial(self) -> str:
        return self.chance.choice((*_serials(), self._text()))

    def _authorization(self) -> str:
        return self.chance.choice(("Bearer ", "bearer ", "Basic ", "", "Bearer\t")) + self._token()

    def _token(self) -> str:
        genuine = token("stranger")
        at = self.chance.randrange(len(genuine))
        forged = genuine[:at] + self.chance.choice(TEXTS)[:20] + genuine[at + 1 :]
        return self.chance.choice(
            (forged + "x", "v1.k1." + self._text(), self._text(), "v1.k2.a.b")
        )

    def _text(self) -> str:
        if self.chance.random() < 0.7:
            return self.chance.choice(TEXTS)
        size = self.chance.randrange(1, 40)
        return "".join(chr(self.chance.randrange(1, 0x3100)) for _ in range(size))


@cache
def _sample(door: str) -> dict[str, Any]:
    path = ROOT / "events" / f"{door}.json"
    if not path.exists():
        return {"FromUserName": "u", "CreateTime": 1, "Encrypt": "QUJD", "event_type": "x"}
    return {k: v for k, v in json.loads(path.read_text()).items() if k != "userInfo"}


@cache
def _serials() -> tuple[str, ...]:
    from wxcloud.wechat.pay.merchant import merchant

    return tuple(merchant().keys)

"""Messages and events that WeChat pushes to the shop's message URL
[mini-program docs: framework/server-ability/message-push,
framework/open-ability/customer-message/receive]."""

import json
import re
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from . import callback_crypto as crypto
from .clock import Clock
from .config import Config
from .custom import Custom
from .errors import ControlError
from .outbound import Answer, call
from .settings import Settings
from .shapes import JSON, Fields
from .subscribe import OPENID
from .web import read_object

ATTEMPTS = 3
STALE_S = 24 * 60 * 60
_XML_FIELD = re.compile(r"<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))</\1>", re.DOTALL)
TAMPERS = ("signature", "body", "appid", "padding", "unsigned", "stale")


@dataclass(frozen=True)
class _Wish:
    """What a tester may ask of POST /sandbox/push."""

    openid: str
    event: str | None
    content: str | None
    kind: str  # "msgType" of a user's message
    message_id: int | str | None  # "msgId"; the next free one if none is given
    more: JSON  # "fields": further fields of the message, or others in place of the usual
    mode: str
    times: int  # the same message, again and again
    parallel: bool
    key: str  # "encodingAESKey": another than the account's, such as the previous one
    tamper: str  # "" for none

    @classmethod
    def read(cls, body: JSON, mode: str, key: str) -> "_Wish":
        fields = Fields(body)
        wish = cls(
            openid=fields.text("openid"),
            event=fields.maybe_text("event"),
            content=fields.maybe_text("content"),
            kind=fields.choice("msgType", ("text", "image", "miniprogrampage"), "text"),
            message_id=fields.any("msgId"),
            more=fields.object("fields", {}),
            mode=fields.choice("mode", ("plain", "secure", "compatible"), mode),
            times=fields.integer("times", 1, least=1, most=1000),
            parallel=fields.flag("parallel"),
            key=fields.text("encodingAESKey", key),
            tamper=_tamper(fields.any("tamper", False)),
        )
        fields.done()
        wish._check()
        return wish

    def _check(self) -> None:
        if not OPENID.fullmatch(self.openid):
            raise ControlError("openid must be 1 to 64 letters, digits, - or _")
        if len(self.key) != 43:
            raise ControlError("encodingAESKey must have 43 characters")
        if isinstance(self.message_id, bool) or not isinstance(self.message_id, int | str | None):
            raise ControlError("msgId must be a whole number or a text")
        if self.event is None and self.kind == "text" and self.content is None:
            raise ControlError("give content (a user's message) or event")
        if self.mode == "plain" and self.tamper in ("body", "appid", "padding"):
            raise ControlError(f"tamper {self.tamper} needs mode secure: plain bodies go unsigned")


@dataclass(frozen=True)
class _Sealed:
    """One push, ready to be sent: WeChat signs every attempt alike."""

    url: str
    body: bytes


class Push:
    def __init__(self, config: Config, settings: Settings, clock: Clock, custom: Custom) -> None:
        self._config = config
        self._settings = settings
        self._clock = clock
        self._custom = custom
        self._lock = threading.Lock()
        self._message_ids = 24_000_000_000_000_000

    def push(self, body: JSON) -> JSON:
        """POST /sandbox/push: the user writes, or an event happens; `_Wish` has the fields."""
        wish = _Wish.read(body, self._settings.message_mode, self._config.encoding_aes_key)
        message = self._message(wish)
        if not wish.tamper:
            if wish.event is None:
                self._custom.user_acted(wish.openid, "message")
            elif wish.event == "user_enter_tempsession":
                self._custom.user_acted(wish.openid, "enter")
        sealed = self._seal(message, wish)
        attempts = 1 if wish.tamper else ATTEMPTS  # a forger does not try again as WeChat does

        def deliver(_: int) -> JSON:
            return self._deliver(sealed, attempts, wish.key)

        if wish.parallel and wish.times > 1:
            with ThreadPoolExecutor(min(wish.times, 32)) as pool:
                deliveries = list(pool.map(deliver, range(wish.times)))
        else:
            deliveries = [deliver(number) for number in range(wish.times)]
        answer = dict(deliveries[-1])
        if wish.times > 1:
            answer["deliveries"] = deliveries
        answer["msgId"] = message.get("MsgId")
        return answer

    def _message(self, wish: "_Wish") -> JSON:
        message: JSON = {
            "ToUserName": self._config.original_id,
            "FromUserName": wish.openid,
            "CreateTime": self._clock.seconds(),
        }
        if wish.event is not None:
            message |= {"MsgType": "event", "Event": wish.event}
            if wish.event == "user_enter_tempsession":
                message["SessionFrom"] = "wxapp"
        else:
            message |= {"MsgType": wish.kind, "MsgId": self._message_id(wish.message_id)}
            if wish.content is not None:
                message["Content"] = wish.content
        return message | wish.more

    def verify(self, body: JSON) -> JSON:
        """POST /sandbox/verify {"tamper"?: bool}: the GET with echostr that saving a URL sends."""
        fields = Fields(body)
        tamper = fields.flag("tamper")
        fields.done()
        echo = str(secrets.randbelow(10**19))
        stamp, nonce = str(self._clock.seconds()), str(secrets.randbelow(10**10))
        signature = crypto.signature(self._config.message_token, stamp, nonce)
        if tamper:
            signature = _broken(signature)
        query = {"signature": signature, "timestamp": stamp, "nonce": nonce, "echostr": echo}
        answer = call("GET", self._url(query), b"", {}, self._settings.push_timeout_ms)
        return {
            "status": answer.status,
            "body": answer.body,
            "ok": answer.status == 200 and answer.body == echo,
        }

    def _message_id(self, given: int | str | None) -> int | str:
        if given is None:
            with self._lock:
                self._message_ids += 1
                return self._message_ids
        # a 64-bit integer on the wire, however the tester wrote it
        return int(given) if isinstance(given, str) and given.isdigit() else given

    def _url(self, query: dict[str, str]) -> str:
        url = self._settings.callback_url
        if not url:
            raise ControlError("callback_url is not set: POST /sandbox/config {callback_url}")
        return url + ("&" if "?" in url else "?") + urlencode(query)

    def _seal(self, message: JSON, wish: _Wish) -> _Sealed:
        mode, tamper = wish.mode, wish.tamper
        stamp = str(message["CreateTime"] - (STALE_S if tamper == "stale" else 0))
        nonce = str(secrets.randbelow(10**10))
        token = self._config.message_token
        signature = crypto.signature(token, stamp, nonce)
        if tamper == "signature":
            signature = _broken(signature)
        query = {"timestamp": stamp, "nonce": nonce, "openid": message["FromUserName"]}
        if tamper != "unsigned" or mode != "plain":
            query["signature"] = signature
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
        if mode == "plain":
            return _Sealed(self._url(query), text)

        appid = "wx0000000000000000" if tamper == "appid" else self._config.appid
        envelope = crypto.envelope(text, appid)
        if tamper == "padding":
            envelope = envelope[:-1] + b"\x00"
        encrypted = crypto.encrypt(envelope, wish.key)
        query["encrypt_type"] = "aes"
        if tamper != "unsigned":  # `signature` alone is right, and says nothing about the body
            covered = crypto.signature(token, stamp, nonce, encrypted)
            query["msg_signature"] = _broken(covered) if tamper == "signature" else covered
        if tamper == "body":
            encrypted = ("B" if encrypted[40] != "B" else "C").join(
                (encrypted[:40], encrypted[41:])
            )
        outer = message if mode == "compatible" else {"ToUserName": self._config.original_id}
        body = json.dumps({**outer, "Encrypt": encrypted}, ensure_ascii=False)
        return _Sealed(self._url(query), body.encode())

    def _deliver(self, sealed: _Sealed, attempts: int, key: str) -> JSON:
        headers = {"Content-Type": "application/json", "User-Agent": "Mozilla/4.0"}
        attempt, answer = 0, Answer(0, "", "", 0)
        while attempt < attempts and answer.status != 200:
            attempt += 1
            answer = call("POST", sealed.url, sealed.body, headers, self._settings.push_timeout_ms)
        reply = self._reply(answer, key)
        result: JSON = {
            "status": answer.status,
            "body": answer.body,
            "attempts": attempt,
            "took_ms": answer.took_ms,
            "accepted": answer.status == 200 and reply is not None,
        }
        if reply:
            result["reply"] = reply
        if answer.error:
            result["error"] = answer.error
        return result

    def _reply(self, answer: Answer, key: str) -> JSON | None:
        """{} for `success` and for nothing, the message of a hand-over, None for what WeChat
        would not understand from a mini program."""
        text = answer.body.strip()
        if text in ("", "success"):
            return {}
        try:
            reply = _parse(text)
            if "Encrypt" in reply:
                stamp, nonce = str(reply["TimeStamp"]), str(reply["Nonce"])
                sealed = crypto.signature(
                    self._config.message_token, stamp, nonce, reply["Encrypt"]
                )
                if sealed != reply["MsgSignature"]:
                    return None
                message, appid = crypto.decrypt(reply["Encrypt"], key)
                if appid != self._config.appid:
                    return None
                reply = _parse(message.decode())
        except (ValueError, KeyError):
            return None
        return reply if reply.get("MsgType") == "transfer_customer_service" else None


def _parse(text: str) -> JSON:
    """A JSON object, or the flat XML that WeChat's own samples write."""
    if not text.startswith("<"):
        return read_object(text.encode())
    return {tag: cdata or plain for tag, cdata, plain in _XML_FIELD.findall(text)}


def _tamper(given: object) -> str:
    if given is True:
        return "signature"
    if given is False:
        return ""
    if given not in TAMPERS:
        raise ControlError("tamper must be true, false or one of " + ", ".join(TAMPERS))
    return str(given)


def _broken(signature: str) -> str:
    return ("0" if signature[0] != "0" else "1") + signature[1:]

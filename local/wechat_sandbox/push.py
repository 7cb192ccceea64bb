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
class _PushRequest:
    """The fields of POST /sandbox/push."""

    openid: str
    event: str | None
    content: str | None
    kind: str  # "msgType" of a user's message
    message_id: int | str | None  # "msgId"; if none is given, the next free number
    more: JSON  # "fields": more fields of the message; they replace the usual ones
    mode: str
    times: int  # how often the same message is pushed
    parallel: bool
    key: str  # "encodingAESKey": a key that is not the account's, for example the previous one
    tamper: str  # "" for none

    @classmethod
    def read(cls, body: JSON, mode: str, key: str) -> "_PushRequest":
        fields = Fields(body)
        asked = cls(
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
        asked._check()
        return asked

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
            raise ControlError(
                f"tamper {self.tamper} needs mode secure: the body of a plain push is not signed"
            )


@dataclass(frozen=True)
class _Sealed:
    """One push, ready to be sent. Every attempt has the same signature."""

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
        """POST /sandbox/push: the user writes, or an event happens."""
        asked = _PushRequest.read(body, self._settings.message_mode, self._config.encoding_aes_key)
        message = self._message(asked)
        if not asked.tamper:
            if asked.event is None:
                self._custom.user_acted(asked.openid, "message")
            elif asked.event == "user_enter_tempsession":
                self._custom.user_acted(asked.openid, "enter")
        sealed = self._seal(message, asked)
        attempts = 1 if asked.tamper else ATTEMPTS  # WeChat repeats a push, a forger does not

        def deliver(_: int) -> JSON:
            return self._deliver(sealed, attempts, asked.key)

        if asked.parallel and asked.times > 1:
            with ThreadPoolExecutor(min(asked.times, 32)) as pool:
                deliveries = list(pool.map(deliver, range(asked.times)))
        else:
            deliveries = [deliver(number) for number in range(asked.times)]
        answer = dict(deliveries[-1])
        if asked.times > 1:
            answer["deliveries"] = deliveries
        answer["msgId"] = message.get("MsgId")
        return answer

    def _message(self, asked: "_PushRequest") -> JSON:
        message: JSON = {
            "ToUserName": self._config.original_id,
            "FromUserName": asked.openid,
            "CreateTime": self._clock.seconds(),
        }
        if asked.event is not None:
            message |= {"MsgType": "event", "Event": asked.event}
            if asked.event == "user_enter_tempsession":
                message["SessionFrom"] = "wxapp"
        else:
            message |= {"MsgType": asked.kind, "MsgId": self._message_id(asked.message_id)}
            if asked.content is not None:
                message["Content"] = asked.content
        return message | asked.more

    def verify(self, body: JSON) -> JSON:
        """POST /sandbox/verify {"tamper"?: bool}: the GET with echostr that checks a new URL."""
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
        # It is sent as a 64-bit integer, even if the tester wrote it as a text.
        return int(given) if isinstance(given, str) and given.isdigit() else given

    def _url(self, query: dict[str, str]) -> str:
        url = self._settings.callback_url
        if not url:
            raise ControlError("callback_url is not set: POST /sandbox/config {callback_url}")
        return url + ("&" if "?" in url else "?") + urlencode(query)

    def _seal(self, message: JSON, asked: _PushRequest) -> _Sealed:
        mode, tamper = asked.mode, asked.tamper
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
        encrypted = crypto.encrypt(envelope, asked.key)
        query["encrypt_type"] = "aes"
        if tamper != "unsigned":  # without it there is `signature`, which does not cover the body
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
        """The message that hands over to a human; {} for `success` and for an empty answer; None
        for an answer that WeChat does not understand from a mini program."""
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
    """A JSON object, or the flat XML of WeChat's own samples."""
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

"""Checks of each call, and signatures of answers [pay.weixin.qq.com 4012365342, 4013053249]."""

import re
import secrets
import threading
from collections.abc import Mapping

from ..clock import Clock
from ..config import Config
from ..errors import PayError
from ..settings import Settings
from ..web import Handler, Reply, Request
from . import crypto

SKEW_S = 300
SCHEME = "WECHATPAY2-SHA256-RSA2048"
_PAIR = re.compile(r'(\w+)="([^"]*)"')
_NAMES = {"mchid", "nonce_str", "signature", "timestamp", "serial_no"}


class Door:
    def __init__(self, config: Config, settings: Settings, clock: Clock) -> None:
        self._config = config
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._nonces: dict[str, int] = {}  # nonce -> timestamp, for five minutes

    def guard(self, handler: Handler) -> Handler:
        """The handler, called only if the call passes the checks that all calls must pass."""

        def guarded(request: Request) -> Reply:
            self._check(request)
            return handler(request)

        return guarded

    def _check(self, request: Request) -> None:
        headers = request.headers
        self._check_signature(request, _parse(headers.get("authorization", "")))
        if not headers.get("user-agent"):
            raise PayError(400, "INVALID_REQUEST", "Http头缺少User-Agent")
        if "application/json" not in headers.get("accept", ""):
            raise PayError(400, "INVALID_REQUEST", "Http头Accept必须为application/json")
        kind = headers.get("content-type", "").partition(";")[0].strip()
        if request.method == "POST" and kind != "application/json":
            raise PayError(400, "INVALID_REQUEST", "Http头Content-Type必须为application/json")
        wanted = headers.get("wechatpay-serial")
        if wanted and wanted not in (self._config.public_key_id, self._config.platform_serial):
            raise PayError(400, "INVALID_REQUEST", "Http头Wechatpay-Serial不是可用的序列号")

    def _check_signature(self, request: Request, given: Mapping[str, str]) -> None:
        if given["mchid"] != self._config.mchid:
            raise PayError(401, "SIGN_ERROR", "Http头Authorization中的mchid不存在")
        if given["serial_no"] != self._config.merchant_serial:
            raise PayError(401, "SIGN_ERROR", "Http头Authorization中的serial_no不是商户证书序列号")
        stamp, nonce = given["timestamp"], given["nonce_str"]
        now = self._clock.seconds()
        if not stamp.isdigit() or abs(now - int(stamp)) > SKEW_S:
            raise PayError(
                401, "SIGN_ERROR", "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟"
            )
        text = crypto.request_text(request.method, request.target, stamp, nonce, request.body)
        if not crypto.verify(self._config.merchant_public_key, text, given["signature"]):
            raise PayError(
                401,
                "SIGN_ERROR",
                "错误的签名，验签失败",
                {
                    "field": "signature",
                    "issue": "sign not match",
                    "location": "authorization",
                    "sign_information": {
                        "method": request.method,
                        "url": request.target,
                        "sign_message_length": len(text),
                    },
                },
            )
        with self._lock:
            if nonce in self._nonces:
                raise PayError(401, "SIGN_ERROR", "Http头Authorization中的nonce_str重复")
            if len(self._nonces) > 10_000:
                fresh = {one: at for one, at in self._nonces.items() if abs(now - at) <= SKEW_S}
                self._nonces = fresh
            self._nonces[nonce] = int(stamp)

    def sign(self, request: Request, reply: Reply) -> Reply:
        """The reply with WeChat Pay's signature, by the key that the request asks for."""
        wanted = request.headers.get("wechatpay-serial", "")
        headers = self.signature(reply.body, self.signer(wanted))
        return reply.with_headers({**headers, "Request-ID": secrets.token_hex(16).upper()})

    def signer(self, wanted: str = "") -> tuple[str, str]:
        """(serial, private key): of the wanted serial, or as the account's settings say."""
        config = self._config
        by_public_key = (config.public_key_id, config.public_key_private_key)
        by_certificate = (config.platform_serial, config.platform_private_key)
        for signer in (by_public_key, by_certificate):
            if wanted == signer[0]:
                return signer
        return by_certificate if self._settings.sign_with == "certificate" else by_public_key

    def signature(self, body: bytes, signer: tuple[str, str], age_s: int = 0) -> dict[str, str]:
        """The five headers of a signed answer or notification, made `age_s` seconds ago."""
        serial, private_key = signer
        stamp, nonce = str(self._clock.seconds() - age_s), secrets.token_hex(16)
        text = crypto.answer_text(stamp, nonce, body)
        return {
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": crypto.sign(private_key, text),
            "Wechatpay-Serial": serial,
            "Wechatpay-Signature-Type": SCHEME,
        }

    def reset(self) -> None:
        with self._lock:
            self._nonces.clear()


def _parse(authorization: str) -> dict[str, str]:
    scheme, _, rest = authorization.partition(" ")
    pairs = dict(_PAIR.findall(rest))
    rebuilt = ",".join(f'{name}="{text}"' for name, text in _PAIR.findall(rest))
    if scheme != SCHEME or rebuilt != rest or pairs.keys() != _NAMES or "" in pairs.values():
        raise PayError(401, "SIGN_ERROR", "Http头Authorization值格式错误，请检查")
    return pairs

"""Notifications of payments and refunds, with WeChat Pay's retries
[pay.weixin.qq.com 4012791902, 4012791861]."""

import json
import secrets
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field

from ..clock import Clock
from ..config import Config
from ..errors import ControlError
from ..outbound import Answer, call
from ..settings import Settings
from ..shapes import JSON, Fields
from ..timers import Timers
from . import crypto
from .book import rfc3339
from .door import Door

# Seconds after each failed attempt; together about a day. settings.retry_factor makes them shorter.
RETRIES = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
STALE_S = 601
TAMPERS = ("body", "ciphertext")


@dataclass
class Notice:
    """One notification. Every attempt has the same id and the same bytes."""

    id: str
    out_trade_no: str
    event_type: str
    url: str
    body: str
    state: str = "waiting"  # delivered | given up | forged
    attempts: list[JSON] = field(default_factory=list)


@dataclass(frozen=True)
class Manner:
    """How a notification is sent. One with a flaw is not retried."""

    times: int
    parallel: bool
    delay_ms: int
    event: str | None  # "event": another event_type
    overrides: JSON  # fields of the resource, which is encrypted and signed correctly
    tamper: str  # the body is changed after signing, or encrypted with another key
    stale: bool
    wrong_key: bool
    unknown_serial: bool
    signtest: bool
    replay: bool  # identical bytes and headers are sent twice

    @classmethod
    def read(cls, fields: Fields) -> "Manner":
        tamper = fields.any("tamper", False)
        if tamper is not False and tamper is not True and tamper not in TAMPERS:
            raise ControlError("tamper must be true, false or one of " + ", ".join(TAMPERS))
        return cls(
            times=fields.integer("times", 1, least=1, most=1000),
            parallel=fields.flag("parallel", True),
            delay_ms=fields.integer("delay_ms", 0, most=600_000),
            event=fields.maybe_text("event"),
            overrides=fields.object("overrides", {}),
            tamper={True: "body", False: ""}.get(tamper, tamper),
            stale=fields.flag("stale"),
            wrong_key=fields.flag("wrong_key"),
            unknown_serial=fields.flag("unknown_serial"),
            signtest=fields.flag("signtest"),
            replay=fields.flag("replay"),
        )

    @property
    def forged(self) -> bool:
        flaws = (self.tamper, self.stale, self.wrong_key, self.unknown_serial, self.signtest)
        return any(flaws) or bool(self.overrides) or self.event is not None


PLAIN = Manner.read(Fields({}))


class Notices:
    def __init__(
        self,
        config: Config,
        settings: Settings,
        clock: Clock,
        door: Door,
        timers: Timers,
        changed: Callable[[], None],
    ) -> None:
        self._config = config
        self._settings = settings
        self._clock = clock
        self._door = door
        self._timers = timers
        self._changed = changed
        self._lock = threading.Lock()
        self._notices: dict[str, Notice] = {}  # oldest first

    def send(
        self, event_type: str, summary: str, plain: JSON, url: str, manner: Manner = PLAIN
    ) -> list[JSON]:
        """Send a notification; the answers to the first attempts, [] if it is delayed."""
        for name, value in manner.overrides.items():
            nested = isinstance(value, dict) and isinstance(plain.get(name), dict)
            plain = plain | {name: plain[name] | value if nested else value}
        original_type = "refund" if event_type.startswith("REFUND") else "transaction"
        key = secrets.token_hex(16) if manner.tamper == "ciphertext" else self._config.apiv3_key
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
        sealed = crypto.seal(key, text, original_type)
        envelope = {
            "id": str(uuid.uuid4()),
            "create_time": rfc3339(self._clock.now()),
            "resource_type": "encrypt-resource",
            "event_type": manner.event or event_type,
            "summary": summary,
            "resource": {"original_type": original_type, **sealed},
        }
        notice = Notice(
            id=str(envelope["id"]),
            out_trade_no=plain["out_trade_no"],
            event_type=str(envelope["event_type"]),
            url=url,
            body=json.dumps(envelope, ensure_ascii=False, separators=(",", ":")),
            state="forged" if manner.forged else "waiting",
        )
        with self._lock:
            self._notices[notice.id] = notice
        if manner.delay_ms:
            self._timers.after(manner.delay_ms / 1000, lambda: self._round(notice, manner))
            return []
        return self._round(notice, manner)

    def _round(self, notice: Notice, manner: Manner) -> list[JSON]:
        def deliver(_: int) -> list[JSON]:
            return self._attempt(notice, manner)

        if manner.parallel and manner.times > 1:
            with ThreadPoolExecutor(min(manner.times, 32)) as pool:
                rounds = list(pool.map(deliver, range(manner.times)))
        else:
            rounds = [deliver(number) for number in range(manner.times)]
        if not manner.forged:
            self._after_attempt(notice, 0)
        return [answer for answers in rounds for answer in answers]

    def _attempt(self, notice: Notice, manner: Manner) -> list[JSON]:
        body = notice.body.encode()
        signer = self._door.signer()
        if manner.wrong_key:
            signer = (signer[0], crypto.stranger())
        if manner.unknown_serial:
            signer = (secrets.token_hex(20).upper(), signer[1])
        headers = self._door.signature(body, signer, STALE_S if manner.stale else 0)
        if manner.signtest:
            probe = headers["Wechatpay-Signature"][:320]
            headers["Wechatpay-Signature"] = "WECHATPAY/SIGNTEST/" + probe
        if manner.tamper == "body":
            body = body.replace(b'"summary":"', b'"summary":" ', 1)
        headers |= {"Content-Type": "application/json", "User-Agent": "Mozilla/4.0"}
        return [self._post(notice, body, headers) for _ in range(2 if manner.replay else 1)]

    def _post(self, notice: Notice, body: bytes, headers: dict[str, str]) -> JSON:
        at = self._clock.now()
        answer: Answer = call("POST", notice.url, body, headers, self._settings.notify_timeout_ms)
        result: JSON = {
            "at": at,
            "status": answer.status,
            "body": answer.body,
            "took_ms": answer.took_ms,
        }
        if answer.error:
            result["error"] = answer.error
        with self._lock:
            notice.attempts.append(result)
            if answer.status in (200, 204) and notice.state == "waiting":
                notice.state = "delivered"
        return result

    def _after_attempt(self, notice: Notice, failures: int) -> None:
        with self._lock:
            if notice.state == "waiting" and failures >= len(RETRIES):
                notice.state = "given up"
            # a reset may have removed it meanwhile
            waiting = notice.state == "waiting" and notice.id in self._notices
        self._changed()
        if not waiting:
            return
        pause = RETRIES[failures] * self._settings.retry_factor

        def retry() -> None:
            self._attempt(notice, PLAIN)
            self._after_attempt(notice, failures + 1)

        self._timers.after(pause, retry)

    def find(self, out_trade_no: str | None) -> JSON:
        """GET /sandbox/notifications: oldest first, each with the answers to its attempts."""
        with self._lock:
            found = [
                asdict(notice)
                for notice in self._notices.values()
                if out_trade_no is None or notice.out_trade_no == out_trade_no
            ]
        return {"notifications": [{**one, "body": json.loads(one["body"])} for one in found]}

    def resume(self) -> None:
        """After a restart, go on with the notifications that the shop has not accepted yet."""
        with self._lock:
            waiting = [one for one in self._notices.values() if one.state == "waiting"]
        for notice in waiting:
            self._after_attempt(notice, max(0, len(notice.attempts) - 1))

    def reset(self) -> None:
        with self._lock:
            self._notices.clear()

    def dump(self) -> JSON:
        with self._lock:
            return {"notices": [asdict(notice) for notice in self._notices.values()]}

    def load(self, saved: JSON) -> None:
        with self._lock:
            self._notices = {one["id"]: Notice(**one) for one in saved["notices"]}

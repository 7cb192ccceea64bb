"""Faults on demand: the next calls of a path fail, are delayed, or get no answer."""

import threading
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

from .errors import ControlError
from .shapes import JSON, Fields


@dataclass
class Fault:
    """What happens to the next `times` calls of `path` (`*` stands for any text).

    errcode: HTTP 200 with that errcode. status: that HTTP status with {"code", "message"}.
    delay_ms: a delay, alone or before the rest. drop: closes the connection without an answer.
    after: the call takes effect first; then its answer is replaced, delayed or dropped.
    """

    path: str
    times: int
    errcode: int | None
    errmsg: str
    status: int | None
    code: str
    message: str
    delay_ms: int
    drop: bool
    after: bool


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, body: JSON) -> JSON:
        fields = Fields(body)
        fault = Fault(
            path=fields.text("path"),
            times=fields.integer("times", 1),
            errcode=fields.maybe_integer("errcode", least=-1),
            errmsg=fields.text("errmsg", "fault on demand"),
            status=fields.maybe_integer("status", least=200, most=599),
            code=fields.text("code", "SYSTEM_ERROR"),
            message=fields.text("message", "fault on demand"),
            delay_ms=fields.integer("delay_ms", 0, most=120_000),
            drop=fields.flag("drop"),
            after=fields.flag("after"),
        )
        fields.done()
        if not fault.path.startswith("/") or fault.path.startswith("/sandbox"):
            raise ControlError("path must be a path of WeChat's API, such as /cgi-bin/stable_token")
        effects = [fault.errcode is not None, fault.status is not None, fault.drop]
        if sum(effects) > 1:
            raise ControlError("give one of errcode, status and drop")
        if fault.times and not any(effects) and not fault.delay_ms:
            raise ControlError("give errcode, status, delay_ms or drop: a fault must do something")
        with self._lock:
            if fault.times == 0:
                self._waiting = [one for one in self._waiting if one.path != fault.path]
            else:
                self._waiting.append(fault)
        return {"faults": self.waiting()}

    def take(self, path: str) -> Fault | None:
        """The oldest fault for this call of `path`; one of its `times` is used up."""
        with self._lock:
            for fault in self._waiting:
                if fnmatchcase(path, fault.path):
                    fault.times -= 1
                    if fault.times == 0:
                        self._waiting.remove(fault)
                    return fault
        return None

    def waiting(self) -> list[JSON]:
        with self._lock:
            return [asdict(fault) for fault in self._waiting]

    def reset(self) -> None:
        with self._lock:
            self._waiting.clear()

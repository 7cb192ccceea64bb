"""The sandbox's clock: the real time plus an offset that tests set."""

import threading
import time

from .shapes import JSON


class Clock:
    """UTC milliseconds and seconds: the machine's time plus `offset_ms`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offset_ms = 0

    @property
    def offset_ms(self) -> int:
        with self._lock:
            return self._offset_ms

    def move_to(self, offset_ms: int) -> None:
        with self._lock:
            self._offset_ms = offset_ms

    def now(self) -> int:
        """UTC milliseconds."""
        return time.time_ns() // 1_000_000 + self.offset_ms

    def seconds(self) -> int:
        """UTC seconds, the unit of WeChat's CreateTime and of signature timestamps."""
        return self.now() // 1000

    def dump(self) -> JSON:
        return {"offset_ms": self.offset_ms}

    def load(self, saved: JSON) -> None:
        self.move_to(saved["offset_ms"])

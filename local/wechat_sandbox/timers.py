"""Actions that run later, in real time. A stop or a reset of the sandbox cancels them."""

import threading
from collections.abc import Callable


class Timers:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._timers: set[threading.Timer] = set()

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        def run() -> None:
            with self._lock:
                if timer not in self._timers:  # cancelled in this moment
                    return
                self._timers.remove(timer)
            action()

        timer = threading.Timer(seconds, run)
        timer.daemon = True
        with self._lock:
            self._timers.add(timer)
        timer.start()

    def cancel(self) -> None:
        with self._lock:
            timers, self._timers = self._timers, set()
        for timer in timers:
            timer.cancel()

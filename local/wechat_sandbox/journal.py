"""All calls of WeChat's API that reached the sandbox: tests count and read them."""

import re
import threading
from collections import Counter, deque
from fnmatch import fnmatchcase

from .shapes import JSON
from .web import Request

_KEPT = 20_000
_SECRET = re.compile(r'("secret"\s*:\s*)"[^"]*"')


class Journal:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._calls: deque[JSON] = deque(maxlen=_KEPT)

    def add(self, at: int, request: Request, status: int, errcode: int | str | None) -> None:
        """`status` 0 means that the connection was closed without an answer."""
        query = {name: "***" if name == "secret" else text for name, text in request.query.items()}
        call: JSON = {
            "at": at,
            "method": request.method,
            "path": request.path,
            "query": query,
            "body": _SECRET.sub(r'\1"***"', request.body.decode("utf-8", "backslashreplace")),
            "status": status,
            "errcode": errcode,
        }
        with self._lock:
            self._counts[request.path] += 1
            self._calls.append(call)

    def find(self, path: str) -> JSON:
        """`count`: all calls since the last reset; `calls`: those among the last 20,000."""
        with self._lock:
            count = sum(n for one, n in self._counts.items() if fnmatchcase(one, path))
            calls = [call for call in self._calls if fnmatchcase(call["path"], path)]
        return {"count": count, "calls": calls}

    def reset(self) -> None:
        with self._lock:
            self._counts.clear()
            self._calls.clear()

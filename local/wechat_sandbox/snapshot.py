"""Keeps the state in a file, so that payments and messages survive a restart."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from .shapes import JSON


class Kept(Protocol):
    def dump(self) -> JSON: ...

    def load(self, saved: JSON) -> None: ...


class Snapshot:
    """Writes all `parts` to `path`, by rename, shortly after a change and at the end."""

    def __init__(self, path: Path, parts: Mapping[str, Kept], every_s: float = 0.2) -> None:
        self._path = path
        self._parts = parts
        self._every_s = every_s
        self._changed = threading.Event()
        self._ending = threading.Event()
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="snapshot", daemon=True)

    def start(self) -> None:
        if self._path.exists():
            saved = json.loads(self._path.read_text(encoding="utf-8"))
            for name, part in self._parts.items():
                if name in saved:
                    part.load(saved[name])
        self._thread.start()

    def changed(self) -> None:
        self._changed.set()

    def stop(self) -> None:
        self._ending.set()
        self._changed.set()
        self._thread.join()
        self.write()

    def write(self) -> None:
        with self._writing:
            state = {name: part.dump() for name, part in self._parts.items()}
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_name(self._path.name + ".new")
            beside.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
            beside.replace(self._path)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._changed.wait()
            self._changed.clear()
            if self._ending.wait(self._every_s):
                return
            self.write()

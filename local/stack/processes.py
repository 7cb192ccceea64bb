"""Background processes that run on after this one has ended, and can be found and stopped later.

A process is identified by its id and its start time, because the system gives the id of an ended
process to a new one.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from local.stack.places import STATE

PATIENCE_S = 20.0  # how long a process may take to save its state and end


@dataclass(frozen=True)
class Process:
    """A process that we have started, and its address. `birth` is when it was started."""

    name: str
    pid: int
    birth: str
    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        return birth_of(self.pid) == self.birth


def start(
    name: str, command: Sequence[str], env: Mapping[str, str], host: str, port: int
) -> Process:
    """Start `command` in its own session. Its output goes to .local/<name>.log."""
    log = _log_of(name).open("wb")
    with log:
        child = subprocess.Popen(
            command,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    process = Process(name, child.pid, birth_of(child.pid) or "", host, port)
    _record_of(name).write_text(json.dumps(asdict(process)))
    return process


def find(name: str) -> Process | None:
    """The running process that was started under `name`, if it still runs."""
    try:
        process = Process(**json.loads(_record_of(name).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return process if process.alive else None


def stop(name: str) -> bool:
    """End the process and its children: SIGTERM, then SIGKILL after PATIENCE_S. True if it ran."""
    process = find(name)
    if process is not None:
        _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_S
        while process.alive and time.monotonic() < deadline:
            time.sleep(0.05)
        if process.alive:
            _signal(process, signal.SIGKILL)
    _record_of(name).unlink(missing_ok=True)
    return process is not None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def why_unusable(host: str, port: int) -> str:
    """Why no server can listen there; "" if one can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return "another program uses it"
            return error.strerror or str(error)
    return ""


def last_words(name: str, lines: int = 15) -> str:
    """The end of the process's log."""
    with contextlib.suppress(OSError):
        return "\n".join(_log_of(name).read_text(errors="replace").splitlines()[-lines:])
    return ""


def birth_of(pid: int) -> str | None:
    """When the process was started, in the system's own form; None if there is no such process."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else fields[19]  # a zombie has ended
    asked = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None


def _signal(process: Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)  # it leads its session, so the group has its id


def _record_of(name: str) -> Path:
    return STATE / f"{name}.pid.json"


def _log_of(name: str) -> Path:
    return STATE / f"{name}.log"

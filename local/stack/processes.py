"""Background processes that outlive this one, and are found again and stopped by identity.

A process is known by its id and its time of birth, so that an id which the system has given to
somebody else is never mistaken for ours.
"""

from __future__ import annotations

import contextlib
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

PATIENCE_S = 20.0  # for a process to save its state and end


@dataclass(frozen=True)
class Process:
    """A process that we started, and where it listens."""

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
    """Start `command` in a session of its own, its output in .local/<name>.log."""
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
    """Ask the process and its children to end, wait, insist. True if there was one."""
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


def last_words(name: str, lines: int = 15) -> str:
    """The end of the process's log."""
    with contextlib.suppress(OSError):
        return "\n".join(_log_of(name).read_text(errors="replace").splitlines()[-lines:])
    return ""


def birth_of(pid: int) -> str | None:
    """When the process was born, in whatever form the system tells it; None if there is none."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else fields[19]  # a zombie is no longer alive
    asked = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None


def _signal(process: Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)  # it leads a session, so its id is its group's


def _record_of(name: str) -> Path:
    return STATE / f"{name}.pid.json"


def _log_of(name: str) -> Path:
    return STATE / f"{name}.log"

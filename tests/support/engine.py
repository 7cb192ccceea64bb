"""Start ministack (a local AWS) in its own process, for tests of atomicity, units and threads."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from functools import cache
from pathlib import Path

from local.stack.services import ENGINE_COMMAND


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def start() -> str:
    """Start one ministack for this test run and return its endpoint URL. It stops after the run."""
    port = free_port()
    log = Path(tempfile.mkdtemp(prefix="tuan-engine-")) / "engine.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ENGINE_COMMAND,
            env={
                **os.environ,
                "GATEWAY_PORT": str(port),
                "BIND_HOST": "127.0.0.1",
                "IOT_MTLS_ENABLED": "0",
                "SFTP_ENABLED": "0",
                "LOG_LEVEL": "WARNING",
            },
            stdout=out,
            stderr=out,
        )
    atexit.register(process.terminate)
    url = f"http://127.0.0.1:{port}"
    for _ in range(900):  # a busy machine takes its time
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_ministack/health", timeout=1):
                return url
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the local engine did not start:\n{log.read_text()[-2000:]}")

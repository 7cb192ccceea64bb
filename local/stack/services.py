"""The two servers of the local stack: ministack (the local AWS) and the WeChat sandbox.

PORT and SANDBOX_PORT set their ports; otherwise free ports are used. A server that runs keeps its
port. They listen on BIND_HOST
(127.0.0.1 unless set). With 0.0.0.0, containers can reach them.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import time
import urllib.request

from local.stack import processes
from local.stack.places import KEPT, REGION, ROOT, STATE, WECHAT_FILE, environment, throw_away
from local.stack.processes import Process

ENGINE, SANDBOX = "engine", "sandbox"
PORTS = {ENGINE: "PORT", SANDBOX: "SANDBOX_PORT"}  # the variables that set them
CALLED = {ENGINE: "local AWS", SANDBOX: "WeChat sandbox"}
ENGINE_COMMAND = [
    getattr(sys, "_base_executable", sys.executable),
    str(ROOT / "local" / "stack" / "engine.py"),
    sysconfig.get_path("purelib"),
]
READY_S = 30.0


class StartError(RuntimeError):
    """A server cannot start, or did not. The text says why, and what to do."""


def engine() -> Process:
    """ministack: the one that runs, or a new one."""
    running = _running(ENGINE)
    if running:
        return running
    host, port = _host(), _port(ENGINE)
    scratch = STATE / "tmp"  # the functions' processes unpack their code and layers here
    throw_away(scratch)
    scratch.mkdir(parents=True)
    _read_streams_anew()
    env = environment(
        GATEWAY_PORT=str(port),
        BIND_HOST=host,
        MINISTACK_REGION=REGION,
        AWS_DEFAULT_REGION=REGION,
        AUTH="true",  # every function has the rights of its role, and no others
        IOT_MTLS_ENABLED="0",  # the local AWS needs one port only
        SFTP_ENABLED="0",
        PERSIST_STATE="1",
        STATE_DIR=str(KEPT / "aws"),
        S3_PERSIST="1",
        S3_DATA_DIR=str(KEPT / "s3"),
        TMPDIR=str(scratch),
    )
    return _start(ENGINE, ENGINE_COMMAND, env, host, port, "/_ministack/ready")


def _read_streams_anew() -> None:
    """Delete the positions of the consumers of streams. ministack keeps the positions, but not the
    streams. After a restart, consumers would read nothing until the streams are as long again."""
    state = KEPT / "aws" / "lambda.json"
    if state.exists():
        kept = json.loads(state.read_text())
        kept["payload"]["dynamodb_stream_positions"]["data"] = {}
        state.write_text(json.dumps(kept))


def sandbox() -> Process:
    """The WeChat sandbox: the one that runs, or a new one with the keys of the last one."""
    running = _running(SANDBOX)
    if running:
        return running
    if not WECHAT_FILE.exists():
        from local.wechat_sandbox import credentials

        credentials.write(WECHAT_FILE)
    host, port = _host(), _port(SANDBOX)
    KEPT.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "local.wechat_sandbox", "--host", host, "--port", str(port)]
    command += ["--config", str(WECHAT_FILE), "--state", str(KEPT / "wechat.json")]
    env = environment(PYTHONPATH=str(ROOT))
    return _start(SANDBOX, command, env, host, port, "/sandbox/health")


def stop() -> list[str]:
    """Stop both servers. The names of those that ran."""
    return [name for name in (ENGINE, SANDBOX) if processes.stop(name)]


def check_ports() -> None:
    """StartError, before anything is started, if a port that was asked for cannot be had."""
    for name, variable in PORTS.items():
        asked, running = _asked_port(name), processes.find(name)
        if asked is None:
            continue
        if running is None:
            problem = processes.why_unusable(_host(), asked)
            if problem:
                raise StartError(
                    f"The {CALLED[name]} cannot listen on {_host()}:{asked}: {problem}.\n"
                    f"Choose another port: make up {variable}={processes.free_port()}"
                )
        elif running.port != asked:  # it is in the functions' settings, and clients know it
            raise StartError(
                f"{variable}={asked} was asked for, but the {CALLED[name]} runs on port"
                f" {running.port}.\n"
                f"To move it: make down, then make up {variable}={asked}.\n"
                f"To use it where it is: call make without {variable}."
            )


def _running(name: str) -> Process | None:
    process = processes.find(name)
    if process is None or process.host == _host():
        return process
    processes.stop(name)  # it listens on another host; its state is kept
    return None


def _host() -> str:
    return os.environ.get("BIND_HOST") or "127.0.0.1"


def _port(name: str) -> int:
    """The port that the variable sets, or the last one (the kept state names it), or a free one."""
    remembered = KEPT / f"{name}.port"
    port = _asked_port(name)
    if port is None and remembered.exists():
        port = int(remembered.read_text())
        if processes.why_unusable(_host(), port):
            port = None
    if port is None:
        port = processes.free_port()
    remembered.parent.mkdir(parents=True, exist_ok=True)
    remembered.write_text(str(port))
    return port


def _asked_port(name: str) -> int | None:
    """The port that the variable sets; None if it is not set. StartError if that is no port."""
    text = os.environ.get(PORTS[name], "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise StartError(f"{PORTS[name]}={text} is not a port: it must be a number below 65536.")
    return int(text)


def _start(
    name: str, command: list[str], env: dict[str, str], host: str, port: int, health: str
) -> Process:
    process = processes.start(name, command, env, host, port)
    deadline = time.monotonic() + READY_S
    while process.alive and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(process.url + health, timeout=1):
                return process
        except OSError:
            time.sleep(0.05)
    processes.stop(name)
    raise StartError(f"The {CALLED[name]} did not start:\n{processes.last_words(name)}")

"""Cold starts: a new process imports a function and serves its first request.

Three times, each from the start of the process to its answer, are compared: the function with our
built layers; the floor (an interpreter with one botocore client and one call); and the usual build
(the same code in layers that SAM builds by default, without byte-code and not pruned). The first
request is the function's sample event, with the data that tests/docker/effects writes for it, so it
does the function's work and is not refused. A round measures all three, and a ratio compares times
of the same round only, because the speed of the machine may change between rounds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from local import events
from local.client import STACK_FILE, Wechat
from local.stack.places import TARGET
from tests.docker.effects import EXPECTED
from tests.docker.expect import event_for
from tests.docker.shop import LocalShop, connect
from tests.support.cloud import Shop
from tests.support.template import ROOT
from wxcloud import aws, clock

WORK = ROOT / ".local" / "bench"
LAYERS = ("runtime", "crypto", "tuan", "console")
USUAL_ROUNDS = 3  # few, because it is slow and its ratio is far from the target
FIRST_REQUEST = """
import json, sys
sys.path.insert(0, sys.argv[1])
import app
import socket
sent, calls = socket.socket.sendall, []
def counted(self, data, *flags):
    calls.extend([1] * data.startswith((b"POST ", b"GET ", b"PUT ", b"DELETE ")))
    return sent(self, data, *flags)
socket.socket.sendall = counted
event = json.load(open(sys.argv[2]))
class Context: aws_request_id = "bench"
answer = app.main(event, Context())
print(json.dumps({"answer": answer, "calls": len(calls)}), flush=True)
"""
FLOOR = """
import json, os, botocore.session
from botocore.config import Config
event = json.dumps({"a": 1})
client = botocore.session.get_session().create_client(
    "dynamodb", config=Config(connect_timeout=1, read_timeout=3))
client.get_item(TableName=os.environ["TABLE_PREFIX"] + "users", Key={"openid": {"S": "nobody"}})
print("answered", flush=True)
"""


@dataclass(frozen=True)
class Cold:
    """A function's first request: the number of its calls to AWS and WeChat; medians in ms of its
    time, of the floor and of the usual build; and medians of the ratios of all rounds."""

    function: str
    calls: int
    ours: float
    floor: float
    usual: float
    to_floor: float
    to_usual: float


class BenchWechat(Wechat):
    """Customer service that calls sendReply itself, because no queue calls functions here."""

    def __init__(self, stack: dict[str, Any], cloud: Shop) -> None:
        super().__init__(stack)
        self._cloud = cloud

    def ask(self, openid: str, content: str) -> dict[str, Any]:
        answer = super().ask(openid, content)
        self._cloud.run_queue("support", "sendReply")
        return answer


class BenchShop(LocalShop):
    """The shop of the other benchmarks, for the effects that prepare the sample events. It has no
    viewers of live rooms and no functions of streams."""

    def __init__(self, shop: Shop) -> None:
        assert shop.sandbox is not None
        self.stack = {
            "appid": shop.sandbox.appid,
            "sandbox": shop.sandbox.url,
            "secrets": {"wechat": shop.prefix + "wechat"},
            "tables": shop.tables,
        }
        self.wechat = BenchWechat(self.stack, shop)
        self.dynamodb = aws.botocore_client("dynamodb")
        self.scheduler = aws.botocore_client("scheduler")

    @contextmanager
    def without(self, function: str) -> Iterator[None]:
        yield

    @contextmanager
    def viewer(self, live_id: str) -> Iterator[Any]:
        yield None


def build_layers() -> list[str]:
    """The layers of this machine: runtime, crypto, our own, and the console's page."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    paths = []
    for layer in LAYERS:
        into = WORK / "ours" / layer
        run(sys.executable, "layers/build.py", layer, str(into), env=TARGET)
        paths.append(str(into / "python"))
    return paths


def build(*, usual_too: bool = True) -> dict[str, str]:
    """The PYTHONPATH of each build: `ours`, `usual`, `floor`."""
    paths = build_layers()
    usual, floor = WORK / "usual", WORK / "floor"
    pip = (sys.executable, "-m", "pip", "install", "-q", "--constraint", "requirements.lock")
    if usual_too:
        wanted = ("-r", "requirements/runtime.in", "-r", "requirements/crypto.in")
        run(*pip, "--no-compile", "--target", str(usual), *wanted)
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "layers/tuan/python", usual, dirs_exist_ok=True, ignore=skip)
    run(*pip, "--target", str(floor), "botocore")
    return {
        "ours": os.pathsep.join(paths),
        "usual": os.pathsep.join([str(usual), paths[-1]]),
        "floor": str(floor),
    }


def run(*command: str, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **(env or {})})


def once(pythonpath: str, *arguments: str) -> tuple[float, str]:
    """The ms until a new process of Python prints its first line, and its output."""
    python = getattr(sys, "_base_executable", sys.executable)
    command = [python, "-S", "-s", "-c", *arguments]
    return timed(command, {"PYTHONPATH": pythonpath, "PYTHONDONTWRITEBYTECODE": "1"})


def timed(command: list[str], env: dict[str, str]) -> tuple[float, str]:
    """The ms until a new process prints its first line, and its output. Its end does not count: on
    Lambda it goes on."""
    with tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert process.stdout
        line = process.stdout.readline()
        took = (time.perf_counter() - started) * 1000
        output = line + process.stdout.read()
        if process.wait():
            errors.seek(0)
            raise RuntimeError(errors.read())
    return took, output


def event_of(function: str) -> str:
    """The name of the function's sample event: the HTTP event if it exists, else a queue's, else
    any."""
    names = [path.name for path in events.files(function)]
    wanted = (f"{function}.http.json", f"{function}.sqs.json")
    return next((name for name in wanted if name in names), names[0])


@contextmanager
def prepared(function: str, shop: LocalShop) -> Iterator[tuple[dict[str, Any], int]]:
    """The function's sample event, with the data that it needs, and the status of its answer."""
    name = event_of(function)
    expected = EXPECTED[name]
    effect = expected.effect(shop)
    try:
        yield event_for(name, shop, next(effect)), expected.status
    finally:
        effect.close()


def check(function: str, answer: dict[str, Any], status: int) -> None:
    """RuntimeError if the request was refused."""
    if answer.get("statusCode", status) != status or "errorMessage" in answer:
        raise RuntimeError(f"{function}: {answer}")
    if answer.get("batchItemFailures"):
        raise RuntimeError(f"{function}: the message failed")


def first_request(pythonpath: str, function: str, shop: LocalShop) -> tuple[float, int]:
    """The ms that the function's first request takes, and the number of its calls."""
    with prepared(function, shop) as (event, status):
        path = WORK / "event.json"
        path.write_text(json.dumps(event))
        folder = ROOT / "functions" / function
        took, output = once(pythonpath, FIRST_REQUEST, str(folder), str(path))
    printed = json.loads(output)
    check(function, printed["answer"] or {}, status)
    return took, printed["calls"]


def shoppers() -> set[str]:
    """The functions that a shopper waits for: cloud functions that need no role."""
    found = set()
    for app in (ROOT / "functions").glob("*/app.py"):
        door = re.search(r"^@cloud_function\((.*)\)$", app.read_text(), re.MULTILINE)
        if door and "only=" not in door[1]:
            found.add(app.parent.name)
    return found


def imports_table(function: str, runs: int = 5, most: int = 10) -> list[str]:
    """The packages whose own modules take most of the function's imports. The layers are built."""
    layers = os.pathsep.join(str(WORK / "ours" / name / "python") for name in LAYERS)
    python = getattr(sys, "_base_executable", sys.executable)
    command = [python, "-S", "-s", "-X", "importtime", "-c", "import app"]
    path = os.pathsep.join([str(ROOT / "functions" / function), layers])
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        times: dict[str, float] = {}
        for line in done.stderr.splitlines():
            own, _, name = line.removeprefix("import time:").split("|")
            if own.strip().isdecimal():
                package = name.strip().partition(".")[0]
                package = "(Python)" if package in sys.stdlib_module_names else package
                times[package] = times.get(package, 0) + int(own) / 1000
        for package, ms in times.items():
            found.setdefault(package, []).append(ms)
    medians = sorted(((statistics.median(ms), name) for name, ms in found.items()), reverse=True)
    return [
        "| package | ms |",
        "|---|---|",
        *(f"| {name} | {ms:.1f} |" for ms, name in medians[:most]),
        f"| all | {sum(ms for ms, _ in medians):.1f} |",
    ]


# Their sample events need the deployed stack: they are measured on it, if it is up.
ON_THE_STACK = {
    "analyzeLive",
    "confirmReceipt",
    "console",
    "deliverEvents",
    "exportMyData",
    "getAnalysis",
    "onOutcome",
    "runPrivacyJob",
    "trackEvents",
}


def table(colds: Sequence[Cold]) -> list[str]:
    return [
        "| function | calls | ours | floor | usual | ours / floor | ours / usual |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {c.function} | {c.calls} | {c.ours:.0f} | {c.floor:.0f} | {c.usual:.0f}"
            f" | {c.to_floor:.2f} | {c.to_usual:.2f} |"
            for c in colds
        ),
    ]


def functions() -> list[str]:
    return sorted(app.parent.name for app in (ROOT / "functions").glob("*/app.py"))


def measure(
    cloud: Shop, rounds: int, only: Sequence[str] = (), *, usual_too: bool = True
) -> list[Cold]:
    """Without `usual_too`, the usual build is not measured, and its figures mean nothing."""
    builds = build(usual_too=usual_too)
    wanted = set(only or functions())
    clock.set_clock(None)  # the new processes use the time of the machine
    found = _measure(BenchShop(cloud), wanted - ON_THE_STACK, rounds, builds, usual_too)
    if STACK_FILE.exists() and wanted & ON_THE_STACK:
        with connect(containers=False) as deployed:
            found += _measure(deployed, wanted & ON_THE_STACK, rounds, builds, usual_too)
    return sorted(found, key=lambda each: each.function)


def _measure(
    shop: LocalShop, names: Collection[str], rounds: int, builds: dict[str, str], usual_too: bool
) -> list[Cold]:
    results = []
    for name in sorted(names):
        ours, floor, usual, calls = [], [], [], 0
        for n in range(rounds):
            took, calls = first_request(builds["ours"], name, shop)
            ours.append(took)
            floor.append(once(builds["floor"], FLOOR)[0])
            if usual_too and n < USUAL_ROUNDS:
                usual.append(first_request(builds["usual"], name, shop)[0])
        usual = usual or floor
        to_floor, to_usual = (
            statistics.median(a / b for a, b in zip(ours, other, strict=False))
            for other in (floor, usual)
        )
        medians = (statistics.median(each) for each in (ours, floor, usual))
        results.append(Cold(name, calls, *medians, to_floor, to_usual))
        print(f"  {name:<20} {to_floor:5.2f} × the floor", file=sys.stderr, flush=True)
    return results

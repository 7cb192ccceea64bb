"""First and warm calls under AWS's own runtime emulator, with the CPU of a memory size.

Lambda gives CPU in proportion to memory: 1,769 MB is one core [Lambda Developer Guide, "Configure
Lambda function memory"]. The emulator comes with aws-sam-cli and runs without Docker; it and the
function run in a control group (cgroup v1) with that share. The local engine and the WeChat sandbox
run outside it. It needs the right to make control groups; without it there is no figure.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from bench import cold
from tests.docker.shop import LocalShop
from tests.support.cloud import Shop
from tests.support.engine import free_port
from tests.support.template import ROOT
from wxcloud import clock

SIZES = (512, 1024, 1769)  # MB
ONE_CORE = 1769  # MB
FUNCTIONS = ("getGoods", "joinGroup", "placeOrder")
WARM, SKIPPED = 25, 5
PERIOD_US = 20_000
USD_GB_SECOND = 0.0000133334  # arm64; docs/cost.md
GROUPS = Path("/sys/fs/cgroup/cpu")
PACKAGES = ("awslambdaric", "simplejson", "snapshot-restore-py")  # beside our layers


@dataclass(frozen=True)
class Sized:
    """Medians in ms of a function's first and warm calls with this memory."""

    function: str
    megabytes: int
    first: float
    warm: float

    def usd(self, ms: float) -> float:
        """The price of the duration of a million such calls."""
        return ms / 1000 * self.megabytes / 1024 * USD_GB_SECOND * 1e6


def why_not() -> str:
    """Why it cannot be measured here; "" if it can."""
    if not _emulator().exists():
        return "this aws-sam-cli has no runtime emulator for this machine"
    if not os.access(GROUPS, os.W_OK) or not (GROUPS / "cpu.cfs_quota_us").exists():
        return "this user may not make control groups with a share of CPU (cgroup v1)"
    return ""


def measure(cloud: Shop, rounds: int) -> list[Sized]:
    if why_not():
        return []
    layers = os.pathsep.join([*cold.build_layers(), str(_runtime_client())])
    clock.set_clock(None)
    shop = cold.BenchShop(cloud)
    return [
        _measure(function, megabytes, layers, shop, rounds)
        for function in FUNCTIONS
        for megabytes in SIZES
    ]


def table(sized: list[Sized]) -> list[str]:
    return [
        "| function | memory, MB | first call, ms | warm call, ms | USD per million first calls"
        " | USD per million warm calls |",
        "|---|---|---|---|---|---|",
        *(
            f"| {s.function} | {s.megabytes:,} | {s.first:.0f} | {s.warm:.1f}"
            f" | {s.usd(s.first):.2f} | {s.usd(s.warm):.3f} |"
            for s in sized
        ),
    ]


def lines(sized: list[Sized]) -> list[str]:
    """The part of docs/performance.md."""
    best = ", ".join(f"{name} with {size:,} MB" for name, size in cheapest(sized).items())
    found = [*table(sized), "", f"Cheapest warm calls: {best}."]
    return [
        "## Memory",
        "",
        "Lambda gives CPU by memory, one core with 1,769 MB. The first call of a new process and"
        " warm ones, under AWS's runtime emulator (aws-sam-cli has it) in a control group with that"
        f" share of a core (in periods of {PERIOD_US // 1000} ms), with the local engine and the"
        f" WeChat sandbox outside it. Medians; a warm one of {WARM - SKIPPED} calls. USD: the"
        " duration alone, on arm64.",
        "",
        *(found if sized else [f"Not measured: {why_not()}."]),
        "",
    ]


def cheapest(sized: list[Sized]) -> dict[str, int]:
    """Function → the memory whose warm calls cost least."""
    found: dict[str, Sized] = {}
    for each in sized:
        best = found.setdefault(each.function, each)
        if each.usd(each.warm) < best.usd(best.warm):
            found[each.function] = each
    return {name: each.megabytes for name, each in found.items()}


def _measure(function: str, megabytes: int, layers: str, shop: LocalShop, rounds: int) -> Sized:
    firsts, warms = [], []
    for n in range(rounds):
        with _running(function, megabytes, layers) as url:
            firsts.append(_call(url, function, shop))
            if n == 0:
                warms = [_call(url, function, shop) for _ in range(WARM)][SKIPPED:]
    found = Sized(function, megabytes, statistics.median(firsts), statistics.median(warms))
    print(f"  {function} {megabytes}: {found.first:.0f}, {found.warm:.1f} ms", file=sys.stderr)
    return found


def _call(url: str, function: str, shop: LocalShop) -> float:
    """The ms of an invocation."""
    with cold.prepared(function, shop) as (event, status):
        body = json.dumps(event).encode()
        started = time.perf_counter()
        with urllib.request.urlopen(url, body, timeout=60) as response:
            answer: dict[str, Any] = json.load(response)
        took = (time.perf_counter() - started) * 1000
    cold.check(function, answer, status)
    return took


@contextmanager
def _running(function: str, megabytes: int, layers: str) -> Iterator[str]:
    """The emulator with this function, which starts at the first call. Yields the URL of calls."""
    port, runtime_port = free_port(), free_port()
    python = getattr(sys, "_base_executable", sys.executable)
    command = [str(_emulator()), "--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
    command += ["--runtime-api-address", f"127.0.0.1:{runtime_port}"]
    command += [python, "-S", "-s", "-m", "awslambdaric", "app.main"]
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "functions" / function), layers]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_LAMBDA_FUNCTION_NAME": function,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(megabytes),
    }
    with _share(megabytes) as members:
        process = subprocess.Popen(
            ["sh", "-c", f'echo $$ > {members}; exec "$@"', "sh", *command],
            cwd=ROOT / "functions" / function,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
        finally:
            os.killpg(process.pid, 9)
            process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the runtime emulator does not start")


@contextmanager
def _share(megabytes: int) -> Iterator[Path]:
    """A control group with the CPU of this memory. Yields the file that takes its members."""
    group = GROUPS / f"tuan-bench-{os.getpid()}"
    group.mkdir()
    (group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
    (group / "cpu.cfs_quota_us").write_text(str(PERIOD_US * megabytes // ONE_CORE))
    try:
        yield group / "cgroup.procs"
    finally:
        for _ in range(100):  # until the kernel has taken the ended processes out
            try:
                group.rmdir()
                break
            except OSError:
                time.sleep(0.05)


def _emulator() -> Path:
    found = importlib.util.find_spec("samcli")
    name = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
    origin = Path(str(found.origin)) if found else Path()
    return origin.parent / "local" / "rapid" / f"aws-lambda-rie-{name}"


def _runtime_client() -> Path:
    """A folder with AWS's client of the runtime API alone, of the version of the lock."""
    into = cold.WORK / "awslambdaric"
    for package in PACKAGES:
        for each in metadata.distribution(package).files or ():
            if each.suffix in (".py", ".so") and ".." not in each.parts:
                (into / each).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(each.locate(), into / each)
    return into

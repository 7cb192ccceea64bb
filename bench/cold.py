"""Cold starts: a fresh process imports a function and serves its first request.

Each function is timed from its built layers, beside the floor (an interpreter with one botocore
client and one call) and beside the usual build (the same code, layers as SAM builds them by
default: no byte-code, nothing pruned). Rounds are interleaved, so that a change in the machine's
speed meets all alike.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.support.events import files, fill
from tests.support.template import ROOT

WORK = ROOT / ".local" / "bench"
FIRST_REQUEST = """
import json, sys
sys.path.insert(0, sys.argv[1])
import app
event = json.load(open(sys.argv[2]))
class Context: aws_request_id = "bench"
answer = app.main(event, Context())
if isinstance(answer, dict) and answer.get("statusCode", 200) >= 500:
    sys.exit(answer["body"])
"""
FLOOR = """
import json, os, botocore.session
from botocore.config import Config
event = json.dumps({"a": 1})
client = botocore.session.get_session().create_client(
    "dynamodb", config=Config(connect_timeout=1, read_timeout=3))
client.get_item(TableName=os.environ["TABLE_PREFIX"] + "users", Key={"openid": {"S": "nobody"}})
"""


@dataclass(frozen=True)
class Cold:
    """Medians in ms of one function, and of the floor and the usual build in the same rounds."""

    function: str
    ours: float
    floor: float
    usual: float


def build() -> dict[str, str]:
    """PYTHONPATH of each build: `ours`, `usual`, `floor`."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    target = {
        "TARGET_PYTHON": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "TARGET_ARCHITECTURE": {"aarch64": "arm64"}.get(os.uname().machine, "x86_64"),
    }
    paths = []
    for layer in ("runtime", "crypto", "tuan"):
        into = WORK / "ours" / layer
        run(sys.executable, "layers/build.py", layer, str(into), env=target)
        paths.append(str(into / "python"))
    usual, floor = WORK / "usual", WORK / "floor"
    pip = (sys.executable, "-m", "pip", "install", "-q", "--constraint", "requirements.lock")
    wanted = ("-r", "requirements/runtime.in", "-r", "requirements/crypto.in")
    run(*pip, "--no-compile", "--target", str(usual), *wanted)
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "layers/tuan/python", usual, dirs_exist_ok=True, ignore=skip)
    run(*pip, "--target", str(floor), "botocore")
    return {"ours": os.pathsep.join(paths), "usual": str(usual), "floor": str(floor)}


def run(*command: str, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **(env or {})})


def once(pythonpath: str, *arguments: str) -> float:
    env = {**os.environ, "PYTHONPATH": pythonpath, "PYTHONDONTWRITEBYTECODE": "1"}
    started = time.perf_counter()
    subprocess.run(
        [getattr(sys, "_base_executable", sys.executable), "-S", "-s", "-c", *arguments],
        env=env,
        check=True,
        stderr=subprocess.PIPE,
    )
    return (time.perf_counter() - started) * 1000


def event_of(function: str) -> Path | None:
    """The HTTP event if there is one, for that is how users come; else any other."""
    found = files(function)
    return next((path for path in found if ".http." in path.name), found[0] if found else None)


def measure(token: object, now: int, rounds: int) -> list[Cold]:
    builds = build()
    results = []
    for app in sorted((ROOT / "functions").glob("*/app.py")):
        name, path = app.parent.name, event_of(app.parent.name)
        if path is None:
            continue
        event = WORK / f"{name}.json"
        event.write_text(json.dumps(fill(path, token, now)))  # type: ignore[arg-type]
        times: dict[str, list[float]] = {"ours": [], "floor": [], "usual": []}
        for _ in range(rounds):
            times["ours"].append(once(builds["ours"], FIRST_REQUEST, str(app.parent), str(event)))
            times["floor"].append(once(builds["floor"], FLOOR))
            times["usual"].append(once(builds["usual"], FIRST_REQUEST, str(app.parent), str(event)))
        medians = {build: statistics.median(each) for build, each in times.items()}
        results.append(Cold(name, **medians))
        print(f"  {name:<20} {medians['ours']:6.0f} ms", file=sys.stderr, flush=True)
    return results

"""joinGroup beside the same use case for Node, written the usual way (bench/node/join.js): the
first request of a new process, and the CPU time of a warm one.

It needs Node 20 or newer and npm; without them there is no figure.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import cold
from tests.support.cloud import Shop, http_event, token
from tests.support.demo import demo_group
from wxcloud import clock

HERE = Path(__file__).with_name("node")
BUNDLE = "join.bundle.js"
WARM, SKIPPED, SEATS = 400, 150, 50
REGION = {"AWS_REGION": "us-east-1"}  # the SDK for Node does not read AWS_DEFAULT_REGION
OURS_WARM = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
import app
class Context: aws_request_id = "bench"
events, skip = json.load(open(sys.argv[2])), int(sys.argv[3])
for n, event in enumerate(events):
    if n == skip:
        started = time.process_time()
    answer = app.main(event, Context())
    assert answer["statusCode"] == 200, answer
print((time.process_time() - started) / (len(events) - skip) * 1e6)
"""


@dataclass(frozen=True)
class Beside:
    """Medians: a first request in ms, a warm one in µs of CPU, and the ratios of all rounds."""

    cold_ours: float
    cold_node: float
    cold_ratio: float
    warm_ours: float
    warm_node: float
    warm_ratio: float


def is_possible() -> bool:
    """Whether there are Node 20 or newer, and npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = said.strip().lstrip("v").partition(".")[0]
    return number.isdecimal() and int(number) >= 20


def measure(cloud: Shop, pythonpath: str, rounds: int) -> Beside | None:
    if not is_possible():
        return None
    _bundle()
    clock.set_clock(None)
    cold.WORK.mkdir(parents=True, exist_ok=True)
    colds = [_colds(pythonpath, n) for n in range(rounds)]
    warms = [_warms(pythonpath, n) for n in range(3)]
    return Beside(*_medians(colds), *_medians(warms))


def table(beside: Beside) -> list[str]:
    b = beside
    return [
        "| joinGroup | ours | Node | ours / Node |",
        "|---|---|---|---|",
        f"| first request of a new process, ms | {b.cold_ours:.0f} | {b.cold_node:.0f}"
        f" | {b.cold_ratio:.2f} |",
        f"| warm request, µs of CPU | {b.warm_ours:.0f} | {b.warm_node:.0f} | {b.warm_ratio:.2f} |",
    ]


def _medians(pairs: list[tuple[float, float]]) -> tuple[float, float, float]:
    ours, nodes = zip(*pairs, strict=True)
    ratio = statistics.median(a / b for a, b in pairs)
    return statistics.median(ours), statistics.median(nodes), ratio


def _bundle() -> None:
    if not (HERE / "node_modules").exists():
        install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(install, cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    build = ["npm", "run", "--silent", "build", "--", "--log-level=warning"]
    subprocess.run(build, cwd=HERE, check=True)


def _colds(pythonpath: str, n: int) -> tuple[float, float]:
    """The ms of the first request, ours and Node's, one after the other in a random order."""
    took = {}
    for kind in random.Random(n).sample(("ours", "node"), 2):
        path = _events([f"{kind}-cold-{n}"], f"{kind}-cold-{n}")
        if kind == "ours":
            folder = str(cold.ROOT / "functions" / "joinGroup")
            took[kind], output = cold.once(pythonpath, cold.FIRST_REQUEST, folder, str(path))
            answer = json.loads(output)["answer"]
        else:
            took[kind], output = cold.timed([*_node(), "cold", str(path)], REGION)
            answer = json.loads(output)
        assert answer["statusCode"] == 200, answer
    return took["ours"], took["node"]


def _warms(pythonpath: str, n: int) -> tuple[float, float]:
    spent = {}
    for kind in random.Random(n).sample(("ours", "node"), 2):
        people = [f"{kind}-warm-{n}-{i}" for i in range(WARM)]
        path = _events(people, f"{kind}-warm-{n}")
        if kind == "ours":
            folder = str(cold.ROOT / "functions" / "joinGroup")
            _, output = cold.once(pythonpath, OURS_WARM, folder, str(path), str(SKIPPED))
        else:
            _, output = cold.timed([*_node(), "warm", str(path), str(SKIPPED)], REGION)
        spent[kind] = float(output.splitlines()[-1])
    return spent["ours"], spent["node"]


def _node() -> list[str]:
    return ["node", str(HERE / BUNDLE)]


def _events(people: list[str], prefix: str) -> Path:
    """A file with an event for each of these people, in groups of their own. One person: the event
    itself."""
    from wxcloud.errors import BUSY
    from wxcloud.transaction import commit, put

    for n in range(-(-len(people) // SEATS)):
        commit(put(demo_group(f"{prefix}-{n}", SEATS + 10), otherwise=BUSY))
    events: list[dict[str, Any]] = [
        http_event(
            "joinGroup",
            {"groupId": f"{prefix}-{n // SEATS}"},
            {"authorization": f"Bearer {token(person)}"},
        )
        for n, person in enumerate(people)
    ]
    path = cold.WORK / "events.json"
    path.write_text(json.dumps(events[0] if len(events) == 1 else events))
    return path


__all__ = ["Beside", "is_possible", "measure", "table"]

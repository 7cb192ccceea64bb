"""What the hollowed modules of the runtime layer save (HOLLOW and LATER in layers/build.py).

    python -m bench --hollow getGroup joinGroup placeOrder --rounds 21

A cold start with the layer as it is built, and one with the same packages whole, one after the
other, in turns. Each pair is compared within itself, so that both have the same machine.
"""

from __future__ import annotations

import importlib.util
import os
import random
import resource
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import cold
from local.stack.places import TARGET
from tests.support.cloud import Shop
from wxcloud import clock


@dataclass(frozen=True)
class Saving:
    """Medians: a cold start with whole packages in ms, and the share of it that is saved, of wall
    time and of CPU time."""

    function: str
    whole: float
    wall: float
    cpu: float


def measure(cloud: Shop, rounds: int, functions: Sequence[str]) -> list[Saving]:
    layers = cold.build_layers()
    builds = {"hollowed": layers, "whole": [_whole_runtime(), *layers[1:]]}
    clock.set_clock(None)
    shop = cold.BenchShop(cloud)
    savings = []
    for name in functions:
        times: dict[str, list[tuple[float, float]]] = {build: [] for build in builds}
        for n in range(rounds):
            for build in random.Random(n).sample(sorted(builds), 2):
                before = _cpu()
                took, _ = cold.first_request(os.pathsep.join(builds[build]), name, shop)
                times[build].append((took, _cpu() - before))
        pairs = list(zip(times["hollowed"], times["whole"], strict=True))
        wall, cpu = (1 - statistics.median(h[i] / w[i] for h, w in pairs) for i in (0, 1))
        savings.append(Saving(name, statistics.median(w[0] for _, w in pairs), wall, cpu))
    return savings


def table(savings: Sequence[Saving]) -> list[str]:
    return [
        "| function | cold start with whole packages, ms | saved, wall | saved, CPU |",
        "|---|---|---|---|",
        *(f"| {s.function} | {s.whole:.0f} | {s.wall:.1%} | {s.cpu:.1%} |" for s in savings),
    ]


def _cpu() -> float:
    """Seconds of CPU time of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _whole_runtime() -> str:
    """The runtime layer without hollowed modules, and with those that only they spare."""
    path = cold.ROOT / "layers" / "build.py"
    spec = importlib.util.spec_from_file_location("layers_build", path)
    assert spec and spec.loader
    build = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = build
    spec.loader.exec_module(build)
    os.environ.update(TARGET)
    build.HOLLOW, build.LATER, build.CACHE = {}, {}, cold.WORK / "cache"
    build.UNUSED = [each for each in build.UNUSED if not each.startswith("botocore/docs")]
    into: Path = cold.WORK / "whole" / "runtime"
    build.main("runtime", str(into))
    return str(into / "python")

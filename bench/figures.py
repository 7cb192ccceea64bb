"""The figures behind docs/performance.md, by name: `python -m bench --json --only NAME,…`.

A figure is a function of a `Bench`, which measures what several figures need once.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from functools import cached_property

from bench import cold, node, paint, rooms, store
from local.client import STACK_FILE, read_stack
from tests.support.cloud import Shop
from wxcloud import clock


class Bench:
    """What is measured, at first use."""

    def __init__(self, shop: Shop, rounds: int, *, usual_too: bool = False) -> None:
        self.shop, self.rounds, self._usual_too = shop, rounds, usual_too

    @cached_property
    def colds(self) -> list[cold.Cold]:
        return cold.measure(self.shop, self.rounds, usual_too=self._usual_too)

    @cached_property
    def compared(self) -> dict[str, store.Compared]:
        self.shop.clock.set(time.time_ns() // 1_000_000)
        clock.set_clock(self.shop.clock)
        return store.measure(self.shop)

    @cached_property
    def beside(self) -> node.Beside | None:
        layers = os.pathsep.join(cold.build_layers())
        return node.measure(self.shop, layers, self.rounds)

    @cached_property
    def sockets(self) -> rooms.Sockets:
        return rooms.sockets()

    @cached_property
    def pushes(self) -> rooms.Pushes:
        return rooms.pushes()

    @cached_property
    def paint(self) -> paint.Paint | None:
        """None without a browser or without the local stack."""
        if not STACK_FILE.exists() or not paint.can_measure():
            return None
        return paint.measure(read_stack()["console"], self.rounds)


def _worst_of_shoppers(bench: Bench) -> float:
    shoppers = cold.shoppers()
    return max(each.to_floor for each in bench.colds if each.function in shoppers)


FIGURES: dict[str, Callable[[Bench], float | None]] = {
    "coldMedianOverFloor": lambda bench: statistics.median(c.to_floor for c in bench.colds),
    "coldWorstShopperOverFloor": _worst_of_shoppers,
    "storeCpuOverBotocore": lambda bench: bench.compared[store.CALL].ratio,
    "joinGroupCpuOverBotocore": lambda bench: bench.compared[store.JOIN].ratio,
    "placeOrderCpuOverBotocore": lambda bench: bench.compared[store.PLACE].ratio,
    "coldOverNode": lambda bench: bench.beside.cold_ratio if bench.beside else None,
    "warmOverNode": lambda bench: bench.beside.warm_ratio if bench.beside else None,
    "socketsReached": lambda bench: bench.sockets.reached,
    "socketsP99Ms": lambda bench: bench.sockets.p99,
    "pushLateP99Ms": lambda bench: bench.pushes.p99,
    "pushesTwice": lambda bench: bench.pushes.twice,
    "consolePaintMs": lambda bench: bench.paint.median if bench.paint else None,
    "consolePaintWorstMs": lambda bench: bench.paint.worst if bench.paint else None,
}


def measure(bench: Bench, names: Sequence[str]) -> dict[str, float | None]:
    """The figures of these names; None where this machine cannot measure one."""
    found = {name: FIGURES[name](bench) for name in names}
    return {name: value and round(value, 3) for name, value in found.items()}

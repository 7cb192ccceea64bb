"""Experiments on an atomic store: two operators at once, crashes, units."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shop.experiments import exposures, reads
from tests.support.cloud import START, Answer, call

OPERATOR = ("operator",)
DAY = 86_400_000


@pytest.fixture(autouse=True)
def a_new_process(engine: Any) -> None:
    exposures.forget()
    reads.reset()


def save(key: str, **fields: Any) -> Answer:
    plan = {
        "variants": [{"name": "v1", "weight": 1}, {"name": "v2", "weight": 1}],
        "metrics": [{"name": "orders", "event": "order_paid"}],
        "start": START,
        "stop": START + 14 * DAY,
        "minimumEffect": 0.1,
    }
    return call("saveExperiment", {**plan, "key": key, **fields}, "op", OPERATOR)


def test_of_two_experiments_at_once_one_gets_the_part_of_the_layer(engine: Any) -> None:
    half = {"name": "page", "start": 0, "end": 0.6}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: save(f"e{n}", layer=half), range(8)))
    assert Counter(answer.code for answer in answers) == {"OK": 1, "LAYER_TAKEN": 7}
    kinds = Counter(item["pk"] for item in engine.items("experiments"))
    assert kinds == {"experiment": 1, "layer": 1}


def test_all_changes_of_many_operators_at_once_are_kept_or_refused(engine: Any) -> None:
    parts = [{"name": "page", "start": n / 8, "end": (n + 1) / 8} for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: save(f"e{n}", layer=parts[n]), range(8)))
    saved = [n for n, answer in enumerate(answers) if answer.ok]
    assert {answer.code for answer in answers} <= {"OK", "BUSY"} and saved
    items = engine.items("experiments")
    assert {item["sk"] for item in items if item["pk"] == "experiment"} == {f"e{n}" for n in saved}
    (layer,) = [item for item in items if item["pk"] == "layer"]
    assert layer["version"] == len(saved)
    assert all(f'"e{n}"' in layer["slices"] for n in saved)


def test_what_an_experiment_costs(engine: Any) -> None:
    call("saveExperiment", {}, "op", OPERATOR)  # the session and the roles are in memory
    with engine.units() as plain:
        assert save("home").ok
    assert (plain.write, plain.read) == (1, 1.5)  # half of it is the caller's roles
    with engine.units() as layered:
        assert save("detail", layer={"name": "page", "start": 0, "end": 1}).ok
    assert (layered.write, layered.read) == (4, 2.5)
    with engine.units() as cold:
        assert call("getPageVersion", {"experiment": "home"}).ok
    assert (cold.write, cold.read) == (0, 0.5)
    with engine.units() as warm:
        for n in range(5):
            assert call("getPageVersion", {"experiment": "home"}, f"u{n}").ok
    assert (warm.write, warm.read) == (0, 0)

"""Every sample event, invoked by `sam local invoke` in Docker against the local stack
(`make sam-local`): its response and its effects."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from local import events
from tests.docker.effects import EXPECTED
from tests.docker.expect import Expectation, event_for
from tests.docker.sam import SamLocal
from tests.docker.shop import LocalShop, connect

WORKERS = (os.cpu_count() or 2) + 1  # a container waits for about a third of its time
FILES = {path.name: path for path in events.files() if path.name in EXPECTED}

pytestmark = [pytest.mark.docker, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[None]]]:
    """Start all requested events. Returns event → a future with its error, if it failed."""
    _need_docker()
    wanted = [
        item.callspec.params["event"] for item in request.session.items if _is_event_test(item)
    ]
    with connect() as shop, ThreadPoolExecutor(WORKERS) as pool:
        sam = SamLocal(shop.stack, tmp_path_factory.mktemp("sam"), WORKERS)
        outcomes: dict[str, Future[None]] = {name: Future() for name in wanted}
        try:
            for names in _by_module(wanted):
                pool.submit(_run_module, names, shop, sam, outcomes)
            yield outcomes
        finally:
            for outcome in outcomes.values():
                outcome.cancel()  # events that have not started are skipped


@pytest.mark.parametrize("event", FILES)
def test_event(event: str, outcomes: dict[str, Future[None]]) -> None:
    outcomes[event].result()


def _need_docker() -> None:
    import docker

    try:
        docker.from_env().ping()
    except docker.errors.DockerException as error:
        why = str(error)
    else:
        return
    pytest.fail(f"Docker does not answer: {why}", pytrace=False)


def _is_event_test(item: Any) -> bool:
    return getattr(item, "function", None) is test_event


def _by_module(wanted: list[str]) -> list[list[str]]:
    """The events of each module in its order; the module with most events first."""
    modules: dict[str, list[str]] = defaultdict(list)
    for name in EXPECTED:
        if name in wanted:
            modules[EXPECTED[name].module].append(name)
    return sorted(modules.values(), key=len, reverse=True)


def _run_module(
    names: list[str], shop: LocalShop, sam: SamLocal, outcomes: dict[str, Future[None]]
) -> None:
    for name in names:
        if not outcomes[name].set_running_or_notify_cancel():
            continue
        try:
            _run(name, EXPECTED[name], shop, sam)
        except BaseException as error:  # the test raises it
            outcomes[name].set_exception(error)
        else:
            outcomes[name].set_result(None)


def _run(name: str, expected: Expectation, shop: LocalShop, sam: SamLocal) -> None:
    effect = expected.effect(shop)
    try:
        event = event_for(name, shop, next(effect))
        answer = sam.invoke(events.function_of(FILES[name]), event)
        assert answer.status == expected.status, answer.body
        if isinstance(answer.body, dict):
            assert not answer.body.get("batchItemFailures"), answer.body
        with pytest.raises(StopIteration):
            effect.send(answer)
    finally:
        effect.close()

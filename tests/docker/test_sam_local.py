"""Every sample event, run by `sam local invoke` under Docker against the local stack (make
sam-local): what it answers, and what it changed."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tests.docker.effects import EXPECTED
from tests.docker.expect import Expectation, event_for
from tests.docker.sam import SamLocal
from tests.docker.shop import LocalShop, entered
from tests.support import events

WORKERS = (os.cpu_count() or 2) + 1  # a container waits about a third of its time
FILES = {path.name: path for path in events.files() if path.name in EXPECTED}

pytestmark = [pytest.mark.docker, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[None]]]:
    """All wanted events on their way: event → done, or what went wrong."""
    _need_docker()
    wanted = [item.callspec.params["event"] for item in request.session.items if _is_ours(item)]
    with entered() as shop, ThreadPoolExecutor(WORKERS) as pool:
        sam = SamLocal(shop.stack, tmp_path_factory.mktemp("sam"), WORKERS)
        outcomes: dict[str, Future[None]] = {name: Future() for name in wanted}
        try:
            for lane in _lanes(wanted):
                pool.submit(_run_lane, lane, shop, sam, outcomes)
            yield outcomes
        finally:
            for outcome in outcomes.values():
                outcome.cancel()  # what has not begun does not


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


def _is_ours(item: Any) -> bool:
    return getattr(item, "function", None) is test_event


def _lanes(wanted: list[str]) -> list[list[str]]:
    """The events of each module in its order; the longest lane first."""
    lanes: dict[str, list[str]] = defaultdict(list)
    for name in EXPECTED:
        if name in wanted:
            lanes[EXPECTED[name].lane].append(name)
    return sorted(lanes.values(), key=len, reverse=True)


def _run_lane(
    lane: list[str], shop: LocalShop, sam: SamLocal, outcomes: dict[str, Future[None]]
) -> None:
    for name in lane:
        if not outcomes[name].set_running_or_notify_cancel():
            continue
        try:
            _run(name, EXPECTED[name], shop, sam)
        except BaseException as error:  # whatever it is, it is the test's to show
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

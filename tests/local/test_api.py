"""The functions of the deployed stack return what docs/openapi.json documents.

They are called over HTTP and run with their real rights, layers and settings. Streams, queues and
timers run by themselves.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest

from local.client import Shopper, read_stack, request, until
from local.seed import PEOPLE
from local.stack.aws import client
from tests.support.contract import Contract, document
from tests.support.day import Day

pytestmark = pytest.mark.local

T = TypeVar("T")


class OnStack:
    """Runs the script on the local stack. Each run uses new buyers."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.stack, self.run, self.moved = stack, uuid.uuid4().hex[:6], 0
        self._people: dict[str, Shopper] = {}

    def openid(self, person: str) -> str:
        return person if person in PEOPLE or not person else f"day-{self.run}-{person}"

    def call(self, name: str, data: dict[str, Any], person: str) -> Any:
        return self._shopper(person).call(name, **data)

    def _shopper(self, person: str) -> Shopper:
        """The client of a person, with a new login after the clock moves. A guest has none."""
        if person not in self._people:
            self._people[person] = Shopper(self.stack, self.openid(person))
            if person:
                self._people[person].login()
        return self._people[person]

    def invoke(self, name: str, event: dict[str, Any]) -> None:
        answer = client(self.stack["endpoint"], "lambda").invoke(
            FunctionName=self.stack["functions"][name], Payload=json.dumps(event).encode()
        )
        assert "FunctionError" not in answer, answer["Payload"].read()

    def wechat(self, path: str, body: dict[str, Any]) -> Any:
        return request(f"{self.stack['sandbox']}/sandbox/{path}", body)

    def now(self) -> int:
        return time.time_ns() // 1_000_000 + self.moved

    def pass_time(self, ms: int) -> None:
        self.moved += ms
        self.wechat("clock", {"offset_ms": self.moved})
        self._people.clear()

    def until(self, look: Callable[[], T]) -> T:
        return until(look, 60)


@pytest.fixture
def driver() -> Iterator[OnStack]:
    made = OnStack(read_stack())
    yield made
    made.wechat("clock", {"offset_ms": 0})


@pytest.mark.timeout(600)
def test_responses_match_the_documents(driver: OnStack) -> None:
    contract = Contract(document())
    day = Day(driver, contract.check)
    day.play()
    assert day.called == contract.results.keys()

"""Every function has sample events, and every sample event has an expectation."""

from __future__ import annotations

import re

import pytest

from local import events
from tests.docker.effects import EXPECTED
from tests.support.template import ROOT

FUNCTIONS = sorted(path.parent.name for path in ROOT.glob("functions/*/app.py"))
TRIGGERS = {
    "cloud_function": {"direct", "http"},
    "webhook": {"http"},
    "timer": {"scheduler"},
    "queue": {"sqs"},
    "queue_batch": {"sqs"},
    "stream": {"stream", "sqs"},  # a table's changes, and the handlers to retry
    "socket": {"connect", "message", "disconnect"},
}


def test_every_event_has_an_expectation() -> None:
    there = {path.name for path in events.files()}
    assert there - EXPECTED.keys() == set(), "add an expectation in tests/docker/effects/"
    assert EXPECTED.keys() - there == set(), "add the event in events/"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_trigger_of_a_function_has_an_event(function: str) -> None:
    source = (ROOT / "functions" / function / "app.py").read_text()
    triggers = set(re.findall(r"^(?:@|main = )(\w+)", source, re.M)) & TRIGGERS.keys()
    assert triggers, "a function without a handler"
    wanted = set().union(*(TRIGGERS[each] for each in triggers))
    assert wanted - _kinds(function) == set(), f"events/{function}.<kind>.json"


def test_every_event_belongs_to_a_function() -> None:
    assert {events.function_of(path) for path in events.files()} - set(FUNCTIONS) == set()


def _kinds(function: str) -> set[str]:
    """The kinds of a function's events: `joinGroup.json` is direct, `joinGroup.http.json` http."""
    found = (p.name.split(".") for p in events.files() if events.function_of(p) == function)
    return {parts[-2] if len(parts) > 2 else "direct" for parts in found}

"""Experiments, at most 30 seconds old: who asks for a version waits for no store."""

from __future__ import annotations

from shop.experiments import model
from shop.experiments.model import Experiment, ExperimentItem
from wxcloud.cache import Cache
from wxcloud.errors import NOT_FOUND

MAX_AGE_S = 30

MAX_LISTED = 200

_experiments: Cache[Experiment | None] = Cache(MAX_AGE_S, size=1000)
_all: Cache[list[Experiment]] = Cache(MAX_AGE_S)


def get(key: str) -> Experiment | None:
    """The experiment, at most 30 seconds old; None if nobody has saved it. Half a read unit per 4
    KB; none from memory."""
    return _experiments.get(key, lambda: _get(key))


def need_item(key: str) -> ExperimentItem:
    """The experiment as it is now; NOT_FOUND. One read unit per 4 KB."""
    found = model.get(key)
    if found is None:
        raise NOT_FOUND("There is no such experiment.")
    return found


def saved() -> list[Experiment]:
    """All experiments, at most 30 seconds old. One query; none from memory."""
    return _all.get("", lambda: [item.terms for item in model.list_items(MAX_LISTED)])


def forget(key: str) -> None:
    """Read the experiment again at the next use."""
    _experiments.forget(key)
    _all.clear()


def reset() -> None:
    """Forget what was read: for tests."""
    _experiments.clear()
    _all.clear()


def _get(key: str) -> Experiment | None:
    at = ExperimentItem.at(key)
    found = ExperimentItem.get(at.pk, at.sk)
    return found.terms if found is not None else None

"""A cache in memory: a value is loaded again when it is older than some seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from wxcloud.settings import TABLE_PREFIX

T = TypeVar("T")


class Cache(Generic[T]):
    """Values by key, each at most `seconds` old; at most `size` of them.

    Keys are separate for each table prefix, so that stacks (and tests) in one process do not mix.
    """

    def __init__(self, seconds: float, *, size: int = 256) -> None:
        self.seconds, self.size = seconds, size
        self._kept: dict[tuple[str, Hashable], tuple[float, T]] = {}

    def get(self, key: Hashable, load: Callable[[], T], *, max_age_s: float | None = None) -> T:
        """The value of that key; loaded if there is none, or if it is older than `max_age_s`
        (unless given: the cache's own `seconds`)."""
        kept = self._kept.get((TABLE_PREFIX.get(), key))
        age = self.seconds if max_age_s is None else max_age_s
        if kept is not None and time.monotonic() - kept[0] < age:
            return kept[1]
        return self.set(key, load())

    def peek(self, key: Hashable) -> T | None:
        """The value of that key if it is fresh; None if not."""
        kept = self._kept.get((TABLE_PREFIX.get(), key))
        if kept is None or time.monotonic() - kept[0] >= self.seconds:
            return None
        return kept[1]

    def set(self, key: Hashable, value: T) -> T:
        if len(self._kept) >= self.size:
            self._kept.clear()
        self._kept[TABLE_PREFIX.get(), key] = time.monotonic(), value
        return value

    def forget(self, *keys: Hashable) -> None:
        """Load these again at the next use."""
        for key in keys:
            self._kept.pop((TABLE_PREFIX.get(), key), None)

    def clear(self) -> None:
        self._kept.clear()

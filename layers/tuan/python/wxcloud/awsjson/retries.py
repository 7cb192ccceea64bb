"""Which errors are retried, how late and how often: as in botocore's retry mode `standard`.

A retry costs from a quota that successes fill again, so that a store in trouble is not hit three
times as hard by all of its clients.

Source: AWS SDKs and Tools Reference Guide, "Retry behavior"; botocore/retries/standard.py, which
tests/functional/test_store_faults.py compares this with.
"""

from __future__ import annotations

import random
import threading

from botocore.exceptions import ConnectionError as NoConnection
from botocore.exceptions import ConnectTimeoutError, HTTPClientError, ReadTimeoutError

MAX_ATTEMPTS = 3
MAX_DELAY_S = 20

# The whole list of botocore's; also the two of its transient errors, and the one that DynamoDB's
# model declares.
RETRYABLE = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "ReplicatedWriteConflictException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestTimeout",
        "RequestTimeoutException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
_STATUSES = (500, 502, 503, 504)
_TIMEOUTS = (ConnectTimeoutError, ReadTimeoutError)
_COST, _COST_OF_TIMEOUT, _GAIN = 5, 10, 1
_CAPACITY = 500


def is_retryable_error(error: Exception) -> bool:
    """Whether a call without an answer is retried: no connection, or it broke."""
    return isinstance(error, (NoConnection, HTTPClientError))


def is_retryable_answer(status: int, code: str | None) -> bool:
    return status in _STATUSES or code in RETRYABLE


def delay_s(attempt: int) -> float:
    """How long to wait after the attempt of that number, the first is 1: up to 1 s, 2 s, …"""
    return random.random() * min(2 ** (attempt - 1), MAX_DELAY_S)  # type: ignore[no-any-return]  # noqa: S311 - jitter


class Quota:
    """The retries that this process may still make. Safe for threads."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._full = self.left = capacity
        self._lock = threading.Lock()

    def acquire(self, error: Exception | None) -> int:
        """What the retry costs; 0 if there is not enough left for it."""
        cost = _COST_OF_TIMEOUT if isinstance(error, _TIMEOUTS) else _COST
        with self._lock:
            if cost > self.left:
                return 0
            self.left -= cost
            return cost

    def release(self, paid: int) -> None:
        """A call has succeeded: it gives back what its last retry cost, else a little."""
        if self.left == self._full:
            return
        with self._lock:
            self.left = min(self._full, self.left + (paid or _GAIN))

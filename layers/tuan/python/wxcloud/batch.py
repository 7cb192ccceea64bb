"""Many small jobs: in one run of a timer, in parallel, where a job that fails does not stop the
others; or some of them, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from wxcloud.log import logger

T = TypeVar("T")

BUDGET_S = 600.0  # a run starts no more jobs after this time
THREADS = 16  # most jobs wait for the network
_BATCH = 256


class BatchFailed(RuntimeError):
    """Some jobs failed. The run fails, so that an alarm tells."""


def run_batch(items: Iterable[T], job: Callable[[T], object], name: str) -> int:
    """Do the job for each item until the time is over; the number of jobs that were done.

    What is left stays in `items`. BatchFailed at the end if any job failed.
    """
    stop = time.monotonic() + BUDGET_S
    waiting = iter(items)
    done, failed = 0, 0

    def succeeds(item: T) -> bool:
        try:
            job(item)
        except Exception:
            logger.exception(f"{name}: one job failed")
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        while batch := list(islice(waiting, _BATCH)):
            results = list(pool.map(succeeds, batch))
            done += sum(results)
            failed += results.count(False)
            if time.monotonic() >= stop:
                break
    logger.info(name, extra={"done": done, "failed": failed})
    if failed:
        raise BatchFailed(f"{name}: {failed} failed")
    return done


def some(items: Iterable[T], most: int, job: Callable[[T], object]) -> int:
    """Do the job for up to `most` items, one after the other; for how many."""
    done = 0
    for item in islice(items, most):
        job(item)
        done += 1
    return done

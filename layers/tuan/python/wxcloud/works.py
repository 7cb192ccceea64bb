"""Many small works in one run of a timer: side by side, and none held up by another that fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from wxcloud.log import logger

T = TypeVar("T")

BUDGET_S = 600.0  # a run takes on nothing more after this
THREADS = 16  # most works wait for somebody
_BATCH = 256


class NotAllDone(RuntimeError):
    """Some works failed, or were not reached. The run fails with them, so that somebody hears."""


def work_off(
    items: Iterable[T], work: Callable[[T], object], what: str, *, to_the_end: bool = False
) -> int:
    """Do the work for all items, a batch at a time; how many were done.

    NotAllDone, when it is over, if any failed; with `to_the_end` also if time ran out before that.
    """
    stop = time.monotonic() + BUDGET_S
    waiting = iter(items)
    done, failed = 0, 0

    def one(item: T) -> bool:
        try:
            work(item)
        except Exception:
            logger.exception(f"{what}: one of them failed")
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        while time.monotonic() < stop and (batch := list(islice(waiting, _BATCH))):
            went = list(pool.map(one, batch))
            done += sum(went)
            failed += went.count(False)
    logger.info(what, extra={"done": done, "failed": failed})
    if failed:
        raise NotAllDone(f"{what}: {failed} failed")
    if to_the_end and next(waiting, None) is not None:
        raise NotAllDone(f"{what}: there was no time for all of them")
    return done

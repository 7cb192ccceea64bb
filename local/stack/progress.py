"""What the user sees while the stack comes up: each step with its time, also without a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[list[str]]:
    """Print `what`, then its time and whatever the block appends as a remark."""
    print(f"  {what:.<44} ", end="", flush=True)
    began = time.monotonic()
    remarks: list[str] = []
    try:
        yield remarks
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - began:5.1f} s  {', '.join(remarks)}".rstrip(), flush=True)

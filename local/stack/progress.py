"""What the user sees while the stack starts: each step and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[list[str]]:
    """Print `what`; at the end, how long it took, and the remarks that the block has appended."""
    print(f"  {what:.<44} ", end="", flush=True)
    began = time.monotonic()
    remarks: list[str] = []
    try:
        yield remarks
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - began:5.1f} s  {', '.join(remarks)}".rstrip(), flush=True)

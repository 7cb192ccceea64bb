"""run_batch: many small jobs in one run of a timer."""

from __future__ import annotations

import threading

import pytest

from wxcloud import batch
from wxcloud.batch import BatchFailed, run_batch


def test_all_jobs_run_in_parallel() -> None:
    together, done = threading.Barrier(8, timeout=10), []

    def job(n: int) -> None:
        together.wait()
        done.append(n)

    assert run_batch(range(16), job, "numbers") == 16
    assert sorted(done) == list(range(16))


def test_a_failed_job_stops_no_other_job_and_fails_the_run() -> None:
    done = []

    def job(n: int) -> None:
        if n == 3:
            raise ValueError
        done.append(n)

    with pytest.raises(BatchFailed, match="numbers: 1 failed"):
        run_batch(range(600), job, "numbers")
    assert sorted(done) == [n for n in range(600) if n != 3]


def test_a_run_whose_time_is_over_leaves_the_other_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "BUDGET_S", 0.0)
    numbers, done = iter(range(600)), []
    assert run_batch(numbers, done.append, "numbers") == 256
    assert sorted(done) == list(range(256))
    assert list(numbers) == list(range(256, 600))
    assert run_batch([], done.append, "nothing") == 0

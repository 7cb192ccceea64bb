"""Many small works in one run of a timer."""

from __future__ import annotations

import threading

import pytest

from wxcloud import works
from wxcloud.works import NotAllDone, work_off


def test_all_are_done_side_by_side() -> None:
    together, done = threading.Barrier(8, timeout=10), []

    def work(n: int) -> None:
        together.wait()
        done.append(n)

    assert work_off(range(16), work, "numbers") == 16
    assert sorted(done) == list(range(16))


def test_one_that_fails_holds_no_other_up_and_the_run_says_so() -> None:
    done = []

    def work(n: int) -> None:
        if n == 3:
            raise ValueError
        done.append(n)

    with pytest.raises(NotAllDone, match="numbers: 1 failed"):
        work_off(range(600), work, "numbers")
    assert sorted(done) == [n for n in range(600) if n != 3]


def test_a_run_without_time_takes_on_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "BUDGET_S", 0.0)
    assert work_off(range(3), print, "numbers") == 0
    with pytest.raises(NotAllDone, match="no time"):
        work_off(range(3), print, "numbers", to_the_end=True)
    assert work_off([], print, "nothing", to_the_end=True) == 0

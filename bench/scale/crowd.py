"""A group that goes viral, and a day of a million orders: arithmetic on AWS's limits and the shop's
own numbers. Nothing here is an event that must be simulated: the limits are rates."""

from __future__ import annotations

from bench.scale import limits
from bench.scale.limits import ASSUMED
from shop.reconciling import BACK
from wxcloud.batch import BUDGET_S, THREADS
from wxcloud.clock import DAY

GROUP_KB, SEAT_KB = 0.3, 0.07  # docs/data-model.md: a group, and each free seat in it
CHANGES, WRITES_A_CHANGE = 4, 8  # docs/cost.md: the desk notes an order
PEAK = 10  # how many times the average the busiest minute of a day has
NOTE_S = 0.040  # a batch of the stream with one order: reads, and one transaction


def kilobytes(seats: int) -> float:
    return GROUP_KB + seats * SEAT_KB


def group() -> list[list[str]]:
    """Size of the group; its item's KB; write units of the last seat, and joins a second by them;
    seconds until it is full if 2,000 people a second tap its link; refusals a second that its item
    takes from processes that do not know yet that it is full."""
    rows = []
    for size in (2, 10, 50, 100):
        units = [-(-int(kilobytes(n) * 1000) // 1000) for n in range(1, size + 1)]
        last = units[-1]
        a_second = limits.PARTITION_WRITES.value / last
        takes_s = sum(max(1 / 2_000, unit / limits.PARTITION_WRITES.value) for unit in units)
        row = [f"{size}", f"{kilobytes(size):.1f}", f"{last}", f"{a_second:,.0f}"]
        rows.append([*row, f"{takes_s:.2f}", f"{a_second:,.0f}"])
    return rows


def day() -> list[list[str]]:
    """Orders a day; in the busiest second; the write units of the desk then, and their share of a
    new table's; processes of `onOrderChange` that this needs; hours that `reconcile` takes, and the
    runs that these are."""
    rows = []
    for orders in (10_000, 30_000, 100_000, 1_000_000):
        peak = orders / 86_400 * PEAK
        writes = peak * CHANGES * WRITES_A_CHANGE
        processes = peak * CHANGES * NOTE_S
        compared = orders * BACK / DAY
        reconcile_s = compared * ASSUMED.wechat_s / THREADS
        row = [f"{orders:,}", f"{peak:,.1f}", f"{writes:,.0f}"]
        row += [f"{writes / limits.NEW_TABLE_WRITES.value:.0%}", f"{processes:,.1f}"]
        rows.append([*row, f"{reconcile_s / 3600:,.2f}", f"{-(-reconcile_s // BUDGET_S):,.0f}"])
    return rows

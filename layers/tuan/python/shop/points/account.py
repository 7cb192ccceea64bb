"""An account of points as arithmetic: what is on it, and what an event makes of it. No I/O.

Points lie in lots. A lot is named by the last calendar month in which its points can be spent
(`2027-11` ends with 30 November 2027 in Shanghai); what lapses first is spent first. What is
taken back but no longer there becomes a debt, which whatever comes in pays first. So there is never
a balance beside a debt, and at all times

    sum of the lots - debt = sum of the ledger
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from wxcloud.errors import Code

NOT_ENOUGH_POINTS = Code("NOT_ENOUGH_POINTS", 409, "There are not enough points on the account.")

Lots = Mapping[str, int]  # month → points; an empty lot stays until its month is over


@dataclass(frozen=True, slots=True)
class Account:
    """What is on an account on a day: `day` is the latest that it has seen, as `2026-11-22`.

    `counts` is how often each behaviour was counted on `day`; `streak` is the number of days on
    end with a check-in up to `checked_in`.
    """

    lots: Lots = field(default_factory=dict)
    debt: int = 0
    day: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    streak: int = 0
    checked_in: str = ""

    @property
    def balance(self) -> int:
        """The points that can be spent."""
        return sum(self.lots.values())

    @property
    def net(self) -> int:
        """Balance less debt: what the ledger adds up to."""
        return self.balance - self.debt

    @property
    def month(self) -> str:
        return self.day[:7]

    @property
    def past(self) -> list[str]:
        """The lots whose month is over though they still hold points, oldest first."""
        return sorted(month for month, n in self.lots.items() if n and month < self.month)

    @property
    def live_streak(self) -> int:
        """The streak, if today's check-in would go on with it or is already part of it."""
        return self.streak if self.checked_in in (self.day, day_before(self.day)) else 0

    def on(self, day: str) -> Account:
        """The account on that day, never earlier than the latest it has seen: clocks of different
        machines differ by a little, and midnight must not come twice."""
        if day <= self.day:
            return self
        lots = {month: n for month, n in self.lots.items() if n or month >= day[:7]}
        return replace(self, day=day, counts={}, lots=lots)

    def counted(self, action: str) -> Account:
        """A behaviour was counted once more today."""
        return replace(self, counts={**self.counts, action: self.counts.get(action, 0) + 1})

    def check_in(self) -> Account:
        """Today's check-in goes on with yesterday's streak, or begins a new one."""
        return replace(self, streak=self.live_streak + 1, checked_in=self.day)

    def receive(self, lots: Lots) -> Account:
        """Points come in: they pay the debt first, those that would lapse soonest before others."""
        debt, held = self.debt, dict(self.lots)
        for month, points in sorted(lots.items()):
            paid = min(points, debt)
            debt -= paid
            held[month] = held.get(month, 0) + points - paid
        return replace(self, lots=held, debt=debt)

    def spend(self, points: int) -> Account:
        """Points go out, from the lots that lapse first; NOT_ENOUGH_POINTS if they are short."""
        if points > self.balance:
            raise NOT_ENOUGH_POINTS()
        return self.take(points)

    def take(self, points: int, first: Lots | None = None) -> Account:
        """Points are taken back, from the lots of `first` before others; the rest is a debt."""
        held = dict(self.lots)
        for month in sorted(held, key=lambda month: (month not in (first or {}), month)):
            part = min(points, held[month])
            held[month] -= part
            points -= part
        return replace(self, lots=held, debt=self.debt + points)

    def expire(self, month: str) -> Account:
        """The month of a lot is over."""
        return replace(self, lots={m: n for m, n in self.lots.items() if m != month})


def moved(before: Account, after: Account) -> dict[str, int]:
    """What an event did to each lot, signed."""
    months = sorted({*before.lots, *after.lots})
    changes = {month: after.lots.get(month, 0) - before.lots.get(month, 0) for month in months}
    return {month: n for month, n in changes.items() if n}


def share(lots: Lots, skip: int, points: int) -> dict[str, int]:
    """`points` of what lies in lots, from those that lapse last; the first `skip` are gone."""
    found = {}
    for month, held in sorted(lots.items(), reverse=True):
        skipped = min(skip, held)
        part = min(points, held - skipped)
        skip -= skipped
        points -= part
        if part:
            found[month] = part
    return found


def not_past(lots: Lots, month: str, short: str) -> dict[str, int]:
    """The same points, those of lots that are past at `month` in the lot `short`."""
    found: dict[str, int] = {}
    for lot, points in lots.items():
        lot = lot if lot >= month else short
        found[lot] = found.get(lot, 0) + points
    return found


def month_after(month: str, months: int) -> str:
    """`2026-11` and 12 make `2027-11`."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + months, 12)
    return f"{year:04d}-{number + 1:02d}"


def last_day(month: str) -> str:
    """The date on which a lot can be spent for the last time."""
    return day_before(f"{month_after(month, 1)}-01")


def day_before(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) - timedelta(days)).isoformat() if day else ""

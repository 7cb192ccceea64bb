"""An account of points as arithmetic: what is on it, and how an event changes it. No I/O.

Points are kept in lots. The name of a lot is the last calendar month in which its points can be
spent: the lot `2027-11` expires at the end of 30 November 2027 in Shanghai. Points are spent from
the lot that expires first. If the shop takes back points that the user has spent already, they
become a debt. Points that come in pay the debt first, so a balance and a debt never exist at the
same time. It is always true that

    sum of the lots - debt = sum of the ledger
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import field
from msgspec.structs import replace

from wxcloud.errors import Code
from wxcloud.value import Value

NOT_ENOUGH_POINTS = Code("NOT_ENOUGH_POINTS", 409, "There are not enough points on the account.")

Lots = Mapping[str, int]  # month → points; an empty lot stays until its month is over


class Account(Value):
    """What is on an account on a day. `day` is the latest day that it was used, as `2026-11-22`.

    `counts` is how often each action was counted on `day`. `streak` is the number of consecutive
    days with a check-in; the last of them is `checked_in`.
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
        """Balance less debt: the sum of the ledger."""
        return self.balance - self.debt

    @property
    def month(self) -> str:
        return self.day[:7]

    @property
    def expired_lots(self) -> list[str]:
        """The lots that still hold points although their month is over, oldest first."""
        return sorted(month for month, n in self.lots.items() if n and month < self.month)

    @property
    def current_streak(self) -> int:
        """The streak, if the last check-in was today or yesterday; 0 if it was earlier."""
        return self.streak if self.checked_in in (self.day, day_before(self.day)) else 0

    def on(self, day: str) -> Account:
        """The account on that day, or on its latest day if that is later: the clocks of machines
        differ a little, and an account that went back a day would count that day's actions twice.
        """
        if day <= self.day:
            return self
        lots = {month: n for month, n in self.lots.items() if n or month >= day[:7]}
        return replace(self, day=day, counts={}, lots=lots)

    def count(self, action: str) -> Account:
        """Count the action once more for today."""
        return replace(self, counts={**self.counts, action: self.counts.get(action, 0) + 1})

    def check_in(self) -> Account:
        """Today's check-in: it continues yesterday's streak or begins a new one."""
        return replace(self, streak=self.current_streak + 1, checked_in=self.day)

    def receive(self, lots: Lots) -> Account:
        """Add points. They pay the debt first; the lots that expire first pay first."""
        debt, held = self.debt, dict(self.lots)
        for month, points in sorted(lots.items()):
            paid = min(points, debt)
            debt -= paid
            held[month] = held.get(month, 0) + points - paid
        return replace(self, lots=held, debt=debt)

    def spend(self, points: int) -> Account:
        """Take points from the lots that expire first. Raises NOT_ENOUGH_POINTS."""
        if points > self.balance:
            raise NOT_ENOUGH_POINTS()
        return self.take_back(points)

    def take_back(self, points: int, first: Lots | None = None) -> Account:
        """Take points, from the lots in `first` before others. What is missing becomes a debt."""
        held = dict(self.lots)
        for month in sorted(held, key=lambda month: (month not in (first or {}), month)):
            part = min(points, held[month])
            held[month] -= part
            points -= part
        return replace(self, lots=held, debt=self.debt + points)

    def expire(self, month: str) -> Account:
        """Remove a lot whose month is over."""
        return replace(self, lots={m: n for m, n in self.lots.items() if m != month})


def changes(before: Account, after: Account) -> dict[str, int]:
    """The change of each lot, signed; lots that did not change are left out."""
    months = sorted({*before.lots, *after.lots})
    found = {month: after.lots.get(month, 0) - before.lots.get(month, 0) for month in months}
    return {month: n for month, n in found.items() if n}


def returnable(spent: Lots, returned: int, points: int) -> dict[str, int]:
    """The lots to which `points` of `spent` go back, if `returned` points went back before.

    The lots that expire last get their points back first. So any chain of returns gives each lot
    at most what was taken from it.
    """
    found = {}
    for month, held in sorted(spent.items(), reverse=True):
        skipped = min(returned, held)
        part = min(points, held - skipped)
        returned -= skipped
        points -= part
        if part:
            found[month] = part
    return found


def renewed(lots: Lots, month: str, short: str) -> dict[str, int]:
    """The same points, with those of lots that expired before `month` in the lot `short`."""
    found: dict[str, int] = {}
    for lot, points in lots.items():
        lot = lot if lot >= month else short
        found[lot] = found.get(lot, 0) + points
    return found


# --- months and days ------------------------------------------------------------------------------


def month_after(month: str, months: int) -> str:
    """The month so many months later: `2026-11` and 12 give `2027-11`."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + months, 12)
    return f"{year:04d}-{number + 1:02d}"


def last_day(month: str) -> str:
    """The last date on which the points of a lot can be spent."""
    return day_before(f"{month_after(month, 1)}-01")


def day_before(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) - timedelta(days)).isoformat() if day else ""

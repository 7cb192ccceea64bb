"""Looking around once a minute: for dead letters, groups that are about to fail, users who
wait for an agent, and flash sales that begin. What one call misses, the next one finds."""

from __future__ import annotations

import time
from collections.abc import Callable

from shop.alerts import dead_letters, ending_groups, waiting
from shop.sales import reminders
from wxcloud import clock
from wxcloud.invocation import succeeds

BUDGET_S = 45.0  # a call starts nothing more after this time: the next one goes on


def look_around() -> None:
    """RuntimeError at the end if something failed: it does not stop the rest."""
    now, until = clock.now(), time.monotonic() + BUDGET_S
    looks: dict[str, Callable[[int], None]] = {
        "deadLetters": lambda _: dead_letters.look(),
        "endingGroups": ending_groups.look,
        "waitingUsers": waiting.look,
        "saleReminders": lambda at: reminders.tell_due(at, until),
    }
    failed = [name for name, look in looks.items() if not succeeds(look, now, name=name)]
    if failed:
        raise RuntimeError(f"failed: {', '.join(failed)}")

"""Bounds on what one caller may do: counters in the table `platform`.

    CANCELS = Rate("cancel", 10, clock.HOUR, "You have cancelled too many orders.")
    CANCELS.use(openid)

A counter's key has a pseudonym of the caller. It costs one write unit per use; a refusal costs none
while this process remembers it.
docs/operations.md lists all bounds.
"""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from wxcloud import clock, pseudonyms
from wxcloud.cache import Cache
from wxcloud.errors import TOO_MANY_REQUESTS, Refusal
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import commit_one, update

_used_up: Cache[bool] = Cache(3600.0, size=10_000)


class Counter(Table):
    """How often something was done. `ttl` is in seconds UTC."""

    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True)
    used = Integer()
    ttl = Integer()


class Rate:
    """At most `most` uses by one caller in each `window` (ms). `what` tells the caller what was too
    much. Windows begin at multiples of their length, so two adjacent ones may be used up at once.
    """

    def __init__(self, name: str, most: int, window: int, what: str) -> None:
        self.name, self.most, self.window, self.what = name, most, window, what

    def use(self, who: str, *, at: int | None = None) -> None:
        """Count one use, in the window of the time `at` (ms UTC; None: now). TOO_MANY_REQUESTS if
        there were too many."""
        key, ends_at = self._window(who, clock.now() if at is None else at)
        if _used_up.peek(key):
            raise self._refusal(ends_at)
        counted = update(
            Counter(key=key),
            Counter.used.add(1),
            Counter.ttl.set((max(ends_at, clock.now()) + clock.HOUR) // clock.SECOND),
            where=Counter.used.does_not_exist() | (Counter.used < self.most),
            otherwise=TOO_MANY_REQUESTS,
        )
        try:
            commit_one(counted)
        except Refusal as refusal:
            if refusal.code is not TOO_MANY_REQUESTS:
                raise
            _used_up.set(key, True)
            raise self._refusal(ends_at) from None

    def check(self, who: str) -> None:
        """TOO_MANY_REQUESTS if the next use would be refused. Half a read unit."""
        key, ends_at = self._window(who, clock.now())
        if _used_up.peek(key):
            raise self._refusal(ends_at)
        counter = Counter.get(key)
        if counter is not None and counter.used >= self.most:
            _used_up.set(key, True)
            raise self._refusal(ends_at)

    def _window(self, who: str, at: int) -> tuple[str, int]:
        """The counter's key, and when its window ends (ms UTC)."""
        number = at // self.window
        key = f"rate#{self.name}#{pseudonyms.counted(who)}#{number}"
        return key, (number + 1) * self.window

    def _refusal(self, ends_at: int) -> Refusal:
        minutes = max(1, -(-(ends_at - clock.now()) // clock.MINUTE))
        wait = f"Try again in {minutes} minute{'s' if minutes > 1 else ''}."
        return TOO_MANY_REQUESTS(f"{self.what} {wait}")

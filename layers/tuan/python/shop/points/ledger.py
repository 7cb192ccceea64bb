"""The ledger: an append-only list of entries, each with the account as it is after it.

Keys of the table `scores`, per openid:

    ledger#<number>   an entry and the whole account after it; the last one is the account
    event#<key>       a business event that must never count twice, and what it moved

**The next number is the lock.** An entry is put under the number after the last, only if that is
free, so that entries are in one line, each made with the account before it in hand, and the ledger
is in order of time without an index. Who finds the number taken gets the newer account with the
refusal and does the sum again (`settle`). An event that happens at most once a day is remembered in
the account for that day, so a check-in is a single write; an event with an identity of its own
(an order, goods shared) has an item of its own, put if absent in the same transaction.

The entry that first opens a month's lot is in the sparse index `byExpiry`, under what is to be done
about that lot next (TELL its owner, then END it), the month and a shard; when nothing is left to do
it is in no index.
"""

from __future__ import annotations

import random
import secrets
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Literal

from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import MAP
from pynamodb.expressions.update import Action

from shop.points.account import Account, moved
from shop.points.table import Row
from wxcloud import clock
from wxcloud.errors import BUSY, Code
from wxcloud.transaction import Part, commit, put, update

ALREADY_COUNTED = Code("ALREADY_COUNTED", 409, "This was counted before: it counts once.")

SHARDS = 16  # a month's index is spread, since a whole shop opens its lots in the same minutes
DEADLINE_S = 8.0  # a user's events get in line this long, then the caller hears BUSY


class _Numbers(Attribute[Mapping[str, int]]):
    """A map of names to integers."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, int]) -> dict[str, Any]:
        return {name: {"N": str(number)} for name, number in value.items()}

    def deserialize(self, value: Mapping[str, Any]) -> dict[str, int]:
        return {name: int(number["N"]) for name, number in value.items()}


class Entry(Row):
    """A ledger entry: points are signed, `balance` is what the ledger adds up to with it."""

    event = UnicodeAttribute()
    action = UnicodeAttribute()
    points = NumberAttribute()
    balance = NumberAttribute()
    at = NumberAttribute()
    write = UnicodeAttribute()  # tells a write that was repeated from two that are alike
    reason = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)
    # The account after it:
    lots = _Numbers()
    debt = NumberAttribute(default=0)
    day = UnicodeAttribute()
    counts = _Numbers()
    streak = NumberAttribute(default=0)
    checkedIn = UnicodeAttribute(default="")

    @property
    def number(self) -> int:
        return int(self.entry.removeprefix("ledger#"))

    @property
    def account(self) -> Account:
        return Account(
            lots=self.lots,
            debt=int(self.debt),
            day=self.day,
            counts=self.counts,
            streak=int(self.streak),
            checked_in=self.checkedIn,
        )


class Event(Row):
    """A business event that was counted: the points, and what it moved in each lot."""

    number = NumberAttribute()
    points = NumberAttribute()
    moved = _Numbers()
    write = UnicodeAttribute()


class Book:
    """A user's account, open for entries that are written together.

    `settle` hands it to whoever makes entries; `account` is as it stands with those made so far.
    """

    def __init__(self, openid: str, head: Entry | None) -> None:
        self.openid = openid
        self.at = clock.now()
        self.head = head
        self.account = (head.account if head else Account()).on(clock.day_of(self.at))
        self._write = secrets.token_hex(4)
        self._events: list[Part] = []
        self._entries: list[Part] = []

    def enter(
        self,
        action: str,
        event: str,
        account: Account,
        *,
        once: bool,
        reason: str | None = None,
        by: str | None = None,
    ) -> int:
        """Book what makes the account `account`; the signed points. With `once`, only if the event
        never was: ALREADY_COUNTED if it was. Without, the account itself must tell."""
        before, self.account = self.account, account
        number = self.head.number + 1 if self.head else 1
        points, lots = account.net - before.net, moved(before, account)
        opened = sorted(set(account.lots) - set(before.lots))
        self.head = Entry(
            openid=self.openid,
            entry=f"ledger#{number:012d}",
            event=event,
            action=action,
            points=points,
            balance=account.net,
            at=self.at,
            write=self._write,
            expiry=_expiry("tell", opened[0], self.openid) if opened else None,
            lots=account.lots,
            debt=account.debt,
            day=account.day,
            counts=account.counts,
            streak=account.streak,
            checkedIn=account.checked_in,
            reason=reason,
            by=by,
        )
        self._entries.append(put(self.head, otherwise=_overtaken))
        if once:
            note = Event(
                openid=self.openid,
                entry=f"event#{event}",
                number=number,
                points=points,
                moved=lots,
                write=self._write,
            )
            self._events.append(put(note, otherwise=ALREADY_COUNTED))
        return points

    def parts(self) -> list[Part]:
        """The writes. Events come first: that one counted before says more than a number taken."""
        return [*self._events, *self._entries]


Make = Callable[[Book], Sequence[Part]]


def settle(openid: str, make: Make = lambda _: ()) -> Book:
    """Let `make` book entries, and commit them with the parts of other aggregates that it returns.

    `make` runs again, on the newer account, each time another event of the same user was faster.
    So what it reads of this user's items, consistently, is as good as locked: the commit stands
    only if nothing was booked since. Lots that are past are booked as expired first, one by one.
    BUSY if others are faster all the time.
    """
    deadline = time.monotonic() + DEADLINE_S
    head = _head(openid)
    for attempt in count(1):
        began = time.monotonic()
        try:
            head = _expire(openid, head)
            book = Book(openid, head)
            parts = [*make(book), *book.parts()]
            if parts:
                commit(*parts)
            return book
        except _Overtaken as overtaken:
            head = overtaken.head
        if attempt > 1:  # a crowd: spread out, then catch up with all who were faster
            took = time.monotonic() - began
            wait = random.uniform(0, min(1.5, took * 2**attempt))  # noqa: S311 - jitter
            if time.monotonic() + wait > deadline:
                break
            time.sleep(wait)
            head = _head(openid)
    raise BUSY()


def _expire(openid: str, head: Entry | None) -> Entry | None:
    """The head of the ledger with every lot that is past booked as expired. Once each: a lot that
    was booked is no longer in the account, and the account's day never goes back."""
    book = Book(openid, head)
    for month in book.account.past:
        book = Book(openid, head)
        book.enter("expire", f"expire#{month}", book.account.expire(month), once=False)
        commit(*book.parts())
        head = book.head
    return head


class _Overtaken(Exception):
    def __init__(self, head: Entry | None) -> None:
        self.head = head


def _overtaken(newer: Entry | None) -> Code:
    raise _Overtaken(newer)


def _head(openid: str) -> Entry | None:
    """The last entry; read consistently, since refusals rest on it. One read unit."""
    ledger = Entry.entry.startswith("ledger#")
    last = Entry.query(openid, ledger, consistent_read=True, scan_index_forward=False, limit=1)
    return next(iter(last), None)


def entries(openid: str, limit: int, before: int | None = None) -> list[Entry]:
    """The latest entries, newest first, of those numbered under `before`."""
    until = f"ledger#{before - 1:012d}" if before else "ledger#~"
    ledger = Entry.entry.between("ledger#", until)
    found = Entry.query(
        openid, ledger, consistent_read=True, scan_index_forward=False, limit=limit, page_size=limit
    )
    return list(found)


def event(openid: str, key: str) -> Event | None:
    """An event that was counted, if it was. One read unit."""
    return Event.find(openid, f"event#{key}", consistent=True)


def events(openid: str, prefix: str) -> list[Event]:
    """The events counted whose keys begin so."""
    begun = Event.entry.startswith(f"event#{prefix}")
    return list(Event.query(openid, begun, consistent_read=True))


# --- the index of what will lapse ----------------------------------------------------------------

Todo = Literal["tell", "end"]


def _expiry(todo: Todo, month: str, openid: str) -> str:
    return f"{todo}#{month}#{zlib.crc32(openid.encode()) % SHARDS:02d}"


def due(todo: Todo, month: str) -> Iterator[Row]:
    """Whose lot of that month is to be told or ended, as rows of keys: page by page."""
    for shard in range(SHARDS):
        yield from Row.by_expiry.query(f"{todo}#{month}#{shard:02d}", page_size=500)


def told(row: Row, month: str) -> None:
    """The owner of the lot is told; what is left to do is to end it."""
    _move(row, Row.expiry.set(_expiry("end", month, row.openid)))


def ended(row: Row) -> None:
    """The end of the lot is booked; nothing is left to do."""
    _move(row, Row.expiry.remove())


def _move(row: Row, change: Action) -> None:
    """Another run may have been here first: then it is done."""
    here = Row.expiry == row.expiry
    commit(
        update(
            Row(openid=row.openid, entry=row.entry), change, where=here, otherwise=lambda _: None
        )
    )

"""The ledger: a list of entries that only grows. Each entry holds the whole account after it.

**The number of the next entry is the lock.** An entry is put under the next number, only if that
number is not used yet. So the entries of a user are in one line, each is made from the account
before it, and the ledger is in order of time without an index. If the number is taken, another
event of this user was booked in the meantime: the commit is refused with LEDGER_MOVED, and the use
case opens the book again.

An action that counts at most once a day is noted in the account for that day, so a check-in is a
single write. An event with an identity of its own (an order, shared goods) has an item of its own,
which the same transaction puts only if it is absent.

A use case that changes more than points commits all of it together:

    def place() -> None:
        book = open_book(openid)
        spend(book, order_id, 500)
        commit(*stock_parts, *book.parts(), order_part)

    retry(place, on=[LEDGER_MOVED])
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from shop.points import expiry
from shop.points.account import Account, changes
from shop.points.table import Numbers, ScoreItem
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.model import Integer
from wxcloud.transaction import ALREADY_SO, Part, commit, commit_one, put, retry

ALREADY_COUNTED = Code("ALREADY_COUNTED", 409, "This was counted before: it counts once.")
LEDGER_MOVED = Code("LEDGER_MOVED", 503, "The points of this account have just changed. Try again.")

DEADLINE_S = 8.0  # events of one user wait for each other this long, then the caller gets BUSY


class Entry(ScoreItem):
    """An entry of a ledger. `points` are signed; `balance` is the sum of the ledger up to it."""

    event = UnicodeAttribute()
    action = UnicodeAttribute()
    points = Integer()
    balance = Integer()
    at = Integer()
    write = UnicodeAttribute()  # tells a repeated write from another write with the same values
    reason = UnicodeAttribute(null=True)  # of an operator's adjustment
    by = UnicodeAttribute(null=True)
    # The account after the entry:
    lots = Numbers()
    debt = Integer()
    day = UnicodeAttribute()
    counts = Numbers()
    streak = Integer()
    checkedIn = UnicodeAttribute()

    @property
    def number(self) -> int:
        return int(self.entry.removeprefix("ledger#"))

    @property
    def account(self) -> Account:
        return Account(
            lots=self.lots,
            debt=self.debt,
            day=self.day,
            counts=self.counts,
            streak=self.streak,
            checked_in=self.checkedIn,
        )


class CountedEvent(ScoreItem):
    """A business event that was counted: its points, how many of them are for its amount of money,
    and how it changed each lot."""

    number = Integer()  # of its entry
    points = Integer()
    forAmount = Integer(null=True)  # absent: none
    orderId = UnicodeAttribute(null=True)  # the order that earned them, if `event` names none
    moved = Numbers()
    write = UnicodeAttribute()


class Book:
    """A user's account, open for entries that are written together.

    `account` is the account after the entries that were made so far.
    """

    def __init__(self, openid: str, head: Entry | None) -> None:
        self.openid = openid
        self.at = clock.now()
        self.head = head
        self.account = (head.account if head else Account()).on(clock.day_of(self.at))
        self._write = secrets.token_hex(4)
        self._events: list[CountedEvent] = []
        self._entries: list[Entry] = []

    def enter(
        self,
        action: str,
        event: str,
        account: Account,
        *,
        once: bool,
        reason: str | None = None,
        by: str | None = None,
        for_amount: int = 0,
        order_id: str | None = None,
    ) -> Entry:
        """Make the entry that changes the account to `account`.

        With `once`, the commit is refused with ALREADY_COUNTED if `event` was booked before.
        Without, the account itself must show that it was. `for_amount` of the points are for an
        amount of money. `order_id`: the order that earned them, if `event` names none.
        """
        before, self.account = self.account, account
        number = self.head.number + 1 if self.head else 1
        points = account.net - before.net
        opened = sorted(set(account.lots) - set(before.lots))
        entry = Entry(
            openid=self.openid,
            entry=f"ledger#{number:012d}",
            event=event,
            action=action,
            points=points,
            balance=account.net,
            at=self.at,
            write=self._write,
            expiry=expiry.key("tell", opened[0], self.openid) if opened else None,
            lots=account.lots,
            debt=account.debt,
            day=account.day,
            counts=account.counts,
            streak=account.streak,
            checkedIn=account.checked_in,
            reason=reason,
            by=by,
        )
        self.head = entry
        self._entries.append(entry)
        if once:
            counted = CountedEvent(
                openid=self.openid,
                entry=f"event#{event}",
                number=number,
                points=points,
                forAmount=for_amount or None,
                orderId=order_id,
                moved=changes(before, account),
                write=self._write,
            )
            self._events.append(counted)
        return entry

    def parts(self) -> list[Part[Any]]:
        """The writes of the entries made so far; none if there are no entries.

        Events come before entries, because the first failed condition decides the refusal, and
        ALREADY_COUNTED says more than LEDGER_MOVED.
        """
        return [
            *(put(event, otherwise=ALREADY_COUNTED) for event in self._events),
            *(put(entry, otherwise=LEDGER_MOVED) for entry in self._entries),
        ]


def open_book(openid: str) -> Book:
    """The account as it is now, open for entries. Lots that have expired are booked first.

    The read is consistent, and the commit of `Book.parts` succeeds only if nothing was booked
    since. So what a use case reads of this user's items after this, consistently, cannot change
    before its commit. One read unit, and one write unit per expired lot.
    """
    book = Book(openid, _head(openid))
    while lots := book.account.expired_lots:
        lot = lots[0]
        entry = book.enter("expire", f"expire#{lot}", book.account.expire(lot), once=False)
        # If another caller has booked an entry under this number, go on from that entry.
        book = Book(openid, commit_one(put(entry, otherwise=ALREADY_SO)))
    return book


def post(openid: str, make: Callable[[Book], object]) -> Book:
    """Open a book, let `make` make entries in it, and commit them; the book.

    `make` is called again, with a newer book, each time another event of the same user was booked
    first. Raises the refusals of `make`, ALREADY_COUNTED, and BUSY if others are always first.
    """

    def work() -> Book:
        book = open_book(openid)
        make(book)
        if parts := book.parts():
            commit(*parts)
        return book

    return retry(work, on=[LEDGER_MOVED], deadline_s=DEADLINE_S)


# --- reads ---------------------------------------------------------------------------------------


def _head(openid: str) -> Entry | None:
    """The last entry. The read is consistent, because refusals depend on it. One read unit."""
    return next(iter(list_entries(openid, 1)), None)


def balance(openid: str) -> int:
    """The points that a user can spend now, without a write: those of lots that have expired do not
    count. One read unit."""
    account = Book(openid, _head(openid)).account
    for lot in account.expired_lots:
        account = account.expire(lot)
    return account.balance


def list_entries(openid: str, limit: int, before: int | None = None) -> list[Entry]:
    """The latest entries, newest first; with `before`, only those with a lower number."""
    until = f"ledger#{before - 1:012d}" if before else "ledger#~"
    ledger = Entry.entry.between("ledger#", until)
    found = Entry.query(
        openid, ledger, consistent_read=True, scan_index_forward=False, limit=limit, page_size=limit
    )
    return list(found)


def get_event(openid: str, event: str) -> CountedEvent | None:
    """A business event, if it was counted. One read unit."""
    return CountedEvent.get(openid, f"event#{event}", consistent=True)


def list_events(openid: str, prefix: str) -> list[CountedEvent]:
    """The counted events whose keys begin with `prefix`."""
    begins = CountedEvent.entry.startswith(f"event#{prefix}")
    return list(CountedEvent.query(openid, begins, consistent_read=True))

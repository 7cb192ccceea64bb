"""Reminders of flash sales: users ask for a notice, and get it when the sale begins.

Keys of the table `notices`, beside those of `shop.notices`:

    remind#<saleId>#<shard>   <openid>    a user asks for a reminder of that sale
    reminded                  <saleId>    how far the reminders of a sale that has begun are sent

Reminders are sent page by page, and the place is noted after each page. If a crash comes between, a
page is sent again: the notice of each user has the sale's key, so it is one message all the same.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from shop.notices.model import NOTICES, Notice
from shop.sales.model import ListedSale, list_key
from shop.sales.reads import need
from shop.sales.views import ReminderSet, SaleCard
from shop.texts import moment, yuan
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.rates import Rate
from wxcloud.transaction import ALREADY_SO, commit_one, delete, put, update

SALE_BEGUN = Code("SALE_BEGUN", 409, "This flash sale has begun. Order now.")

REMINDERS = Rate("remind", 60, clock.HOUR, "You have asked for too many reminders.")
SHARDS = 8  # many users ask at once when a sale is announced
_PAGE = 250
_LATEST = 6 * clock.HOUR  # nobody is told later than this that a sale has begun
_ON_ITS_WAY = (
    2 * clock.SECOND
)  # a reminder that was asked for at the last moment is written by then
_KEPT = 2 * clock.DAY


class NoticeRow(Table):
    """An item of the table `notices` that is about a flash sale. `ttl` is in seconds UTC."""

    class Meta(TableMeta):
        name = "notices"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ttl = Integer()


class SaleReminder(NoticeRow):
    """A user asks for a reminder. `at` is when (ms UTC)."""

    at = Integer()

    @classmethod
    def key(cls, sale_id: str, openid: str) -> SaleReminder:
        """The key alone."""
        return cls(pk=_shard(sale_id, zlib.crc32(openid.encode()) % SHARDS), sk=openid)


class SaleReminded(NoticeRow):
    """The reminders of a sale are sent up to the user `after` in the shard `shard`, or all of them
    if it is `done`."""

    shard = Integer()
    after = UnicodeAttribute()
    done = BooleanAttribute()

    @classmethod
    def key(cls, sale_id: str) -> SaleReminded:
        """The key alone."""
        return cls(pk="reminded", sk=sale_id)


def remind(sale_id: str, openid: str, *, on: bool) -> ReminderSet:
    """The user is, or is not, told when the sale begins. A repeat changes nothing.

    SALE_NOT_FOUND; SALE_BEGUN; TOO_MANY_REQUESTS.
    """
    sale, now = need(sale_id), clock.now()
    reminder = SaleReminder.key(sale_id, openid)
    if not on:
        commit_one(delete(reminder))
    elif now >= sale.startAt:
        raise SALE_BEGUN()
    else:
        REMINDERS.use(openid)
        reminder.at, reminder.ttl = now, (sale.endAt + _KEPT) // clock.SECOND
        commit_one(put(reminder, otherwise=ALREADY_SO))
    return ReminderSet(saleId=sale_id, on=on, startAt=sale.startAt)


def tell_due(now: int, until: float) -> None:
    """Send the reminders of the sales that have begun, until `until` (monotonic seconds): the next
    call goes on."""
    for sale in _begun(now):
        if not _tell(sale, until):
            return


def _begun(now: int) -> Iterator[SaleCard]:
    not_ended = ListedSale.sk > list_key(now + 1)
    for row in ListedSale.query("sales", not_ended):
        if now - _LATEST < row.card.startAt <= now - _ON_ITS_WAY:
            yield row.card


def _tell(sale: SaleCard, until: float) -> bool:
    """Send the reminders of one sale. False if the time is over."""
    place = SaleReminded.get("reminded", sale.saleId, consistent=True)
    if place is not None and place.done:
        return True
    shard, after = (place.shard, place.after) if place is not None else (0, "")
    while shard < SHARDS:
        if time.monotonic() >= until:
            return False
        page = _page(sale.saleId, shard, after)
        NOTICES.send_all(_notice(sale, reminder.sk) for reminder in page)
        after = page[-1].sk if len(page) == _PAGE else ""
        shard += not after
        _note(sale, shard, after)
    return True


def _page(sale_id: str, shard: int, after: str) -> list[SaleReminder]:
    later = SaleReminder.sk > after if after else None
    found = SaleReminder.query(_shard(sale_id, shard), later, limit=_PAGE, consistent_read=True)
    return list(found)


def _note(sale: SaleCard, shard: int, after: str) -> None:
    """The place from which the next page goes on. Another call of watchShop may be further, then
    some pages are sent again."""
    commit_one(
        update(
            SaleReminded.key(sale.saleId),
            SaleReminded.shard.set(shard),
            SaleReminded.after.set(after),
            SaleReminded.done.set(shard == SHARDS),
            SaleReminded.ttl.set((sale.endAt + _KEPT) // clock.SECOND),
        )
    )


def _notice(sale: SaleCard, openid: str) -> Notice:
    facts = {
        "goods": sale.title,
        "saleId": sale.saleId,
        "goodsId": sale.goodsId,
        "price": yuan(sale.price),
        "time": moment(sale.startAt),
    }
    return Notice("saleBegins", openid, f"saleBegins#{sale.saleId}", facts)


def _shard(sale_id: str, shard: int) -> str:
    return f"remind#{sale_id}#{shard}"

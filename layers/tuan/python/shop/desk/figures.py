"""The figures of today."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from shop import reconciling
from shop.desk import counts, ending_groups, low_stock
from shop.desk.views import TodayFigures
from wxcloud import aws, clock
from wxcloud.cache import Cache
from wxcloud.settings import Setting

# The URLs of all dead-letter queues, with spaces between them.
DEAD_LETTER_URLS = Setting("DEAD_LETTER_URLS")

_dead: Cache[int] = Cache(10.0)


def today(now: int) -> TodayFigures:
    """Today's figures, at most some seconds old. Each number is kept or bounded: nothing is
    counted from the orders."""
    orders = counts.count_orders()
    paid = counts.paid_until(now)
    low = low_stock.listed()
    return TodayFigures(
        at=now,
        paidFen=paid.paidFen,
        paidOrders=paid.paidOrders,
        yesterday=counts.paid_until(now, days_ago=1),
        lastWeek=counts.paid_until(now, days_ago=7),
        toShip=orders.toShip,
        toShipLate=orders.toShipLate,
        refundsAsked=orders.refundsAsked,
        groupsEnding=ending_groups.count_soon(now),
        lowStock=len(low),
        lowSkus=low,
        drift=len(reconciling.list_differences(clock.day_of(now)).items),
        deadLetters=_dead.get("dead", _dead_letters),
    )


def _dead_letters() -> int:
    """Messages in all dead-letter queues."""
    urls = DEAD_LETTER_URLS.need().split()
    with ThreadPoolExecutor(len(urls)) as pool:
        return sum(pool.map(_messages, urls))


def _messages(url: str) -> int:
    name = "ApproximateNumberOfMessages"
    answer = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=[name])
    return int(answer["Attributes"][name])

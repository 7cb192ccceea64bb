"""Deadlines of after-sales: a timer does what is due, and so does the reader who comes first.

The timer is set by a handler of the after-sale's events. A timer that is not needed any more finds
nothing to do.
"""

from __future__ import annotations

from contextlib import suppress

from shop.aftersale import states
from shop.aftersale.deciding import agree_to
from shop.aftersale.events import AfterSaleEvent
from shop.aftersale.model import AfterSale, get, need
from shop.aftersale.moves import CHANGED, end
from shop.aftersale.queues import AFTER_SALE_DEADLINE, ExpireAfterSale
from shop.orders import model as orders
from shop.orders.states import PAID
from wxcloud import clock
from wxcloud.errors import Refusal
from wxcloud.transaction import retry


def start_timer(event: AfterSaleEvent) -> None:
    """Handler: expireAfterSale looks at the after-sale at its deadline. Scheduler drops the
    milliseconds, so one second is added."""
    if event.deadline:
        name = f"after-{event.afterSaleId}-{event.status}"
        message = ExpireAfterSale(afterSaleId=event.afterSaleId)
        AFTER_SALE_DEADLINE.set(name, event.deadline + clock.SECOND, message)


def expire(after_sale_id: str) -> None:
    """Do what is due, if the deadline has passed. An early, late or repeated call changes nothing
    else."""
    retry(lambda: _expire(after_sale_id), on=CHANGED)


def up_to_date(found: AfterSale) -> AfterSale:
    """The after-sale; its timer may be late, then what is due is done now. If that is refused, the
    after-sale as it is."""
    if not found.is_late(clock.now()):
        return found
    with suppress(Refusal):
        expire(found.afterSaleId)
    return need(found.afterSaleId)


def _expire(after_sale_id: str) -> None:
    found = get(after_sale_id)
    if found is None or not found.is_late(clock.now()):
        return
    order = orders.need(found.orderId)
    due = states.when_late(found.its_kind, found.status, is_shipped=order.status != PAID)
    if due == "run_out":
        end(found, due, "clock")
    elif due == "agree" and not order.handRefund:  # money may be back already: the shop decides
        agree_to(found, "clock")

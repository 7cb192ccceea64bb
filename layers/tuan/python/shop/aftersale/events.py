"""What can happen to an after-sale, as the stream of the table `orders` tells it."""

from __future__ import annotations

from shop.aftersale import states
from shop.aftersale.model import AfterSale, is_after_sale
from wxcloud.events import Change, Event


class AfterSaleEvent(Event, frozen=True):
    """An after-sale has a new status. `amount` is fen; `deadline` (ms UTC) is until when somebody
    has to act, 0 if nobody has to; `goods` is the title of the first line, "" if it has none."""

    afterSaleId: str
    orderId: str
    buyer: str
    kind: str
    status: str
    amount: int
    goods: str
    reason: str
    note: str
    deadline: int


class AfterSaleAsked(AfterSaleEvent, frozen=True, tag=True):
    """A buyer asks for an after-sale; the shop decides until `deadline`."""


class AfterSaleAgreed(AfterSaleEvent, frozen=True, tag=True):
    """The shop agrees, or its time to decide was over. The money is granted, or the buyer sends the
    goods back until `deadline`."""


class AfterSaleSentBack(AfterSaleEvent, frozen=True, tag=True):
    """The buyer has sent the goods back."""


class AfterSaleReceived(AfterSaleEvent, frozen=True, tag=True):
    """The shop has the goods, and the money is granted."""


class AfterSaleRefunded(AfterSaleEvent, frozen=True, tag=True):
    """WeChat has paid the money back."""


class AfterSaleDenied(AfterSaleEvent, frozen=True, tag=True):
    """The shop denies it."""


class AfterSaleWithdrawn(AfterSaleEvent, frozen=True, tag=True):
    """The buyer asks for it no longer."""


class AfterSaleExpired(AfterSaleEvent, frozen=True, tag=True):
    """The buyer did not send the goods back in time."""


_EVENTS: dict[str, type[AfterSaleEvent]] = {
    states.ASKED: AfterSaleAsked,
    states.AGREED: AfterSaleAgreed,
    states.SENT: AfterSaleSentBack,
    states.RECEIVED: AfterSaleReceived,
    states.REFUNDED: AfterSaleRefunded,
    states.DENIED: AfterSaleDenied,
    states.WITHDRAWN: AfterSaleWithdrawn,
    states.EXPIRED: AfterSaleExpired,
}


def decode(change: Change) -> list[Event]:
    """The events that a change of an after-sale means; none for other items of the table."""
    if change.new is None or not is_after_sale(change.new["sk"]["S"]):
        return []
    found = AfterSale.of(change.new)
    if change.old is not None and AfterSale.of(change.old).status == found.status:
        return []
    return [
        _EVENTS[found.status](
            afterSaleId=found.afterSaleId,
            orderId=found.orderId,
            buyer=found.buyer,
            kind=found.kind,
            status=found.status,
            amount=found.amount,
            goods=found.lines[0].title if found.lines else "",
            reason=found.reason,
            note=found.note or "",
            deadline=found.deadline or 0,
            at=change.at,
        )
    ]

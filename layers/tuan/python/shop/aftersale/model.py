"""After-sales: the items and their keys.

Key in the table `orders`:

    after#<mark>   after#<afterSaleId>   an after-sale; the id contains its buyer's mark

A buyer's after-sales are stored together, the newest last. The index `byDue` (`shop.orders.due`)
has them by status, the oldest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import msgspec
from pynamodb.attributes import BooleanAttribute, ListAttribute, UnicodeAttribute

from shop.aftersale import states
from shop.aftersale.states import Action, AfterSaleStatus, Kind
from shop.orders.model import Order, Row, history_entry
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.ids import mark_in
from wxcloud.model import Integer, Json
from wxcloud.transaction import Part, update

AFTER_SALE_NOT_FOUND = Code("AFTER_SALE_NOT_FOUND", 404, "You have no after-sale of that number.")
AFTER_SALE_STATE = Code(
    "AFTER_SALE_STATE", 409, "The after-sale's status does not allow this. Load it again."
)
# Refused internally: another call has changed the after-sale since it was read.
AFTER_SALE_MOVED = Code("AFTER_SALE_MOVED", 503, "This after-sale is being changed. Try again.")

MAX_HISTORY = 20  # entries: a buyer may correct the tracking number that often


class ClaimedLine(msgspec.Struct, frozen=True):
    """Units of a SKU that an after-sale is about, as they were bought."""

    skuId: str
    title: str
    quantity: int


class AfterSale(Row):
    """An after-sale. Amounts are fen, times ms UTC.

    `lines` are the units that it is about; none if it is about `amount` fen alone. `amount` is what
    is expected to come back, and what comes back when the refund `refundNo` is granted.
    `deadline` is until when the shop decides, or the buyer sends the goods back. `note` is the
    shop's answer. `resaleable` is what the shop says of the goods that came back.
    """

    afterSaleId = UnicodeAttribute()
    orderId = UnicodeAttribute()
    buyer = UnicodeAttribute()
    kind = UnicodeAttribute()
    status = UnicodeAttribute()
    lines = Json(list[ClaimedLine])
    amount = Integer()
    reason = UnicodeAttribute()
    note = UnicodeAttribute(null=True)
    deadline = Integer(null=True)
    carrier = UnicodeAttribute(null=True)
    trackingNumber = UnicodeAttribute(null=True)
    resaleable = BooleanAttribute(null=True)
    refundNo = UnicodeAttribute(null=True)
    createdAt = Integer()
    updatedAt = Integer()
    history: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)

    @classmethod
    def new(
        cls,
        after_sale_id: str,
        order: Order,
        kind: Kind,
        lines: Sequence[ClaimedLine],
        *,
        amount: int,
        reason: str,
    ) -> AfterSale:
        """A new after-sale, ASKED for now."""
        pk, sk = key(after_sale_id)
        now = clock.now()
        return cls(
            pk=pk,
            sk=sk,
            afterSaleId=after_sale_id,
            orderId=order.orderId,
            buyer=order.buyer,
            kind=kind,
            status=states.ASKED,
            due=waiting_in(states.ASKED),
            dueAt=now,
            lines=list(lines),
            amount=amount,
            reason=reason,
            deadline=states.deadline(kind, states.ASKED, now),
            createdAt=now,
            updatedAt=now,
            history=[history_entry(states.ASKED, order.buyer)],
        )

    @property
    def its_kind(self) -> Kind:
        return cast(Kind, self.kind)

    def is_late(self, now: int) -> bool:
        """Whether its deadline has passed."""
        return self.deadline is not None and self.deadline <= now


def key(after_sale_id: str) -> tuple[str, str]:
    return f"after#{mark_in(after_sale_id)}", f"after#{after_sale_id}"


def waiting_in(status: str) -> str:
    """The key of all after-sales of a status in the index `byDue`; they are sorted by the time when
    they were asked for."""
    return f"after#{status}"


def is_after_sale(sort_key: str) -> bool:
    return sort_key.startswith("after#")


def get(after_sale_id: str) -> AfterSale | None:
    """The after-sale as it is now. One read unit."""
    pk, sk = key(after_sale_id)
    return AfterSale.get(pk, sk, consistent=True)


def need(after_sale_id: str, openid: str = "") -> AfterSale:
    """The after-sale, of that user if one is named; AFTER_SALE_NOT_FOUND."""
    found = get(after_sale_id)
    if found is None or (openid and found.buyer != openid):
        raise AFTER_SALE_NOT_FOUND()
    return found


def next_status(found: AfterSale, action: Action) -> AfterSaleStatus:
    """The status after the action. AFTER_SALE_STATE if there is no such move."""
    new = states.after(found.its_kind, found.status, action)
    if new is None:
        raise AFTER_SALE_STATE()
    return new


def move(
    found: AfterSale, action: Action, by: str, *changes: Any, why: str = ""
) -> Part[AfterSale]:
    """The after-sale goes on from the status in which it was read, as part of a commit.
    AFTER_SALE_MOVED if another call was faster."""
    new, now = next_status(found, action), clock.now()
    until = states.deadline(found.its_kind, new, now)
    return update(
        AfterSale(pk=found.pk, sk=found.sk),
        AfterSale.status.set(new),
        AfterSale.due.set(waiting_in(new)),
        AfterSale.updatedAt.set(now),
        AfterSale.deadline.remove() if until is None else AfterSale.deadline.set(until),
        AfterSale.history.set(AfterSale.history.append([history_entry(new, by, why)])),
        *changes,
        where=(AfterSale.status == found.status) & (AfterSale.updatedAt == found.updatedAt),
        otherwise=AFTER_SALE_MOVED,
    )

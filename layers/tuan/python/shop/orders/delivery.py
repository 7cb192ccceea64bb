"""Where an order goes, what the buyer remarks, and what the shop notes: an item beside the order.

It is in the table `addresses`, which has no stream: names, phones and addresses are in no stream
record, no message and no log. The order says with `hasDelivery` that there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.addresses.model import Address, AddressRow
from wxcloud.errors import BUSY, Code
from wxcloud.fields import Result, Time
from wxcloud.model import Integer, Json
from wxcloud.transaction import Part, as_read, delete, put, update


class Note(Result):
    """The shop's own note on an order."""

    text: str
    by: Annotated[str, Meta(description="the operator's openid")]
    at: Time


class Delivery(AddressRow):
    """The address of an order as it was when the order was placed, or as somebody has changed it;
    the buyer's remark; the shop's note; and when the item was written (ms UTC)."""

    orderId = UnicodeAttribute()
    address = Json(Address, null=True)
    remark = UnicodeAttribute(null=True)
    note = Json(Note, null=True)
    updatedAt = Integer()

    @classmethod
    def at(cls, order_id: str) -> Delivery:
        """The key alone."""
        return cls(pk=f"order#{order_id}")

    @classmethod
    def new(cls, order_id: str, address: Address | None, remark: str | None, at: int) -> Delivery:
        pk = cls.at(order_id).pk
        return cls(pk=pk, orderId=order_id, address=address, remark=remark, updatedAt=at)


def get(order_id: str) -> Delivery | None:
    """Where the order goes, or None. One read unit."""
    return Delivery.get(Delivery.at(order_id).pk, consistent=True)


def get_all(order_ids: Sequence[str]) -> dict[str, Delivery]:
    """Order id → where it goes, for orders that say so. One read unit each, in one call for 100."""
    keys = [Delivery.at(order_id).pk for order_id in order_ids]
    found = Delivery.batch_get(keys, consistent_read=True) if keys else ()
    return {each.orderId: each for each in found}


def put_part(delivery: Delivery) -> Part[Delivery]:
    """The item is written with its order."""
    return put(delivery, otherwise=BUSY)


def delete_part(order_id: str) -> Part[None]:
    """Nothing is sent: the item is not needed any more."""
    return delete(Delivery.at(order_id))


def address_part(order_id: str, address: Address, at: int) -> Part[Delivery]:
    """The order goes to another address; the remark and the note stay."""
    return update(
        Delivery.at(order_id),
        Delivery.orderId.set(order_id),
        Delivery.address.set(address),
        Delivery.updatedAt.set(at),
    )


def note_part(
    order_id: str, seen: Delivery | None, note: Note | None, at: int, otherwise: Code
) -> Part[Delivery]:
    """The order has this note, or none; address and remark stay. Refused if the item is not there
    as it was `seen`, or has got another note since."""
    is_as_seen = (
        Delivery.orderId.does_not_exist()
        if seen is None
        else Delivery.orderId.exists() & as_read(Delivery.note, seen.note)
    )
    return update(
        Delivery.at(order_id),
        Delivery.orderId.set(order_id),
        Delivery.note.remove() if note is None else Delivery.note.set(note),
        Delivery.updatedAt.set(at),
        where=is_as_seen,
        otherwise=otherwise,
    )

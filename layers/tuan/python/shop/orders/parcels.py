"""Which units of an order go in which parcels. Pure rules.

A call sends either parcels that say what is in them, or parcels that hold all units that are left.
An order is shipped when no unit is left. A refund before that takes units that were not sent first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from shop.orders.model import Line, SentParcel
from wxcloud.errors import BAD_REQUEST, Code

MAX_PARCELS = 15  # WeChat's limit for an order
UNITS_SHIPPED = Code(
    "UNITS_SHIPPED", 409, "Fewer units of this order are left to ship. Load the order again."
)
TOO_MANY_PARCELS = Code(
    "TOO_MANY_PARCELS", 409, "An order has at most 15 parcels. Send the rest in fewer parcels."
)


class NewParcel(msgspec.Struct, frozen=True):
    """A parcel that is to be sent; `lines` (SKU → units) is empty if nobody says what is in it."""

    carrier: str
    trackingNumber: str
    contact: str = ""
    lines: dict[str, int] = {}

    @property
    def key(self) -> tuple[str, str]:
        return self.carrier, self.trackingNumber

    def sent(self, at: int) -> SentParcel:
        return SentParcel(self.carrier, self.trackingNumber, at, self.contact, dict(self.lines))


class Sending(NamedTuple):
    """All parcels of the order, and whether no unit is left to ship."""

    parcels: list[SentParcel]
    is_all: bool


def units_in(parcels: Sequence[SentParcel | NewParcel]) -> dict[str, int]:
    """SKU → units in these parcels."""
    units: Counter[str] = Counter()
    for parcel in parcels:
        units.update(parcel.lines)
    return dict(units)


def to_ship(lines: Sequence[Line], sent: Sequence[SentParcel]) -> dict[str, int]:
    """SKU → units that were neither sent nor refunded; SKUs without any are left out."""
    gone = units_in(sent)
    left = {line.skuId: line.left - gone.get(line.skuId, 0) for line in lines}
    return {sku_id: units for sku_id, units in left.items() if units > 0}


def of_stock(
    lines: Sequence[Line], sent: Sequence[SentParcel], wanted: Mapping[str, int]
) -> dict[str, int]:
    """Of the units that are refunded (`wanted`): those that were not sent, so that they are in the
    shop."""
    here = to_ship(lines, sent)
    return {sku_id: min(units, here[sku_id]) for sku_id, units in wanted.items() if sku_id in here}


def add(
    lines: Sequence[Line], sent: Sequence[SentParcel], new: Sequence[NewParcel], at: int
) -> Sending | None:
    """The order's parcels with the new ones; None if all of them were sent before.

    BAD_REQUEST for parcels of which only some say what is in them, or that name a SKU which is not
    in the order. UNITS_SHIPPED if they hold more than is left; TOO_MANY_PARCELS.
    """
    known = {parcel.key for parcel in sent}
    fresh = [parcel for parcel in new if parcel.key not in known]
    if not fresh:
        return None
    _check_form(lines, new)
    if len(sent) + len(fresh) > MAX_PARCELS:
        raise TOO_MANY_PARCELS()
    left = to_ship(lines, sent)
    wanted = units_in(fresh)
    if any(units > left.get(sku_id, 0) for sku_id, units in wanted.items()):
        raise UNITS_SHIPPED()
    parcels = [*sent, *(parcel.sent(at) for parcel in fresh)]
    return Sending(parcels, is_all=not wanted or wanted == left)


def correct(
    lines: Sequence[Line], sent: Sequence[SentParcel], new: Sequence[NewParcel], at: int
) -> list[SentParcel] | None:
    """The parcels of a shipped order, as they should have been; None if they are so already.

    BAD_REQUEST as for `add`; UNITS_SHIPPED if they hold more than was bought.
    """
    _check_form(lines, new)
    bought = {line.skuId: line.quantity for line in lines}
    if any(units > bought[sku_id] for sku_id, units in units_in(new).items()):
        raise UNITS_SHIPPED("More units are in these parcels than were bought.")
    when = {parcel.key: parcel.shippedAt for parcel in sent}
    corrected = [parcel.sent(when.get(parcel.key, at)) for parcel in new]
    return None if corrected == list(sent) else corrected


def _check_form(lines: Sequence[Line], new: Sequence[NewParcel]) -> None:
    if len({parcel.key for parcel in new}) < len(new):
        raise BAD_REQUEST("parcels: The same tracking number is there twice.", field="parcels")
    if len({bool(parcel.lines) for parcel in new}) > 1:
        raise BAD_REQUEST(
            "parcels: Say for all of them what is in them (`lines`), or for none.", field="parcels"
        )
    strange = units_in(new).keys() - {line.skuId for line in lines}
    if strange:
        raise BAD_REQUEST(f"parcels: {min(strange)} is not an SKU of this order.", field="parcels")

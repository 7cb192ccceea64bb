"""What operators say of parcels: the inputs of shipOrder, correctShipping and shipOrders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from shop.orders.parcels import MAX_PARCELS, NewParcel
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, Request

_MASKED = r"^[0-9+-]*[*][0-9*+-]*[0-9]{4}(?![\s\S])"
Masked = Annotated[
    str,
    Meta(
        max_length=32,
        pattern=_MASKED,
        description="a masked phone number, 189****1234; required by SF",
    ),
]
Carrier = Annotated[Id, Meta(description="WeChat's id of the express company")]
TrackingNumber = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=32,
        pattern=r"^[0-9A-Za-z_-]+(?![\s\S])",
        description="at most 32 characters: it is never cut, and WeChat's messages hold no more",
    ),
]


class ParcelLine(Request):
    """Units of a SKU in a parcel."""

    skuId: Id
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)]


class ParcelForm(Request):
    """A parcel. Without `lines`, it holds units of all that is left to ship."""

    carrier: Carrier
    trackingNumber: TrackingNumber
    contact: Masked | None = None
    lines: Annotated[list[ParcelLine], Meta(min_length=1, max_length=100)] | None = None

    def parcel(self) -> NewParcel:
        units: Counter[str] = Counter()
        for line in self.lines or ():
            units[line.skuId] += line.quantity
        return NewParcel(self.carrier, self.trackingNumber, self.contact or "", dict(units))


Parcels = Annotated[list[ParcelForm], Meta(min_length=1, max_length=MAX_PARCELS)]


class ShipForm(Request):
    """An order and its parcels: `parcels`, or `carrier` and `trackingNumber` of a single one;
    nothing of them for an order that is picked up or virtual."""

    orderId: Id
    parcels: Parcels | None = None
    carrier: Carrier | None = None
    trackingNumber: TrackingNumber | None = None
    contact: Masked | None = None

    def new_parcels(self) -> Sequence[NewParcel]:
        """BAD_REQUEST if a single parcel is named only in part, or beside others."""
        single = (self.carrier, self.trackingNumber, self.contact)
        if self.parcels is not None:
            if any(part is not None for part in single):
                raise BAD_REQUEST("parcels: Name each parcel in it.", field="parcels")
            return [form.parcel() for form in self.parcels]
        if single == (None, None, None):
            return []
        if self.carrier is None or self.trackingNumber is None:
            missing = "carrier" if self.carrier is None else "trackingNumber"
            raise BAD_REQUEST(f"{missing}: A parcel needs it.", field=missing)
        return [NewParcel(self.carrier, self.trackingNumber, self.contact or "")]

"""Goods come back: the buyer sends them, the shop receives them."""

from __future__ import annotations

from shop.aftersale.model import (
    AFTER_SALE_STATE,
    MAX_HISTORY,
    AfterSale,
    move,
    need,
    next_status,
)
from shop.aftersale.moves import CHANGED, pay_back
from shop.aftersale.states import AGREED
from wxcloud import clock
from wxcloud.transaction import commit_one, retry


def send_back(after_sale_id: str, openid: str, carrier: str, number: str) -> AfterSale:
    """The buyer has sent the goods; a later call corrects the parcel. A repeat changes nothing.
    AFTER_SALE_NOT_FOUND; AFTER_SALE_STATE, also if the time to send them back is over."""

    def work() -> None:
        found = need(after_sale_id, openid)
        if (found.carrier, found.trackingNumber) == (carrier, number):
            return
        next_status(found, "send")
        late = found.status == AGREED and found.is_late(clock.now())
        if late or len(found.history) >= MAX_HISTORY:
            raise AFTER_SALE_STATE()
        parcel = (AfterSale.carrier.set(carrier), AfterSale.trackingNumber.set(number))
        commit_one(move(found, "send", openid, *parcel, why=f"{carrier} {number}"))

    retry(work, on=CHANGED)
    return need(after_sale_id)


def receive(after_sale_id: str, by: str, *, resaleable: bool) -> AfterSale:
    """The shop has the goods, and pays the money back. They can be bought again only if they are
    `resaleable`. A repeat changes nothing. AFTER_SALE_NOT_FOUND, AFTER_SALE_STATE; REFUND_TOO_LATE,
    REFUND_LIMIT."""

    def work() -> None:
        found = need(after_sale_id)
        if found.resaleable is not None and found.resaleable == resaleable:
            return
        next_status(found, "receive")
        said = AfterSale.resaleable.set(resaleable)
        why = "resaleable" if resaleable else "not resaleable"
        pay_back(found, "receive", by, said, why=why, resaleable=resaleable)

    retry(work, on=CHANGED)
    return need(after_sale_id)

"""WeChat is told of the parcels of an order.

WeChat keeps the money of a mini-program's orders until it knows that they were shipped. So the
upload is required; it is a message on a queue, which waits there while WeChat cannot take it. A
message says only which order: what is missing at WeChat follows from the order as it is now, so a
message may come twice, late, or after others. If an order has several parcels or was corrected,
WeChat is first asked what it knows: it takes each parcel once, and one correction.
Source: mini-program docs, server/API/order_shipping/api_uploadshippinginfo.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from shop.orders.events import OrderShipped, ParcelsChanged
from shop.orders.model import Order, SentParcel, get
from shop.orders.queues import SHIPPING, UploadShipping
from shop.orders.states import PAID
from wxcloud import clock
from wxcloud.log import logger
from wxcloud.text import cut

if TYPE_CHECKING:
    from wxcloud.wechat.shipping import ShippingRecord

_UPLOADED = frozenset({10060002, 10060003, 10060023})  # WeChat has the information already
_NO_CHANCE = 10060003  # the one correction was used, perhaps in WeChat's console
_NOT_SHIPPABLE = 10060004  # the payment was refunded, or the buyer has confirmed the receipt
_MAX_DESCRIPTION = 120  # characters
_LOGISTICS: dict[str, Literal[1, 3, 4]] = {"express": 1, "virtual": 3, "pickup": 4}
_UNIFIED, _SPLIT = 1, 2


class ShippingUpload(NamedTuple):
    """What WeChat is told: parcels (none of an order that has none), the mode of delivery, and
    whether nothing more follows."""

    parcels: Sequence[SentParcel]
    mode: int
    is_all: bool


def upload_later(event: OrderShipped | ParcelsChanged) -> None:
    """Handler: WeChat is told of the parcels of an order."""
    SHIPPING.send(UploadShipping(orderId=event.orderId))


def upload(order_id: str) -> None:
    """Tell WeChat what it does not know yet of the order's parcels. Raises while WeChat cannot take
    it."""
    from wxcloud.wechat import shipping
    from wxcloud.wechat.client import WeChatRefusal

    order = get(order_id)
    if order is None or not order.transactionId or order.parcelsAt is None:
        return
    record = None if _is_plain(order) else shipping.record(order.transactionId)
    missing = what_is_missing(order, record)
    if missing is None:
        return
    try:
        shipping.upload(
            order.transactionId,
            order.buyer,
            [_parcel(order, each) for each in missing.parcels] or [_described(order, {})],
            logistics=_LOGISTICS[order.delivery],
            mode=missing.mode,
            is_all=missing.is_all,
            at=_time(order.parcelsAt),
        )
    except WeChatRefusal as refusal:
        if refusal.errcode not in {*_UPLOADED, _NOT_SHIPPABLE}:
            raise
        if order.corrected and refusal.errcode == _NO_CHANCE:
            logger.warning("WeChat takes no correction any more", extra={"orderId": order_id})


def what_is_missing(order: Order, record: ShippingRecord | None) -> ShippingUpload | None:
    """What WeChat is to be told; None if it knows everything, or takes nothing any more."""
    sent, is_all = order.sent, order.status != PAID
    mode = _UNIFIED if is_all and len(sent) <= 1 else _SPLIT
    if record is None:
        return ShippingUpload(sent, mode, is_all)
    if record.is_over:
        return None
    new = [parcel for parcel in sent if parcel.key not in record.parcels]
    if record.is_finished:
        is_same = record.parcels == {parcel.key for parcel in sent}
        return None if is_same or not order.corrected else ShippingUpload(sent, mode, is_all=True)
    if not record.mode:
        return ShippingUpload(sent, mode, is_all)
    if record.mode == _SPLIT and not new:  # what was left was refunded: say that nothing follows
        return ShippingUpload(sent[-1:], _SPLIT, is_all) if is_all else None
    return ShippingUpload(new, _SPLIT, is_all)


def _time(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, clock.SHANGHAI).isoformat(timespec="milliseconds")


def _is_plain(order: Order) -> bool:
    """Everything in one parcel, as most orders: then a second upload is refused, and does no
    harm."""
    whole = len(order.sent) <= 1 and not any(parcel.lines for parcel in order.sent)
    return whole and order.status != PAID and not order.corrected


def _parcel(order: Order, parcel: SentParcel) -> dict[str, object]:
    told = _described(order, parcel.lines)
    told |= {"tracking_no": parcel.trackingNumber, "express_company": parcel.carrier}
    if parcel.contact:
        told["contact"] = {"receiver_contact": parcel.contact}
    return told


def _described(order: Order, lines: dict[str, int]) -> dict[str, object]:
    titles = [line.title for line in order.lines if not lines or line.skuId in lines]
    return {"item_desc": cut("、".join(titles), _MAX_DESCRIPTION, "…")}

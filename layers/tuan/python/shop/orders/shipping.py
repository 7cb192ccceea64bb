"""Shipping: an operator sends the goods, in one parcel or several, or hands them over.

Goods that are picked up, or that are virtual, have no parcels. What WeChat is told of it:
`shop.orders.uploading`. When the order is complete: `shop.orders.completing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from shop.orders import carriers, hand_refunds
from shop.orders.changes import ORDER_MOVED, change, move
from shop.orders.model import ORDER_STATE, Order, SentParcel, need
from shop.orders.parcels import NewParcel, add, correct
from shop.orders.sending import all_sent, changed_at
from shop.orders.states import COMPLETED, PAID, SHIPPED
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code, Refusal
from wxcloud.transaction import Outcome, Refuse, as_read, commit_one, retry
from wxcloud.wechat.pay import calls

ORDER_AWAITS = Code(
    "ORDER_AWAITS", 409, "This order waits for its group. Ship it when the group has succeeded."
)
REFUND_ASKED = Code(
    "REFUND_ASKED", 409, "The buyer asks for a refund. Grant or deny it before you ship."
)
PAID_BACK_BY_HAND = Code(
    "PAID_BACK_BY_HAND",
    409,
    "Money of this order went back in WeChat Pay's console. Call refundOrder: with byHand if it is"
    " refunded, with deny if it is to be shipped all the same.",
)
SHIPPING_CORRECTED = Code(
    "SHIPPING_CORRECTED",
    409,
    "The parcels of this order were corrected already. WeChat takes one correction of an order.",
)


def ship(order_id: str, by: str, parcels: Sequence[NewParcel]) -> Order:
    """Send parcels of a paid order: PAID → SHIPPED when no unit is left. A repeat changes nothing.

    Without parcels: the goods were picked up, or delivered in another way than by a carrier.
    ORDER_STATE; ORDER_AWAITS (its group has not succeeded yet); REFUND_ASKED; PAID_BACK_BY_HAND;
    CARRIER_UNKNOWN; UNITS_SHIPPED; TOO_MANY_PARCELS; BAD_REQUEST for a parcel by SF without a
    contact, for parcels of an order that has none, and for none of an order that needs them.
    """
    _check_parcels(parcels)
    return retry(lambda: _ship(order_id, by, parcels), on=[ORDER_MOVED])


def _ship(order_id: str, by: str, parcels: Sequence[NewParcel]) -> Order:
    order = need(order_id)
    if order.status in (SHIPPED, COMPLETED) and _are_sent(order, parcels):
        return order
    if order.status != PAID:
        raise ORDER_STATE()
    _check_delivery(order, parcels)
    _look_for_hand_refunds(order)
    now = clock.now()
    if order.delivery != "express":
        return _commit(order, by, [], order.delivery, now, is_all=True)
    sending = add(order.lines, order.sent, parcels, now)
    if sending is None:
        return order
    what = _text(parcels)
    return _commit(order, by, sending.parcels, what, now, is_all=sending.is_all)


def _commit(
    order: Order, by: str, sent: Sequence[SentParcel], what: str, now: int, *, is_all: bool
) -> Order:
    """The order has these parcels now. ORDER_MOVED if another call has changed what is to be
    shipped."""

    def refused(seen: Order | None) -> Outcome:
        if seen is None:
            return Refuse(ORDER_STATE)
        if (seen.parcelsAt, seen.refunds, seen.status) != _seen(order):
            return Refuse(ORDER_MOVED)
        if seen.awaits:
            return Refuse(ORDER_AWAITS)
        return Refuse(REFUND_ASKED if seen.asked else PAID_BACK_BY_HAND)

    where = (
        Order.awaits.does_not_exist()
        & Order.asked.does_not_exist()
        & (Order.handRefund.does_not_exist() | (Order.handRefund == 0))
        & as_read(Order.parcelsAt, order.parcelsAt)
        & (Order.refunds == order.refunds)
    )
    have = Order.parcels.set(list(sent))
    told: dict[str, Any] = {"why": what, "where": where, "otherwise": refused}
    part = (
        move(order, SHIPPED, by, have, *all_sent(order, now), **told)
        if is_all
        else change(order, by, have, changed_at(order, now), what="PARCELS", **told)
    )
    return commit_one(part) or need(order.orderId)


def correct_parcels(order_id: str, by: str, parcels: Sequence[NewParcel]) -> Order:
    """The parcels of a shipped order are these, and not those that were named first. A repeat
    changes nothing.

    ORDER_STATE if it is not SHIPPED; SHIPPING_CORRECTED if it was corrected before, because WeChat
    takes one correction; CARRIER_UNKNOWN; UNITS_SHIPPED; BAD_REQUEST as for `ship`.
    """
    _check_parcels(parcels)
    return retry(lambda: _correct(order_id, by, parcels), on=[ORDER_MOVED])


def _correct(order_id: str, by: str, parcels: Sequence[NewParcel]) -> Order:
    order = need(order_id)
    if order.status != SHIPPED:
        raise ORDER_STATE()
    _check_delivery(order, parcels)
    now = clock.now()
    corrected = correct(order.lines, order.sent, parcels, now)
    if corrected is None:
        return order
    if order.corrected:
        raise SHIPPING_CORRECTED()
    part = change(
        order,
        by,
        Order.parcels.set(corrected),
        changed_at(order, now),
        Order.corrected.set(now),
        what="CORRECTED",
        why=_text(parcels),
        where=as_read(Order.parcelsAt, order.parcelsAt),
        otherwise=ORDER_MOVED,
    )
    return commit_one(part) or need(order_id)


def _seen(order: Order) -> tuple[int | None, int, str]:
    return order.parcelsAt, order.refunds, order.status


def _are_sent(order: Order, parcels: Sequence[NewParcel]) -> bool:
    sent = {parcel.key for parcel in order.sent}
    return bool(parcels) == bool(sent) and all(parcel.key in sent for parcel in parcels)


def _check_parcels(parcels: Sequence[NewParcel]) -> None:
    carriers.check(parcel.carrier for parcel in parcels)
    if any(parcel.carrier == carriers.SF and not parcel.contact for parcel in parcels):
        raise BAD_REQUEST("contact: WeChat wants a masked phone number with SF.", field="contact")


def _check_delivery(order: Order, parcels: Sequence[NewParcel]) -> None:
    if order.delivery == "express" and not parcels:
        raise BAD_REQUEST("parcels: This order is sent. Name its parcels.", field="parcels")
    if order.delivery != "express" and parcels:
        raise BAD_REQUEST("parcels: Nothing of this order is sent by a carrier.", field="parcels")


def _text(parcels: Sequence[NewParcel]) -> str:
    """What the history says of them."""
    if len(parcels) == 1:
        return f"{parcels[0].carrier} {parcels[0].trackingNumber}"
    return f"{len(parcels)} parcels"


def _look_for_hand_refunds(order: Order) -> None:
    """What is paid back in full must not be sent. If WeChat Pay does not answer, the order can be
    shipped: reconciliation looks again."""
    if not order.total or order.awaits or order.handRefund is not None:
        return
    with suppress(Refusal):
        payment = calls.get(order.orderId)
        if payment is not None and hand_refunds.is_unexplained(order, payment):
            hand_refunds.note(order)

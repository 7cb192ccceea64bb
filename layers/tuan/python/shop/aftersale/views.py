"""What buyers and operators see of after-sales: the results of functions."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from shop.aftersale import states
from shop.aftersale.model import AfterSale
from shop.aftersale.states import AfterSaleStatus, Kind, WhoActs
from shop.orders.views import HistoryEntry, NextCursor, RefundView
from wxcloud import clock
from wxcloud.fields import Fen, Id, Result, Time


class AfterSaleItem(Result):
    """Units of a SKU that an after-sale is about."""

    skuId: Id
    title: str
    quantity: Annotated[int, Meta(ge=1, description="units")]


class AfterSaleView(Result):
    """An after-sale."""

    afterSaleId: Id
    orderId: Id
    kind: Annotated[
        Kind, Meta(description="refund: money alone goes back; return: the goods come back first")
    ]
    status: Annotated[
        AfterSaleStatus,
        Meta(
            description="ASKED; AGREED (of a return: the buyer sends the goods back, of a refund:"
            " the money is under way); SENT (back); RECEIVED (the money is under way); REFUNDED;"
            " DENIED; WITHDRAWN; EXPIRED (not sent back in time)"
        ),
    ]
    items: Annotated[
        list[AfterSaleItem], Meta(description="empty if it is about an amount of money alone")
    ]
    amount: Annotated[
        Fen,
        Meta(description="fen that go back; until the refund is granted, fen that are expected to"),
    ]
    reason: str
    createdAt: Time
    updatedAt: Time
    waitsFor: Annotated[WhoActs | None, Meta(description="who acts next; null if it is over")]
    deadline: (
        Annotated[
            int,
            Meta(
                description="ms UTC: until when the shop decides, or the buyer sends the goods"
                " back; absent if there is no limit"
            ),
        ]
        | UnsetType
    ) = UNSET
    late: (
        Annotated[bool, Meta(description="true if the deadline has passed; else absent")]
        | UnsetType
    ) = UNSET
    note: Annotated[str, Meta(description="the shop's answer; absent if none")] | UnsetType = UNSET
    carrier: (
        Annotated[str, Meta(description="WeChat's id of the carrier that brings the goods back")]
        | UnsetType
    ) = UNSET
    trackingNumber: str | UnsetType = UNSET
    resaleable: (
        Annotated[bool, Meta(description="whether the goods that came back can be sold again")]
        | UnsetType
    ) = UNSET
    refundNo: (
        Annotated[str, Meta(description="the refund; absent until it is granted")] | UnsetType
    ) = UNSET


class AfterSaleDetail(AfterSaleView, kw_only=True):
    """An after-sale with its history, and its refund if that is granted."""

    history: list[HistoryEntry]
    refund: RefundView | UnsetType = UNSET


class AfterSalePage(Result):
    """A page of after-sales."""

    items: list[AfterSaleView]
    cursor: NextCursor


def after_sale_view(found: AfterSale) -> AfterSaleView:
    return AfterSaleView(**fields_of(found))


def fields_of(found: AfterSale) -> dict[str, Any]:
    """The fields of a view."""
    return {
        "afterSaleId": found.afterSaleId,
        "orderId": found.orderId,
        "kind": found.kind,
        "status": found.status,
        "items": [
            AfterSaleItem(skuId=line.skuId, title=line.title, quantity=line.quantity)
            for line in found.lines
        ],
        "amount": found.amount,
        "reason": found.reason,
        "createdAt": found.createdAt,
        "updatedAt": found.updatedAt,
        "waitsFor": states.waits_for(found.its_kind, found.status),
        "deadline": UNSET if found.deadline is None else found.deadline,
        "late": found.is_late(clock.now()) or UNSET,
        "note": found.note or UNSET,
        "carrier": found.carrier or UNSET,
        "trackingNumber": found.trackingNumber or UNSET,
        "resaleable": UNSET if found.resaleable is None else found.resaleable,
        "refundNo": found.refundNo or UNSET,
    }

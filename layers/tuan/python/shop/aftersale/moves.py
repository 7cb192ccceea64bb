"""What a move of an after-sale does to its order: the claim ends, or the money is granted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shop.aftersale.model import AFTER_SALE_MOVED, AfterSale, move
from shop.aftersale.states import Action
from shop.checkout import refunds
from shop.orders import claims
from shop.orders import model as orders
from shop.orders.changes import change, claims_are
from shop.orders.refund import REFUND_CHANGED, Refund
from wxcloud.text import cut_bytes
from wxcloud.transaction import Part, as_read, commit

# Another call has changed the after-sale or its order meanwhile: read them again.
CHANGED = (AFTER_SALE_MOVED, REFUND_CHANGED)
MAX_REASON = 80  # bytes that WeChat Pay shows


def end(found: AfterSale, action: Action, by: str, *changes: Any, why: str = "") -> None:
    """Nothing comes of the after-sale: its order holds the claim no longer."""
    step = move(found, action, by, *changes, why=why)
    order = orders.need(found.orderId)
    left = claims.claims_of(order)
    left.pop(found.afterSaleId, None)
    noted = change(
        order,
        by,
        *claims_are(left),
        what="AFTER_SALE",
        why=f"{found.afterSaleId} {_OUTCOMES[action]}",
        where=as_read(orders.Order.claims, order.claims),
        otherwise=REFUND_CHANGED,
    )
    commit(step, noted)


_OUTCOMES: dict[Action, str] = {"deny": "DENIED", "withdraw": "WITHDRAWN", "run_out": "EXPIRED"}


def pay_back(
    found: AfterSale,
    action: Action,
    by: str,
    *changes: Any,
    why: str = "",
    resaleable: bool = False,
) -> None:
    """The money of the after-sale goes back: the refund is granted in the same transaction."""
    order = orders.need(found.orderId)

    def step(refund: Refund) -> Sequence[Part[Any]]:
        granted = (
            AfterSale.refundNo.set(refund.refundNo),
            AfterSale.amount.set(refund.amount),
        )
        return [move(found, action, by, *granted, *changes, why=why)]

    refunds.grant_claim(
        order,
        by,
        cut_bytes(found.reason, MAX_REASON, "…"),
        found.afterSaleId,
        resaleable=resaleable,
        together_with=step,
    )

"""The end of an after-sale: the buyer withdraws it, or its money is back."""

from __future__ import annotations

from shop.aftersale import states
from shop.aftersale.model import AfterSale, get, move, need, next_status
from shop.aftersale.moves import CHANGED, end
from shop.aftersale.states import REFUNDED, WITHDRAWN
from shop.orders.events import RefundSucceeded
from wxcloud.log import logger
from wxcloud.transaction import commit_one, retry


def withdraw(after_sale_id: str, openid: str) -> AfterSale:
    """The buyer asks for it no longer: until the money is granted, or the goods are sent back. A
    repeat changes nothing. AFTER_SALE_NOT_FOUND, AFTER_SALE_STATE."""

    def work() -> None:
        found = need(after_sale_id, openid)
        if found.status != WITHDRAWN:
            next_status(found, "withdraw")
            end(found, "withdraw", openid)

    retry(work, on=CHANGED)
    return need(after_sale_id)


def note_refunded(event: RefundSucceeded) -> None:
    """Handler: WeChat has paid the money of an after-sale back."""
    if event.afterSaleId:
        retry(lambda: _note_refunded(event.afterSaleId), on=CHANGED)


def _note_refunded(after_sale_id: str) -> None:
    found = get(after_sale_id)
    if found is None:
        logger.error("a refund of no after-sale", extra={"afterSaleId": after_sale_id})
    elif found.status != REFUNDED and states.after(found.its_kind, found.status, "pay_back"):
        commit_one(move(found, "pay_back", "wechat"))

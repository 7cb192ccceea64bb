"""The shop decides on an after-sale."""

from __future__ import annotations

from typing import Any

from shop.aftersale import states
from shop.aftersale.model import AfterSale, move, need, next_status
from shop.aftersale.moves import CHANGED, end, pay_back
from shop.aftersale.states import AGREED, DENIED, FINAL, RETURN
from wxcloud.transaction import commit_one, retry, update


def decide(after_sale_id: str, by: str, *, agree: bool, note: str = "") -> AfterSale:
    """The shop agrees to what the buyer asks for, or denies it; or denies it after a look at the
    goods that came back. `note` is its answer: where to send the goods, or why not.

    A repeat changes nothing, but for another note while the goods are on their way.
    AFTER_SALE_NOT_FOUND, AFTER_SALE_STATE; REFUND_TOO_LATE, REFUND_LIMIT.
    """

    def work() -> None:
        found = need(after_sale_id)
        if is_decided(found, agree=agree):
            _note(found, note)
        elif agree:
            agree_to(found, by, note)
        else:
            next_status(found, "deny")
            end(found, "deny", by, *_noted(note), why=note)

    retry(work, on=CHANGED)
    return need(after_sale_id)


def agree_to(found: AfterSale, by: str, note: str = "") -> None:
    """The shop agrees: a refund is granted, goods may be sent back."""
    next_status(found, "agree")
    if states.grants(found.its_kind, "agree"):
        pay_back(found, "agree", by, *_noted(note), why=note)
    else:
        commit_one(move(found, "agree", by, *_noted(note), why=note))


def is_decided(found: AfterSale, *, agree: bool) -> bool:
    """Whether the shop has decided so before."""
    if not agree:
        return bool(found.status == DENIED)
    return found.refundNo is not None or bool(found.kind == RETURN and found.status == AGREED)


def _note(found: AfterSale, note: str) -> None:
    if note and note != found.note and found.status not in FINAL:
        commit_one(update(AfterSale(pk=found.pk, sk=found.sk), AfterSale.note.set(note)))


def _noted(note: str) -> list[Any]:
    return [AfterSale.note.set(note)] if note else []

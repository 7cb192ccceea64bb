"""The timer of after-sales."""

from __future__ import annotations

from wxcloud.fields import Id, Request
from wxcloud.timers import Timer


class ExpireAfterSale(Request):
    """Look at the after-sale at its deadline."""

    afterSaleId: Id


AFTER_SALE_DEADLINE = Timer("EXPIRE_AFTER_SALE_ARN", ExpireAfterSale)

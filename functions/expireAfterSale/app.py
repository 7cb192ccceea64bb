"""expireAfterSale: the timer of an after-sale's deadline. An early, late or repeated call does what
is due."""

from __future__ import annotations

from shop.aftersale.deadlines import expire
from shop.aftersale.queues import ExpireAfterSale
from wxcloud.triggers import timer


@timer(ExpireAfterSale)
def main(data: ExpireAfterSale) -> None:
    expire(data.afterSaleId)

"""How much one buyer may buy in a flash sale, as parts of a transaction."""

from __future__ import annotations

from shop.sales.model import LimitReached, Sale, SaleLimit
from shop.stock.model import STOCK_BROKEN
from wxcloud.transaction import Part, Refuse, update


def use(sale: Sale, openid: str, units: int, order_id: str) -> Part[SaleLimit]:
    """The buyer buys `units` with this order. LimitReached if the sale's limit is lower."""
    if units > sale.limit:
        raise LimitReached(None)
    return update(
        SaleLimit.at(sale.saleId, openid),
        SaleLimit.bought.add(units),
        SaleLimit.orderId.set(order_id),
        where=SaleLimit.pk.does_not_exist() | (SaleLimit.bought <= sale.limit - units),
        otherwise=lambda found: Refuse(LimitReached(found.orderId if found else None)),
    )


def free(sale_id: str, openid: str, units: int) -> Part[SaleLimit]:
    """The buyer gives `units` back, and may buy them again."""
    return update(
        SaleLimit.at(sale_id, openid),
        SaleLimit.bought.add(-units),
        where=SaleLimit.bought >= units,
        otherwise=STOCK_BROKEN,
    )

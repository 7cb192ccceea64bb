"""What an order would cost, and what stands in its way: without a write."""

from __future__ import annotations

from msgspec.structs import replace

from shop.checkout.drafting import address_of
from shop.checkout.offers import Found, find_all, priced
from shop.checkout.quote_views import QuotedOrder, quoted_order
from shop.checkout.request import OrderRequest
from shop.points import ledger, rules
from shop.points.account import NOT_ENOUGH_POINTS
from shop.sales import reads as sales
from shop.sales.model import Sale


def quote_order(request: OrderRequest) -> QuotedOrder:
    """The price of the request as placing it would charge it. What would be refused for one line is
    that line's trouble; what is wrong with the request as a whole is refused: SALE_*,
    ADDRESS_NOT_FOUND, FREIGHT_NOT_FOUND, NOT_ENOUGH_POINTS, POINTS_LIMIT, BAD_REQUEST."""
    sale, found = find_all(request)
    if sale is not None:
        found = [_within_limit(each, sale, request.buyer) for each in found]
    address = address_of(request)
    quoted = priced(request, found, address.nationalCode if address is not None else None)
    balance = ledger.balance(request.buyer)
    if request.points > balance:
        raise NOT_ENOUGH_POINTS()
    usable = min(balance, rules.most_points(quoted.goods_total)) if balance else 0
    return quoted_order(quoted, usable)


def _within_limit(found: Found, sale: Sale, buyer: str) -> Found:
    """The offer of a flash sale; in trouble if the buyer may not buy so many."""
    units = found.offer.quantity
    if found.offer.trouble is not None or units + sales.bought(sale.saleId, buyer) <= sale.limit:
        return found
    return replace(found, offer=replace(found.offer, trouble="SALE_LIMIT"))

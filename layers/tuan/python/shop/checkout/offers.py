"""Looking up what is ordered: the SKUs, at the prices that count for the request, and units of them
that look free. For quoteOrder and for placeOrder."""

from __future__ import annotations

from collections.abc import Sequence

from shop.checkout.quote import Offer, Quote, Trouble, quote
from shop.checkout.request import OrderRequest
from shop.freight import reads as freight
from shop.freight.model import FreightTerms
from shop.orders import unpaid
from shop.points import rules
from shop.sales import reads as sales
from shop.sales.model import SALE_ENDED, Sale
from shop.stock import reads as stock
from shop.stock.allocation import allocate
from shop.stock.model import SKU_NOT_FOUND, Allocation, Delivery
from wxcloud.errors import BAD_REQUEST, Refusal
from wxcloud.value import Value


class Found(Value):
    """An offer, and units of it that look free; none if it is in trouble."""

    offer: Offer
    allocation: Allocation


def find_all(request: OrderRequest) -> tuple[Sale | None, list[Found]]:
    """All that is ordered, in the order of the request, and its flash sale. SALE_*, BAD_REQUEST if
    the sale or the group sells something else, FREIGHT_NOT_FOUND."""
    if request.sale_id and len(request.items) > 1:
        raise BAD_REQUEST("items: A flash sale sells one SKU.", field="items")
    sale = sales.open_now(request.sale_id) if request.sale_id else None
    return sale, [_find(request, sku_id, n, sale) for sku_id, n in request.items.items()]


def priced(request: OrderRequest, found: Sequence[Found], region: str | None) -> Quote:
    """What the request costs. POINTS_LIMIT, BAD_REQUEST."""
    redeem = rules.redemption() if request.points else None
    return quote([each.offer for each in found], request.points, redeem, region)


def _find(request: OrderRequest, sku_id: str, quantity: int, sale: Sale | None) -> Found:
    if sale is not None and sale.skuId != sku_id:
        raise BAD_REQUEST("items: This sale sells another SKU.", field="items")
    look = _look(sku_id)
    if look is None:
        return Found(Offer(sku_id, "", "", 0, quantity, trouble="SKU_NOT_FOUND"), {})
    if sale is not None and sale.pk not in look.pools:
        look = stock.look(sku_id, fresh=True)
        if sale.pk not in look.pools:  # it has ended since it was read, and its units went back
            sales.forget(sale.saleId)
            raise SALE_ENDED()
    sku, price = look.sku, look.sku.price
    if sale is not None:
        price = sale.price
    elif request.seat is not None and not sku.hidden:
        price = request.seat.price_of(sku_id, sku.goodsId)
    shards = look.pools[sale.pk] if sale is not None else look.own
    allocation = allocate(shards, quantity, request.buyer)
    offer = Offer(
        sku_id,
        sku.goodsId,
        sku.title,
        price,
        quantity,
        weight=sku.weight,
        options=sku.options,
        delivery=sku.delivery,
        freight_id=sku.freightId or "",
        freight_terms=_terms(sku.freightId, sku.delivery),
        trouble=_trouble(quantity, sale, hidden=sku.hidden, sold_out=allocation is None),
    )
    return Found(offer, allocation or {})


def _look(sku_id: str) -> stock.Look | None:
    try:
        return stock.look(sku_id)
    except Refusal as refusal:
        if refusal.code is not SKU_NOT_FOUND:
            raise
        return None


def _terms(freight_id: str | None, delivery: Delivery | None) -> FreightTerms | None:
    """What sending costs; None if nothing is sent, or if it costs nothing."""
    if not freight_id or delivery not in (None, "express"):
        return None
    return freight.need(freight_id)


def _trouble(quantity: int, sale: Sale | None, *, hidden: bool, sold_out: bool) -> Trouble | None:
    if hidden:
        return "SKU_NOT_FOUND"
    if sale is None and quantity > unpaid.max_units():
        return "UNITS_LIMIT"
    return "SOLD_OUT" if sold_out else None

"""The order as it would be, before anything is held. All refusals that need no write are here."""

from __future__ import annotations

from collections.abc import Sequence

from shop.addresses.model import Address
from shop.checkout.offers import find_all, priced
from shop.checkout.quote import Quote, Trouble
from shop.checkout.request import OrderRequest
from shop.orders import unpaid
from shop.orders.delivery import Delivery
from shop.orders.model import MAX_TITLE, Line, Order
from shop.orders.states import PAID, PENDING
from shop.orders.unpaid import UNITS_LIMIT
from shop.sales.model import SALE_LIMIT
from shop.stock import reads as stock
from shop.stock.model import SKU_NOT_FOUND, SOLD_OUT, STOCK_MOVED, Allocation
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.text import cut
from wxcloud.wechat.pay.merchant import merchant

ADDRESS_REQUIRED = Code(
    "ADDRESS_REQUIRED", 400, "These goods are sent to you. Choose an address for the order."
)
NOT_DELIVERED = Code(
    "NOT_DELIVERED", 409, "Some of these goods are not sent to this area. Choose another address."
)
TOTAL_CHANGED = Code(
    "TOTAL_CHANGED", 409, "The price has changed. Look at the order again, then place it."
)
# What a line's trouble is called when the order is refused for it.
TROUBLES: dict[Trouble, Code] = {
    "SKU_NOT_FOUND": SKU_NOT_FOUND,
    "UNITS_LIMIT": UNITS_LIMIT,
    "SALE_LIMIT": SALE_LIMIT,
    "SOLD_OUT": SOLD_OUT,
    "NOT_DELIVERED": NOT_DELIVERED,
}

PAY_MINUTES = 15
# An order's other items are at most eleven: placing, paying, closing and refunding stay below the
# 100 items of a transaction.
MAX_SHARDS = 80


def draft(request: OrderRequest, order_id: str) -> tuple[Order, Delivery | None]:
    """The order as it would be, priced by the shop, with units that look free; and where it goes.
    All that can be refused without a write is refused here, before anything is held."""
    if not request.sale_id:
        unpaid.check_units(request.items)
    sale, found = find_all(request)
    for each in found:
        _check_trouble(each.offer.trouble)
    address = address_of(request)
    quoted = priced(request, found, address.nationalCode if address is not None else None)
    _check_trouble(quoted.trouble)
    _check(quoted, request)
    _need_few_shards([each.allocation for each in found], request)
    now, seat = clock.now(), request.seat
    sent_to = address if quoted.delivery == "express" else None
    goes = None
    if sent_to is not None or request.remark:
        goes = Delivery.new(order_id, sent_to, request.remark, now)
    pay_before = now + (sale.payMinutes if sale else PAY_MINUTES) * clock.MINUTE
    order = Order.new(
        order_id,
        request.buyer,
        order_lines(quoted, [each.allocation for each in found]),
        status=PENDING if quoted.total else PAID,
        total=quoted.total,
        # Refused here, before anything is held, if the shop cannot take payments.
        notifyUrl=merchant().notify_url if quoted.total else None,
        freight=quoted.freight,
        points=quoted.points,
        at=now,
        pay_before=min(pay_before, seat.group.expiresAt) if seat else pay_before,
        delivery=quoted.delivery,
        hasDelivery=True if goes is not None else None,
        saleId=request.sale_id,
        groupId=seat.group.groupId if seat else None,
        awaits=seat.group.groupId if seat else None,
        ifFull=seat.if_full if seat else None,
        campaign=seat.campaign if seat else None,
        pushId=request.push_id,
        shareCode=request.share_code,
    )
    return order, goes


def order_lines(quoted: Quote, allocations: Sequence[Allocation]) -> list[Line]:
    """The lines of the order, as they were quoted. Their shares of the discount are kept, and never
    shared out again."""
    return [
        Line(
            skuId=line.offer.sku_id,
            goodsId=line.offer.goods_id,
            title=cut(line.offer.title, MAX_TITLE),
            price=line.offer.price,
            quantity=line.offer.quantity,
            allocation=dict(allocation),
            discount=line.discount,
            points=line.points,
            weight=line.offer.weight,
            options=dict(line.offer.options),
        )
        for line, allocation in zip(quoted.lines, allocations, strict=True)
    ]


def address_of(request: OrderRequest) -> Address | None:
    """The buyer's address that is named. ADDRESS_NOT_FOUND."""
    if request.address_id is None:
        return None
    from shop.addresses import reads as addresses  # few orders name none

    return addresses.need(request.buyer, request.address_id).copied()


def _check_trouble(trouble: Trouble | None) -> None:
    if trouble is not None:
        raise TROUBLES[trouble]()


def _check(quoted: Quote, request: OrderRequest) -> None:
    """Refuse an order without the address that it needs, or whose price is not what the buyer
    expects."""
    if quoted.needs_address and request.address_id is None:
        raise ADDRESS_REQUIRED(field="addressId")
    if request.expect_total is not None and request.expect_total != quoted.total:
        raise TOTAL_CHANGED(f"The order costs {quoted.total} fen now.")


def _need_few_shards(allocations: Sequence[Allocation], request: OrderRequest) -> None:
    """One transaction can take units from so many shards only. If the units are in more, those of
    each SKU are moved to one shard, and the order is tried again: STOCK_MOVED."""
    if sum(map(len, allocations)) <= MAX_SHARDS:
        return
    from shop.stock import moving

    for allocation in allocations:
        if len(allocation) > 1:
            moving.concentrate(allocation)
    stock.forget(*request.items)
    raise STOCK_MOVED()

"""Placing an order.

One transaction holds everything that the order needs and opens the order. Only then WeChat is asked
for a payment: a crash in between leaves an unpaid order, which is closed when its time to pay is
over. If WeChat refuses or does not answer, one transaction undoes everything, and the buyer gets
the refusal.
"""

from __future__ import annotations

from collections.abc import Sequence

from shop.checkout.holds import Hold, holds_of, take
from shop.checkout.prepay import prepay
from shop.checkout.quote import Offer, quote
from shop.checkout.request import OrderRequest
from shop.checkout.views import Placed
from shop.orders import unpaid
from shop.orders.model import MAX_TITLE, Line, Order, get
from shop.orders.states import PAID, PENDING
from shop.orders.unpaid import TOO_MANY_SEATS, TOO_MANY_UNPAID
from shop.points import rules
from shop.sales import reads as sales
from shop.sales.model import LimitReached, Sale
from shop.stock import reads as stock
from shop.stock.allocation import allocate
from shop.stock.model import SKU_NOT_FOUND, SOLD_OUT, STOCK_MOVED, Allocation
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, BUSY, Refusal
from wxcloud.ids import new_id
from wxcloud.pseudonyms import mark
from wxcloud.text import cut
from wxcloud.transaction import commit, put, retry
from wxcloud.wechat.pay.merchant import merchant
from wxcloud.wechat.pay.model import PayRefusal

PAY_MINUTES = 15
# An order's other items are at most ten: placing, paying, closing and refunding stay below the 100
# items of a transaction.
MAX_SHARDS = 80


def place(request: OrderRequest) -> Placed:
    """Place an order; it comes with the payment fields, if there is anything to pay.

    In a flash sale, a buyer who asks for more than the limit allows, or for the same again when all
    is sold, gets the order that they have not paid yet: a repeat is not a second order.
    SKU_NOT_FOUND, SOLD_OUT, SALE_*, GROUP_*, UNITS_LIMIT, TOO_MANY_UNPAID, TOO_MANY_SEATS,
    NOT_ENOUGH_POINTS, POINTS_LIMIT, PAY_NOT_SET, and what WeChat may refuse.
    """
    try:
        order, holds = _open(request)
    except Refusal as refusal:
        earlier = _earlier(request, refusal)
        if earlier is None:
            raise
        from shop.checkout.pay import payment_fields  # few orders are placed twice

        return Placed(earlier, payment_fields(earlier))
    if order.status == PAID:
        return Placed(order, None)
    try:
        return Placed(order, prepay(order))
    except PayRefusal:
        from shop.checkout.close import take_back  # WeChat refuses few orders

        take_back(order, holds)
        raise


def _earlier(request: OrderRequest, refusal: Refusal) -> Order | None:
    """The unpaid order that this request repeats, if it is refused because of that order."""
    if isinstance(refusal, LimitReached):
        order = get(refusal.order_id) if refusal.order_id else None
    elif refusal.code is SOLD_OUT and request.sale_id:
        order_id = sales.last_order(request.sale_id, request.buyer)
        order = get(order_id) if order_id else None
        order = order if order is not None and order.units == request.units else None
    else:
        return None
    is_payable = order is not None and order.status == PENDING and not order.is_late(clock.now())
    return order if is_payable else None


# --- the transaction -----------------------------------------------------------------------------


def _open(request: OrderRequest) -> tuple[Order, Sequence[Hold]]:
    """Hold everything and open the order, in one transaction."""
    order_id = new_id(mark(request.buyer))
    try:
        return _try_until_nothing_moved(request, order_id)
    except Refusal as refusal:
        # The event of an order that was paid or closed may be late.
        full = (TOO_MANY_UNPAID, TOO_MANY_SEATS)
        if refusal.code not in full or not _recount(request.buyer):
            raise
    return _try_until_nothing_moved(request, order_id)


def _recount(buyer: str) -> bool:
    from shop.groups import limits  # most orders do without groups

    return unpaid.recount(buyer, limits.buy)


def _try_until_nothing_moved(request: OrderRequest, order_id: str) -> tuple[Order, Sequence[Hold]]:
    moved = [STOCK_MOVED, unpaid.UNPAID_MOVED]
    if request.points:
        from shop.points.ledger import LEDGER_MOVED

        moved.append(LEDGER_MOVED)
    return retry(lambda: _try(request, order_id), on=moved)


def _try(request: OrderRequest, order_id: str) -> tuple[Order, Sequence[Hold]]:
    order = _draft(request, order_id)
    holds = holds_of(order, request.seat)
    try:
        commit(*take(holds), put(order, otherwise=BUSY))
    except Refusal as refusal:
        if refusal.code is STOCK_MOVED:
            stock.forget(*request.items)  # look at the stock again
        raise
    for line in order.lines:
        stock.note_taken(line.skuId, line.allocation)
    return order, holds


def _draft(request: OrderRequest, order_id: str) -> Order:
    """The order as it would be: priced by the shop, with units that look free."""
    sale = sales.open_now(request.sale_id) if request.sale_id else None
    if sale is None:
        unpaid.check_units(request.items)
    found = [_find(request, sku_id, n, sale) for sku_id, n in request.items.items()]
    _need_few_shards([allocation for _, allocation in found], request)
    redeem = rules.redemption() if request.points else None
    quoted = quote([offer for offer, _ in found], request.points, redeem)
    lines = [
        Line(
            skuId=line.offer.sku_id,
            goodsId=line.offer.goods_id,
            title=cut(line.offer.title, MAX_TITLE),
            price=line.offer.price,
            quantity=line.offer.quantity,
            allocation=dict(allocation),
            discount=line.discount,
            points=line.points,
        )
        for line, (_, allocation) in zip(quoted.lines, found, strict=True)
    ]
    now, seat = clock.now(), request.seat
    pay_before = now + (sale.payMinutes if sale else PAY_MINUTES) * clock.MINUTE
    return Order.new(
        order_id,
        request.buyer,
        lines,
        status=PENDING if quoted.total else PAID,
        total=quoted.total,
        # Refused here, before anything is held, if the shop cannot take payments.
        notifyUrl=merchant().notify_url if quoted.total else None,
        points=quoted.points,
        at=now,
        pay_before=min(pay_before, seat.group.expiresAt) if seat else pay_before,
        saleId=request.sale_id,
        groupId=seat.group.groupId if seat else None,
        awaits=seat.group.groupId if seat else None,
        ifFull=seat.if_full if seat else None,
        campaign=seat.campaign if seat else None,
        pushId=request.push_id,
        shareCode=request.share_code,
    )


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


def _find(
    request: OrderRequest, sku_id: str, quantity: int, sale: Sale | None
) -> tuple[Offer, Allocation]:
    """The SKU at the price that counts for this request, and units of it that look free."""
    look = stock.look(sku_id)
    if look.sku.hidden:
        raise SKU_NOT_FOUND()
    if sale is not None and sale.skuId != sku_id:
        raise BAD_REQUEST("items: This sale sells another SKU.", field="items")
    if sale is not None and sale.pk not in look.pools:
        look = stock.look(sku_id, fresh=True)
    price = look.sku.price
    if sale is not None:
        price = sale.price
    elif request.seat is not None:
        price = request.seat.price_of(sku_id, look.sku.goodsId)
    shards = look.pools[sale.pk] if sale is not None else look.own
    allocation = allocate(shards, quantity, request.buyer)
    if allocation is None:
        raise SOLD_OUT()
    return Offer(sku_id, look.sku.goodsId, look.sku.title, price, quantity), allocation

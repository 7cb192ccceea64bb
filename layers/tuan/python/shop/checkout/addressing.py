"""The buyer, or an operator, sends an order to another address, until it is shipped."""

from __future__ import annotations

from shop.addresses import reads as addresses
from shop.addresses.model import Address
from shop.checkout.drafting import NOT_DELIVERED
from shop.freight import reads as freight
from shop.freight.pricing import serves
from shop.orders import delivery
from shop.orders.changes import ORDER_MOVED, change
from shop.orders.model import ORDER_STATE, Order, lines_of, need
from shop.orders.states import PAID, PENDING
from shop.stock import reads as stock
from wxcloud import clock
from wxcloud.transaction import commit, retry

# Of the buyer, and as many of operators: each is noted in the order's history, which must not grow
# without end.
MAX_CHANGES = 10
_NOTE = "ADDRESS"


def change_address(order_id: str, openid: str, address_id: str) -> Order:
    """The order goes to this address of the buyer's book. The price stays: freight does not depend
    on the area. A repeat changes nothing.

    ORDER_NOT_FOUND, ADDRESS_NOT_FOUND; ORDER_STATE if nothing is sent, if it was shipped, or after
    MAX_CHANGES changes; NOT_DELIVERED.
    """

    def try_it() -> Order:
        order = need(order_id, openid)
        return _change(order, openid, addresses.need(openid, address_id).copied())

    return retry(try_it, on=[ORDER_MOVED])


def correct_address(order_id: str, by: str, address: Address) -> Order:
    """An operator sends the order to this address, as the buyer has said. As `change_address`."""
    return retry(lambda: _change(need(order_id), by, address), on=[ORDER_MOVED])


def _change(order: Order, by: str, address: Address) -> Order:
    if order.delivery != "express" or order.status not in (PENDING, PAID):
        raise ORDER_STATE("The address of an order can be changed until the goods are shipped.")
    if order.status == PENDING and not order.hasDelivery:
        raise ORDER_STATE("This order was placed without an address. Pay it, then name one.")
    now = delivery.get(order.orderId) if order.hasDelivery else None
    if now is not None and now.address == address:
        return order
    if _changes(order, by_buyer=by == order.buyer) >= MAX_CHANGES:
        raise ORDER_STATE(f"The address of an order can be changed {MAX_CHANGES} times.")
    _check_area(order, address.nationalCode)
    # What an unpaid order holds is known from the order alone: so `hasDelivery` is set only when it
    # is paid.
    commit(
        change(order, by, Order.hasDelivery.set(True), what=_NOTE, otherwise=ORDER_MOVED),
        delivery.address_part(order.orderId, address, clock.now()),
    )
    return need(order.orderId)


def _changes(order: Order, *, by_buyer: bool) -> int:
    """How often the buyer has changed the address, or operators have."""
    lines = (line for line in lines_of(order.history) if line.what == _NOTE)
    return sum((line.by == order.buyer) == by_buyer for line in lines)


def _check_area(order: Order, region: str) -> None:
    """NOT_DELIVERED if some of the goods are not sent there."""
    for line in order.lines:
        found = stock.get(line.skuId)
        freight_id = found.sku.freightId if found is not None else None
        if not freight_id:
            continue
        if not serves(freight.need(freight_id), region):
            raise NOT_DELIVERED()

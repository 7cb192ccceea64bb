"""Placing an order, and paying for it.

One transaction holds the stock, uses the buyer's limits and opens the order; only then is WeChat
asked for a payment, so that a crash in between leaves an order that closes by itself. If WeChat
does not answer, the order is taken back whole: the caller hears it, and nothing is held.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shop import sales, stock
from shop.orders import closing
from shop.orders.model import (
    ORDER_CLOSED,
    ORDER_PAID,
    PAID,
    PENDING,
    TOO_MANY_UNPAID,
    Order,
    entry,
    get,
    keep,
    key,
    need,
    opened,
    settled,
    unpaid,
)
from shop.stock import SOLD_OUT, STOCK_MOVED
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, BUSY, Refusal
from wxcloud.ids import new_id
from wxcloud.transaction import Part, commit, put, retry
from wxcloud.wechat import pay
from wxcloud.wechat.pay import PayRefusal

PAY_MINUTES = 15
MOST_TITLE = 60  # characters on the order: with one line it stays within one write unit
MOST_FEN = 100_000_000  # a million yuan: more is a mistake
_DEADLINE_S = 4.0
_GRACE = clock.MINUTE  # WeChat wants a minute at least; closeOrder closes in time


@dataclass(frozen=True)
class Wish:
    """What a buyer wants. `prices` replaces the SKUs' own, in fen; `about` are fields of the order;
    `parts` makes what else must happen with it (a seat that is taken) out of the order."""

    openid: str
    items: Mapping[str, int]  # skuId → quantity
    sale_id: str | None = None
    points: int = 0
    prices: Mapping[str, int] | None = None
    pay_minutes: int = PAY_MINUTES
    pay_until: int | None = None  # ms UTC: no later than that
    about: Mapping[str, Any] | None = None
    parts: Callable[[Order], Sequence[Part]] = lambda order: ()
    counts: bool = True  # among the orders that the buyer has to pay, of which there is a most


def place(wish: Wish) -> dict[str, Any]:
    """`{orderId, total, status, payment, payBefore}`: an order for that wish.

    In a flash sale, a buyer who asks for more than the limit allows, or for the same again when all
    is gone, gets the order that they have not paid yet, if there is one: a repeat is not a second
    order, nor is it told that it came too late.
    SKU_NOT_FOUND, SOLD_OUT, SALE_*, TOO_MANY_UNPAID, NOT_ENOUGH_POINTS, and what WeChat may cause.
    """
    try:
        order = open_order(wish)
    except Refusal as refusal:
        before = _before(wish, refusal)
        if before is None:
            raise
        return answer(before, pay_fields(before))
    if order.status == PAID:
        return answer(order, None)
    try:
        return answer(order, _prepay(order))
    except PayRefusal:
        closing.take_back(order)
        raise


def _before(wish: Wish, refusal: Refusal) -> Order | None:
    """The order that this wish repeats, if it is refused because that order was placed."""
    units = sum(wish.items.values())
    if isinstance(refusal, sales.LimitReached):
        order = get(refusal.order_id) if refusal.order_id else None
    elif refusal.code is SOLD_OUT and wish.sale_id:
        order_id = sales.ordered(wish.sale_id, wish.openid)
        order = get(order_id) if order_id else None
        order = order if order is not None and order.units == units else None
    else:
        return None
    if order is None or order.status != PENDING or order.is_late(clock.now()):
        return None
    return order


def pay_again(order_id: str, openid: str) -> dict[str, Any]:
    """Fresh payment fields for an order that is still to be paid, until its window is over."""
    order = need(order_id, openid)
    if order.is_late(clock.now()):
        order = closing.expire(order)
    if order.status == PENDING:
        return answer(order, pay_fields(order))
    raise ORDER_CLOSED() if order.status == "CLOSED" else ORDER_PAID()


def answer(order: Order, payment: Mapping[str, str] | None) -> dict[str, Any]:
    return {
        "orderId": order.orderId,
        "total": int(order.total),
        "status": order.status,
        "payment": payment,
        "payBefore": int(order.payBefore),
    }


def pay_fields(order: Order) -> dict[str, str]:
    """Payment fields; if WeChat says that the order is paid or closed, it is so here too.

    The call that placed the order may still be waiting for WeChat: what it gave up would be
    paid for in vain, so the order is kept first.
    """
    if not order.kept:
        commit(keep(order))
    try:
        return _prepay(order)
    except PayRefusal as refusal:
        if refusal.reason not in ("ORDERPAID", "ORDER_CLOSED"):
            raise
        now = closing.agree(order)
        raise ORDER_CLOSED() if now.status == "CLOSED" else ORDER_PAID() from None


def _prepay(order: Order) -> dict[str, str]:
    title = str(order.lines[0]["title"])
    return pay.prepay(
        order.orderId, int(order.total), order.owner, title, int(order.payBefore) + _GRACE
    )


# --- the order -----------------------------------------------------------------------------------


def open_order(wish: Wish) -> Order:
    """Hold the stock, use the limits, open the order: one transaction. Free orders are PAID."""
    order_id, until, tidied = new_id(wish.openid), time.monotonic() + _DEADLINE_S, False
    fresh = False
    for attempt in range(40):
        sale = sales.open_now(wish.sale_id) if wish.sale_id else None
        order = _draft(wish, order_id, sale, fresh)
        try:
            _commit(wish, order, sale)
        except Refusal as refusal:
            if refusal.code is TOO_MANY_UNPAID and not tidied:
                tidied = True
                if not _tidy(wish.openid):
                    raise
            elif refusal.code is not STOCK_MOVED:
                raise
        else:
            for line in order.lines:
                stock.took(line["skuId"], line["takes"])
            return order
        fresh = True
        pause = random.uniform(0, 0.01 * min(attempt, 10))  # noqa: S311 - jitter
        if time.monotonic() + pause > until:
            break
        time.sleep(pause)
    raise BUSY()


def _draft(wish: Wish, order_id: str, sale: sales.Sale | None, fresh: bool) -> Order:
    """The order as it would be, priced by the shop alone, with the units that look free."""
    lines = [_line(wish, sku_id, n, sale, fresh) for sku_id, n in wish.items.items()]
    now = clock.now()
    until = now + int(sale.payMinutes if sale else wish.pay_minutes) * clock.MINUTE
    order = Order(
        *key(order_id),
        orderId=order_id,
        owner=wish.openid,
        lines=lines,
        saleId=wish.sale_id,
        createdAt=now,
        updatedAt=now,
        payBefore=min(until, wish.pay_until or until),
        **(wish.about or {}),
    )
    if order.worth > MOST_FEN:
        raise BAD_REQUEST("items: That is too much for one order", field="items")
    order.points = wish.points or None
    order.total = order.worth
    if wish.points:
        from shop.points import rules  # few orders are paid with points

        order.total -= rules.redeemed(wish.points, order.worth)
    order.status = PENDING if order.total else PAID
    order.history = [entry(order.status, wish.openid)]
    return order


def _line(
    wish: Wish, sku_id: str, quantity: int, sale: sales.Sale | None, fresh: bool
) -> dict[str, Any]:
    seen = stock.look(sku_id, fresh=fresh)
    if seen.sku.hidden:
        raise stock.SKU_NOT_FOUND()
    if sale is not None and sale.skuId != sku_id:
        raise BAD_REQUEST("items: The sale is of another SKU", field="items")
    if sale is not None and sale.pk not in seen.pools:
        seen = stock.look(sku_id, fresh=True)
    shards = seen.pools[sale.pk] if sale else seen.own
    takes = stock.plan(shards, quantity, wish.openid)
    if takes is None:
        raise SOLD_OUT()
    price = int(sale.price if sale else (wish.prices or {}).get(sku_id, seen.sku.price))
    return {
        "skuId": sku_id,
        "goodsId": seen.sku.goodsId,
        "title": seen.sku.title[:MOST_TITLE],
        "price": price,
        "quantity": quantity,
        "takes": takes,
    }


def _commit(wish: Wish, order: Order, sale: sales.Sale | None) -> None:
    free = order.status == PAID
    parts = [opened(wish.openid, order.orderId)] if wish.counts and not free else []
    if sale is not None:
        parts.append(sales.use(sale, wish.openid, order.units, order.orderId))
    parts += stock.take_sold(order.takes) if free else stock.take(order.takes)
    parts += [put(order, otherwise=BUSY), *wish.parts(order)]
    if not order.points:
        commit(*parts)
        return
    from shop.points import ledger, spending

    def with_points() -> None:
        book = ledger.open_book(wish.openid)
        spending.spend(book, order.orderId, int(order.points))
        commit(*parts, *book.parts())

    retry(with_points, on=[ledger.LEDGER_MOVED], deadline_s=ledger.DEADLINE_S)


def _tidy(openid: str) -> bool:
    """Whether some order that counted as unpaid is not: its news from the stream was late."""
    done = [each for each in unpaid(openid) if (order := get(each)) is None or _over(order)]
    if done:
        commit(settled(openid, *done))
    return bool(done)


def _over(order: Order) -> bool:
    return bool(order.status != PENDING)


__all__ = ["Wish", "answer", "open_order", "pay_again", "pay_fields", "place"]

"""What buyers and operators see of orders."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import Any

from shop.orders import refunding
from shop.orders.model import ORDER_NOT_FOUND, Order, get, latest
from wxcloud import clock, cursor
from wxcloud.errors import BAD_REQUEST, Refusal

_NOBODY = ("wechat", "clock", "group")


def find(order_id: str, openid: str, *, operator: bool = False) -> dict[str, Any]:
    """The order with its history and refunds; of somebody else's there is nothing to see.

    One whose window is over is closed on the way if its message is late. An operator sees the
    refunds of a number under which there is no order, too: a payment may have come for it.
    """
    order = get(order_id)
    if order is None or (order.owner != openid and not operator):
        refunds = [each.view() for each in refunding.of(order_id)] if operator else []
        if not refunds:
            raise ORDER_NOT_FOUND()
        return {"orderId": order_id, "status": None, "refunds": refunds}
    if order.is_late(clock.now()):
        from shop.orders import closing  # few readers meet a late one

        with suppress(Refusal):  # WeChat does not answer: the message or the next reader does it
            order = closing.expire(order)
    refunds = [each.view() for each in refunding.of(order_id)]
    history = [_event(line) for line in order.history]
    if not operator:
        known = {openid, *_NOBODY}
        history = [event | {"by": _who(event["by"], known)} for event in history]
    return view(order) | {"refunds": refunds, "history": history}


def _who(by: str, known: set[str]) -> str:
    """Who changed the order, as its buyer may know: not which operator."""
    return by if by in known else "shop"


def view(order: Order) -> dict[str, Any]:
    shown = {
        "orderId": order.orderId,
        "status": order.status,
        "items": [
            {name: line[name] for name in ("skuId", "goodsId", "title", "price", "quantity")}
            | ({"refunded": line["back"]} if line.get("back") else {})
            for line in order.lines
        ],
        "total": int(order.total),
        "points": int(order.points or 0),
        "refunded": int(order.refunded),
        "createdAt": int(order.createdAt),
        "payBefore": int(order.payBefore),
    }
    more = {name: getattr(order, name) for name in ("saleId", "groupId", "shipping")}
    asked = {"refundAsked": order.asked} if order.asked else {}
    return shown | {name: value for name, value in more.items() if value} | asked


def _event(line: str) -> dict[str, Any]:
    at, what, by, *why = line.split(" ", 3)
    return {"at": int(at), "what": what, "by": by, "why": why[0] if why else ""}


def page(openid: str, status: str | None, limit: int, sealed: str | None) -> dict[str, Any]:
    """`{items, cursor}`: a buyer's orders, newest first; `cursor` is None behind the last."""
    before = "~"
    if sealed is not None:
        at = cursor.read("orders", sealed)
        if (at["openid"], at["status"]) != (openid, status):
            raise BAD_REQUEST("cursor: Not a cursor of this list", field="cursor")
        before = at["before"]
    items: list[dict[str, Any]] = []
    last = before
    for order in latest(openid, before, page_size=limit + 1):
        if status is not None and order.status != status:
            continue
        if len(items) == limit:
            state = {"openid": openid, "status": status, "before": last}
            return {"items": items, "cursor": cursor.make("orders", state)}
        items.append(view(order))
        last = str(order.orderId)
    return {"items": items, "cursor": None}


def groups_of(openid: str, most: int) -> list[str]:
    """The groups that a buyer's latest orders are for."""
    newest = islice(latest(openid, page_size=most), most)
    return [str(order.groupId) for order in newest if order.groupId]

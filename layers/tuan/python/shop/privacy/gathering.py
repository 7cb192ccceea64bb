"""All that the shop knows of a user, as sections of rows.

A row has the fields that the API has; `shop.privacy.headings` says in Chinese what they are. What
tells more of others than of the user is left out: who the other members of a group are, which
orders of others a share has brought, and which operator acted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from shop.addresses import model as addresses
from shop.aftersale import erasing as after_sales
from shop.aftersale.views import after_sale_view
from shop.groups import erasing as groups
from shop.groups.model import Group
from shop.notices import erasing as notices
from shop.orders import delivery, unpaid
from shop.orders import erasing as orders
from shop.orders.model import Order
from shop.orders.reads import history_of
from shop.orders.refund import Refund
from shop.orders.views import RefundView, order_view
from shop.points import rules
from shop.points.ledger import CountedEvent, Entry
from shop.sales import erasing as sales
from shop.shares import erasing as shares
from shop.shares.model import BroughtOrder, Share, Visit, last_of
from shop.support import conversations
from shop.support import messages as said_by_all
from wxcloud.users import User

Row = dict[str, Any]


def gather(openid: str) -> Iterator[tuple[str, Row]]:
    """Each row with its section, section by section."""
    for section, rows in SECTIONS.items():
        for row in rows(openid):
            yield section, row


def _account(openid: str) -> Iterator[Row]:
    user = User.get(openid, consistent=True) or User(openid=openid)
    yield _without_none(
        {
            "openid": openid,
            "unionid": user.unionid,
            "createdAt": user.createdAt,
            "roles": sorted(user.granted) or None,
            "roleHistory": [_change(note, openid) for note in user.roleHistory or ()] or None,
        }
    )


def _change(note: str, openid: str) -> str:
    """A change of the user's roles. As in other histories, who made it is "shop"."""
    at, by, changes = note.split(" ", 2)
    return f"{at} {by if by == openid else 'shop'} {changes}"


def _addresses(openid: str) -> Iterator[Row]:
    book = addresses.get(openid)
    for each in book.addresses if book is not None else ():
        yield msgspec.to_builtins(each)


def _orders(openid: str) -> Iterator[Row]:
    for item in orders.items_of(openid):
        if isinstance(item, Order):
            goes = delivery.get(item.orderId) if item.hasDelivery else None
            history = history_of(item.history, openid, is_operator=False)
            yield _without_none(
                {
                    **_plain(order_view(item)),
                    "address": _plain(goes.address) if goes and goes.address else None,
                    "remark": goes.remark if goes else None,
                    "transactionId": item.transactionId,
                    "shareCode": item.shareCode,
                    "pushId": item.pushId,
                    "history": [_plain(entry) for entry in history],
                }
            )
    held = unpaid.read(openid)
    for order_id in (held.orders or {}) if held is not None else ():
        yield {"unpaidOrderId": order_id}


def _refunds(openid: str) -> Iterator[Row]:
    for item in orders.items_of(openid):
        if isinstance(item, Refund):
            yield {"orderId": item.orderId, **_plain(RefundView.of(item))}


def _after_sales(openid: str) -> Iterator[Row]:
    for item in after_sales.items_of(openid):
        history = history_of(item.history, openid, is_operator=False)
        yield {
            **_plain(after_sale_view(item)),
            "history": [_plain(entry) for entry in history],
        }


def _groups(openid: str) -> Iterator[Row]:
    for group in groups.groups_of(openid):
        yield _group(group, openid)


def _group(group: Group, openid: str) -> Row:
    seat = group.seats.get(openid)
    return _without_none(
        {
            "groupId": group.groupId,
            "goodsId": group.goodsId,
            "title": group.title,
            "price": group.price,
            "status": group.status,
            "isLeader": group.leader == openid,
            "seat": seat.state if seat is not None else None,
            "joinedAt": seat.at if seat is not None else None,
            "createdAt": group.createdAt,
            "expiresAt": group.expiresAt,
        }
    )


def _limits(openid: str) -> Iterator[Row]:
    for limit in sales.limits_of(openid):
        yield {"saleId": limit.pk.split("#")[1], "bought": limit.bought, "orderId": limit.orderId}
    for reminder in sales.reminders_of(openid):
        yield {"saleId": reminder.pk.split("#")[1], "at": reminder.at}


def _points(openid: str) -> Iterator[Row]:
    entries = Entry.query(
        openid, Entry.entry.startswith("ledger#"), consistent_read=True, scan_index_forward=False
    )
    for number, entry in enumerate(entries):
        account = {} if number else {"lots": dict(entry.lots), "debt": entry.debt}
        yield _without_none(
            {
                "number": entry.number,
                "at": entry.at,
                "action": entry.action,
                "event": _without_others(entry.event),
                "points": entry.points,
                "balance": entry.balance,
                "reason": entry.reason,
                "checkedIn": entry.checkedIn or None,
                "streak": entry.streak,
                **account,
            }
        )
    counted = CountedEvent.query(
        openid, CountedEvent.entry.startswith("event#"), consistent_read=True
    )
    for event in counted:
        name = _without_others(event.entry.removeprefix("event#"))
        yield {"event": name, "points": event.points}


def _without_others(event: str) -> str:
    """An invitation names the user who was invited."""
    return rules.INVITE if event.startswith(f"{rules.INVITE}#") else event


def _notices(openid: str) -> Iterator[Row]:
    for consent in notices.consents_of(openid):
        template_id = consent.sk.removeprefix("consent#")
        yield {"templateId": template_id, "credits": consent.credits, "at": consent.at}
    for sent in notices.deliveries_of(openid):
        event = sent.sk.removeprefix("sent#")
        yield {"event": event, "state": sent.state, "at": sent.claimedAt}


def _support(openid: str) -> Iterator[Row]:
    talk = conversations.load(openid)
    if talk.version:
        yield {
            "wroteAt": talk.wroteAt,
            "enteredAt": talk.enteredAt,
            "humanAt": talk.humanAt,
            "agentAt": talk.agentAt,
            "sentAt": list(talk.sentAt),
        }
    for said in said_by_all.all_of(openid):
        names = ("kind", "text", "at", "answer", "answeredAt", "state")
        row = {name: getattr(said, name) for name in names}
        yield _without_none({"messageId": said.place, **row, "by": "agent" if said.agent else None})


def _shares(openid: str) -> Iterator[Row]:
    last = last_of(openid)
    if last is not None:
        yield {"lastShareCode": last.code, "at": last.at}
    for key in shares.items_of(openid):
        if isinstance(key, BroughtOrder):
            continue  # an order of somebody else
        item = type(key).get(key.pk, key.sk, consistent=True)
        if isinstance(item, Share):
            names = ("code", "kind", "target", "channel", "visits", "orders", "createdAt")
            yield {name: getattr(item, name) for name in names}
        elif isinstance(item, Visit):
            code = item.pk.removeprefix("share#")
            yield _without_none({"visitedCode": code, "at": item.at, "orderId": item.orderId})


SECTIONS: dict[str, Callable[[str], Iterator[Row]]] = {
    "account": _account,
    "addresses": _addresses,
    "orders": _orders,
    "refunds": _refunds,
    "afterSales": _after_sales,
    "groups": _groups,
    "limits": _limits,
    "points": _points,
    "notices": _notices,
    "support": _support,
    "shares": _shares,
}


def _plain(value: Any) -> Row:
    plain: Row = msgspec.to_builtins(value)
    return plain


def _without_none(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}

"""The server's own events: what the typed events of orders, groups, live rooms and notices tell.

Each function is a handler (`shop.handlers`). A repeat has the same insert ids, and counts once.
"""

from __future__ import annotations

from collections.abc import Iterator

from shop.analytics import visitors
from shop.analytics.intake import ServerEvent, record
from shop.analytics.lines import Value
from shop.analytics.outcomes import NoticeSent, PushSent
from shop.groups import model as groups
from shop.groups.events import GroupFailed, GroupOpened, GroupSucceeded
from shop.orders import model as orders
from shop.orders.events import OrderPaid, OrderPlaced, RefundGranted, RefundSucceeded
from shop.orders.model import Order
from shop.orders.refund import get_refund
from shop.shares import model as shares
from shop.shares.counting import WINDOW


def note_placed(event: OrderPlaced) -> None:
    """Handler: an order was placed, and each of its lines. One read unit."""
    order = orders.get(event.orderId)
    if order is not None:
        record([*_of_order(order, "order_placed", "goods_ordered", order.createdAt)])


def note_paid(event: OrderPaid) -> None:
    """Handler: an order was paid, and each of its lines. The freight is in the order's `fen` alone.
    Two read units."""
    order = orders.get(event.orderId)
    if order is not None:
        at = order.paidAt or event.at
        record([*_of_order(order, "order_paid", "goods_paid", at, _noted_share(order))])


def note_refund(event: RefundGranted | RefundSucceeded) -> None:
    """Handler: money goes back. Its time is when the refund was granted, and its share the one that
    the order was paid for, whatever the buyer has opened since. Three read units.

    It is noted when the refund is granted: WeChat can take many days to pay it, and a question
    about the day reads no lines that arrive so late. The payment notes it once more with the same
    id, for refunds whose first note was lost.
    """
    order = orders.get(event.orderId)
    if isinstance(event, RefundGranted):
        refund = get_refund(event.orderId, event.refundNo)
        at = refund.at if refund is not None else event.at
    else:
        at = event.grantedAt
    props: dict[str, Value] = {"orderId": event.orderId}
    if order is not None:
        props = {**_facts(order), "shareCode": _noted_share(order)}
    record([
        ServerEvent(
            insertId=f"order_refunded#{event.refundNo}",
            event="order_refunded",
            at=at,
            openid=event.buyer,
            props={**props, "fen": event.amount},
            isLastAsked=False,
        )
    ])  # fmt: skip


def note_group_opened(event: GroupOpened) -> None:
    """Handler: a group was opened, by its leader. One read unit."""
    group = groups.get(event.groupId)
    if group is not None:
        record([
            ServerEvent(
                insertId=f"group_opened#{event.groupId}",
                event="group_opened",
                at=group.createdAt,
                openid=group.leader,
                props={"groupId": group.groupId, "goodsId": group.goodsId},
            )
        ])  # fmt: skip


def note_group_ended(event: GroupSucceeded | GroupFailed) -> None:
    """Handler: a group has succeeded or failed: an event of each member."""
    name = "group_succeeded" if isinstance(event, GroupSucceeded) else "group_failed"
    record([
        ServerEvent(
            insertId=f"{name}#{event.groupId}#{member.orderId}",
            event=name,
            at=event.endedAt,
            openid=member.openid,
            props={"groupId": event.groupId, "goodsId": event.goodsId},
        )
        for member in event.members
    ])  # fmt: skip


def note_push(event: PushSent) -> None:
    """Handler: goods were pushed to the viewers of a live room."""
    record([
        ServerEvent(
            insertId=f"push_sent#{event.pushId}",
            event="push_sent",
            at=event.pushedAt,
            openid="",
            props={"liveId": event.liveId, "pushId": event.pushId, "goodsId": event.goodsId},
        )
    ])  # fmt: skip


def note_notice(event: NoticeSent) -> None:
    """Handler: a notice was sent."""
    record([
        ServerEvent(
            insertId=f"notice_sent#{visitors.pseudonym(event.openid)}#{event.about}",
            event="notice_sent",
            at=event.sentAt,
            openid=event.openid,
            props={"notice": event.about.partition("#")[0]},
        )
    ])  # fmt: skip


def _of_order(
    order: Order, whole: str, part: str, at: int, share: str = ""
) -> Iterator[ServerEvent]:
    facts = {**_facts(order), **({"shareCode": share} if share else {})}
    yield ServerEvent(
        insertId=f"{whole}#{order.orderId}",
        event=whole,
        at=at,
        openid=order.buyer,
        props={**facts, "fen": order.total, "quantity": order.units},
    )
    for number, line in enumerate(order.lines):
        yield ServerEvent(
            insertId=f"{part}#{order.orderId}#{number}",
            event=part,
            at=at,
            openid=order.buyer,
            props={
                **facts,
                "goodsId": line.goodsId,
                "skuId": line.skuId,
                "fen": line.paid,
                "quantity": line.quantity,
            },
        )


def _facts(order: Order) -> dict[str, Value]:
    """What all events of an order say."""
    found: dict[str, Value] = {
        "orderId": order.orderId,
        "groupId": order.groupId or "",
        "pushId": order.pushId or "",
        "shareCode": order.shareCode or "",
    }
    return {name: value for name, value in found.items() if value}


def _noted_share(order: Order) -> str:
    """The share that the order was paid for: the one that it names, or the one that was noted when
    it was paid, if the buyer had opened that in the seven days before. "" if there is none."""
    if order.shareCode:
        return str(order.shareCode)
    noted = shares.brought(order.orderId)
    if noted is None:
        return ""
    opened = noted.openedAt
    is_in_time = opened is None or 0 <= (order.paidAt or 0) - opened <= WINDOW
    return str(noted.code) if is_in_time else ""

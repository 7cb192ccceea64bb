"""Opening a group, joining one, leaving it.

A seat that costs nothing is taken by one write. One that costs money is held in the transaction
that holds the stock, uses the buyer's limit and opens the order; it is PAID when the order is
(`settling`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from shop import goods
from shop.goods import Goods, GroupTerms
from shop.groups import seats, settling
from shop.groups.model import (
    GROUP_ENDED,
    GROUP_EXPIRED,
    GROUP_LIMIT,
    GROUP_NOT_OFFERED,
    HELD,
    NOT_IN_GROUP,
    OPEN,
    PAID,
    Group,
    Seat,
    no_group,
)
from shop.groups.timing import start_timer, stop_timer
from shop.orders import closing, placing, refunding
from shop.orders import model as orders
from shop.orders.model import Order
from shop.orders.placing import Wish
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, BUSY, Refusal
from wxcloud.ids import new_id
from wxcloud.transaction import Part, commit, delete, put
from wxcloud.wechat.pay import PayRefusal

PAY_MINUTES = 15
LEFT = "拼团成员退出，款项退回"

Payment = dict[str, Any]  # {orderId, total, payment, payBefore}


def create(
    goods_id: str,
    openid: str,
    sku_id: str | None = None,
    *,
    if_full: str = "refund",
    share_code: str | None = None,
) -> tuple[Group, Payment]:
    """Open a group on goods that are sold to groups, with its leader in the first seat.

    GOODS_NOT_FOUND, GROUP_NOT_OFFERED, GROUP_LIMIT, and what placing an order is refused with.
    """
    offered = goods.need(goods_id)
    terms = offered.group
    if terms is None or not terms.is_on(clock.now()):
        raise GROUP_NOT_OFFERED()
    group = _draft(offered, terms, openid)
    if not group.is_free:
        sku_id = sku_id or _only_sku(offered)
        _belongs(sku_id, offered)
    start_timer(group)
    try:
        return group, _open(group, openid, sku_id, _about(group, if_full, share_code))
    except Refusal as refusal:
        # One that is passing may be of a write that goes through yet: that group needs its timer.
        if not refusal.retryable and Group.find(group.groupId, consistent=True) is None:
            stop_timer(group)
        raise


def _open(group: Group, openid: str, sku_id: str | None, about: dict[str, Any]) -> Payment:
    if group.is_free or sku_id is None:
        commit(put(group, otherwise=BUSY), *_limited(group, openid, group.groupId))
        return {}

    def opened(order: Order) -> Part:
        group.seats = {openid: _held(order)}
        return put(group, otherwise=BUSY)

    try:
        return _order(group, openid, sku_id, about, opened, counts=True)
    except PayRefusal:
        nobody = Group.seatsLeft == group.size
        commit(delete(group, where=nobody, otherwise=lambda _: None))
        raise


def join(
    group_id: str,
    openid: str,
    sku_id: str | None = None,
    *,
    if_full: str = "refund",
    share_code: str | None = None,
) -> tuple[Group, Payment]:
    """Take a seat in a group. One that costs nothing is taken with one write and no read.

    NOT_FOUND, GROUP_FULL, GROUP_EXPIRED, ALREADY_IN_GROUP, GROUP_LIMIT, and what placing an order
    is refused with.
    """
    now = clock.now()
    group = _known(group_id) if sku_id else None
    if group is None:
        try:
            seat = Seat(PAID, now, secrets.token_urlsafe(4))
            joined: Group = commit(seats.sit(group_id, openid, seat, now))[0]
        except seats.NotForNothing as costs:
            group = costs.group
        else:
            return joined, {}
    if group.is_free:
        seat = Seat(PAID, now, secrets.token_urlsafe(4))
        limit = _limited(group, openid, group_id)
        joined = commit(seats.take(group, openid, seat, now), *limit)[0]
        return joined or _known(group_id), {}
    return _buy(group, openid, sku_id, if_full, share_code)


def _buy(
    group: Group, openid: str, sku_id: str | None, if_full: str, share_code: str | None
) -> tuple[Group, Payment]:
    if group.is_late(clock.now()):
        raise GROUP_EXPIRED()
    sku_id = sku_id or _only_sku(goods.need(group.goodsId))

    def taken(order: Order) -> Part:
        if order.lines[0]["goodsId"] != group.goodsId:
            raise BAD_REQUEST("skuId: This group buys other goods", field="skuId")
        return seats.take(group, openid, _held(order), clock.now())

    about = _about(group, if_full, share_code)
    # Either bounds what one buyer can hold unpaid; both would be ten write units.
    payment = _order(group, openid, sku_id, about, taken, counts=not group.limit)
    return _known(group.groupId), payment


def leave(group_id: str, openid: str) -> Group:
    """Give up one's seat before the group has succeeded: what was paid goes back, and who has paid
    the longest leads the group if the leader leaves. NOT_FOUND, NOT_IN_GROUP, GROUP_ENDED."""
    group = _known(group_id)
    seat = group.seats.get(openid)
    if group.status != OPEN or group.is_late(clock.now()):
        raise GROUP_ENDED()
    if seat is None:
        raise NOT_IN_GROUP()
    if group.is_free:
        limit = [seats.unuse_limit(group, openid, group_id)] if group.limit else []
        commit(seats.leave(group, openid, seat), *limit)
    elif seat.state == PAID:
        refunding.grant(seat.by, openid, LEFT, along=lambda _: [seats.leave(group, openid, seat)])
    else:
        settling.release(closing.cancel(seat.by, openid))
    return _known(group_id)


def giving_up(order: Order) -> list[Part]:
    """What must happen together with paying back an order whose group is still open: its seat is
    free again, or it has none, so that the group cannot succeed with it."""
    group = Group.find(order.awaits, consistent=True) if order.awaits else None
    if group is None or group.status != OPEN:
        return []
    seat = group.seats.get(order.owner)
    if seat is None or seat.by != order.orderId:
        return [seats.has_none(group, order.owner, order.orderId)]
    return [seats.leave(group, order.owner, seat)]


# --- parts and pieces ----------------------------------------------------------------------------


def _draft(offered: Goods, terms: GroupTerms, openid: str) -> Group:
    """The group as it would be, its leader's seat taken."""
    now = clock.now()
    expires_at, size = now + int(terms.hours) * clock.HOUR, int(terms.size)
    group_id = new_id()
    return Group(
        groupId=group_id,
        goodsId=offered.goodsId,
        title=offered.title,
        leader=openid,
        size=size,
        price=terms.price,
        hours=terms.hours,
        prices={each["skuId"]: each["price"] for each in terms.skus or []} or None,
        tiers=[[each["size"], each["price"]] for each in terms.tiers or []] or None,
        spare=size - int(terms.virtualFrom) if terms.virtualFrom else None,
        limit=terms.limit,
        campaign=int(terms.startAt or 0) if terms.limit else None,
        seats={openid: Seat(PAID, now, secrets.token_urlsafe(4))},
        seatsLeft=size - 1,
        toPay=size - 1 if not terms.price else size,
        status=OPEN,
        createdAt=now,
        expiresAt=expires_at,
        openKey=f"{expires_at:013d}#{group_id}",
    )


def _about(group: Group, if_full: str, share_code: str | None) -> dict[str, Any]:
    about = {"groupId": group.groupId, "awaits": group.groupId, "ifFull": if_full}
    return about | ({"shareCode": share_code} if share_code else {})


def _order(
    group: Group,
    openid: str,
    sku_id: str,
    about: dict[str, Any],
    seat: Callable[[Order], Part],
    *,
    counts: bool,
) -> Payment:
    """Place the order together with its seat. If WeChat does not take it, nothing is held."""
    placed: list[Order] = []

    def parts(order: Order) -> list[Part]:
        placed[:] = [order]
        return [seat(order), *_limited(group, openid, order.orderId)]

    wish = Wish(
        openid,
        {sku_id: 1},
        prices={sku_id: group.price_of(sku_id)},
        pay_minutes=PAY_MINUTES,
        pay_until=int(group.expiresAt),
        about=about,
        parts=parts,
        counts=counts,
    )
    try:
        try:
            answer = placing.place(wish)
        except Refusal as refusal:
            if refusal.code is not GROUP_LIMIT or not _tidy(group, openid):
                raise
            answer = placing.place(wish)
    except PayRefusal:
        if orders.get(placed[0].orderId) is None:  # else the buyer has its payment by another call
            settling.release(placed[0])
        raise
    return {name: answer[name] for name in ("orderId", "total", "payment", "payBefore")}


def _tidy(group: Group, openid: str) -> bool:
    """Whether some order that counted in the limit is over: the news of that were lost."""
    over = [
        order_id
        for order_id in seats.used(group, openid)
        if (order := orders.get(order_id)) is None or order.status in settling.OVER
    ]
    if over:
        commit(seats.unuse_limit(group, openid, *over))
    return bool(over)


def _limited(group: Group, openid: str, seat: str) -> Sequence[Part]:
    if not group.limit:
        return ()
    return [seats.use_limit(group, openid, seat)]


def _held(order: Order) -> Seat:
    return Seat(HELD, int(order.createdAt), order.orderId, int(order.payBefore))


def _only_sku(offered: Goods) -> str:
    if len(offered.skus) != 1:
        raise BAD_REQUEST("skuId: Say which one", field="skuId")
    return str(offered.skus[0].skuId)


def _belongs(sku_id: str, offered: Goods) -> None:
    if sku_id not in {sku.skuId for sku in offered.skus}:
        raise BAD_REQUEST("skuId: These goods have no such SKU", field="skuId")


def _known(group_id: str) -> Group:
    group = Group.find(group_id, consistent=True)
    if group is None:
        raise no_group()
    return group

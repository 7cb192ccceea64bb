"""Joining a group."""

from __future__ import annotations

import secrets

from shop.checkout.views import Placed
from shop.groups import limits, seats
from shop.groups.model import GROUP_EXPIRED, PAID, Group, Seat, need
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST
from wxcloud.transaction import commit, commit_one


def join(
    group_id: str,
    openid: str,
    sku_id: str | None = None,
    *,
    if_full: str = "refund",
    share_code: str | None = None,
    address_id: str | None = None,
    remark: str | None = None,
) -> tuple[Group, Placed | None]:
    """Take a seat in a group. A seat that costs nothing is taken by one write, without a read.

    NOT_FOUND, GROUP_FULL, GROUP_EXPIRED, ALREADY_IN_GROUP, GROUP_LIMIT, and the refusals of placing
    an order.
    """
    seat = Seat(PAID, clock.now(), secrets.token_urlsafe(4))
    if (why := seats.known_refusal(group_id, openid, seat.at)) is not None:
        raise why()
    if sku_id is None:
        group = commit_one(seats.take_free(group_id, openid, seat, seat.at)) or need(group_id)
        if _has(group, openid, seat):
            return group, None
    else:
        group = need(group_id)
    if group.is_free:
        limit = limits.use(group, openid, group_id)
        joined = commit(seats.take(group, openid, seat, seat.at), *limit)[0]
        return joined or need(group_id), None
    if group.is_late(clock.now()):
        raise GROUP_EXPIRED()
    from shop.checkout.place import place  # a free seat does without
    from shop.checkout.request import OrderRequest
    from shop.groups.holds import SeatRequest

    request = OrderRequest(
        openid,
        {sku_id or _only_sku(group): 1},
        seat=SeatRequest(group, if_full),
        share_code=share_code,
        address_id=address_id,
        remark=remark,
    )
    placed = place(request)
    return need(group_id), placed


def _has(group: Group, openid: str, seat: Seat) -> bool:
    own = group.seats.get(openid)
    return own is not None and own.is_of(seat.by, seat.state)


def _only_sku(group: Group) -> str:
    """The SKU that the group sells, if it sells one. BAD_REQUEST, GOODS_NOT_FOUND."""
    from shop.catalog import goods  # a buyer who names the SKU does without

    skus = [sku.skuId for sku in goods.need(group.goodsId).skus]
    skus = skus if group.sold_skus is None else group.sold_skus
    if len(skus) != 1:
        raise BAD_REQUEST("skuId: These goods have several SKUs. Name one.", field="skuId")
    return skus[0]

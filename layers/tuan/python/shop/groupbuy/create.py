"""Opening a group on goods that are sold to groups."""

from __future__ import annotations

import secrets

from shop.catalog import goods
from shop.catalog.goods import Goods
from shop.catalog.terms import CampaignTerms
from shop.checkout.views import Placed
from shop.groups import limits, opened
from shop.groups.deadline import start_timer, stop_timer
from shop.groups.model import GROUP_NOT_OFFERED, HELD, PAID, Group, Seat, Tier, get
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, BUSY, Refusal
from wxcloud.ids import new_id
from wxcloud.transaction import commit, put


def create(
    goods_id: str,
    openid: str,
    sku_id: str | None = None,
    *,
    if_full: str = "refund",
    share_code: str | None = None,
    address_id: str | None = None,
    remark: str | None = None,
) -> tuple[Group, Placed | None]:
    """Open a group with its leader in the first seat. A seat that costs nothing has no order.

    GOODS_NOT_FOUND, GROUP_NOT_OFFERED, GROUP_LIMIT, TOO_MANY_GROUPS, and the refusals of placing an
    order.
    """
    offered = goods.need(goods_id)
    terms = offered.group
    if terms is None or not terms.is_on(clock.now()):
        raise GROUP_NOT_OFFERED()
    group = _draft(offered, terms, openid)
    sku_id = None if group.is_free else sku_of(offered, sku_id)
    opened.add(openid, group.groupId)
    start_timer(group)
    try:
        if sku_id is None:
            commit(put(group, otherwise=BUSY), *limits.use(group, openid, group.groupId))
            return group, None
        from shop.checkout.place import place  # a free seat does without
        from shop.checkout.request import OrderRequest
        from shop.groups.holds import SeatRequest

        seat = SeatRequest(group, if_full, is_new=True)
        request = OrderRequest(
            openid,
            {sku_id: 1},
            seat=seat,
            share_code=share_code,
            address_id=address_id,
            remark=remark,
        )
        return group, place(request)
    except Refusal as refusal:
        # After a retryable refusal the write may still succeed: then the group needs its timer.
        if not refusal.retryable and get(group.groupId) is None:
            stop_timer(group)
        raise


def _draft(offered: Goods, terms: CampaignTerms, openid: str) -> Group:
    """The group as it would be, with its leader's seat."""
    now = clock.now()
    prices = {each.skuId: each.price for each in terms.skus or []}
    skus = [sku.skuId for sku in offered.skus if sku.skuId not in prices]
    return Group.new(
        new_id(),
        openid,
        Seat(HELD if terms.price else PAID, now, secrets.token_urlsafe(4)),
        at=now,
        size=terms.size,
        hours=terms.hours,
        goodsId=offered.goodsId,
        title=offered.title,
        price=terms.price,
        skus=skus if terms.price else None,
        prices=prices or None,
        tiers=[Tier(each.size, each.price) for each in terms.tiers or []] or None,
        spare=terms.size - terms.virtualFrom if terms.virtualFrom else None,
        limit=terms.limit,
        campaign=(terms.startAt or 0) if terms.limit else None,
    )


def sku_of(offered: Goods, sku_id: str | None) -> str:
    """The SKU that the buyer wants of the goods, or their only one. BAD_REQUEST."""
    own = [sku.skuId for sku in offered.skus]
    if sku_id is None and len(own) == 1:
        return own[0]
    if sku_id is None:
        raise BAD_REQUEST("skuId: These goods have several SKUs. Name one.", field="skuId")
    if sku_id not in own:
        raise BAD_REQUEST("skuId: These goods have no such SKU.", field="skuId")
    return sku_id

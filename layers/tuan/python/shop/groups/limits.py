"""The limit per buyer in a campaign: the seats that one buyer holds or has bought.

A seat that costs money counts among the buyer's unpaid orders (`shop.orders.unpaid`), with the name
of its campaign, until its order is paid; then it moves to the item of the limit. Both steps are
conditional on the list of unpaid orders, so that a seat is always counted, and once. A seat that
costs nothing is noted in the item of the limit at once.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.condition import size

from shop.groups.model import Group, GroupRow
from shop.orders import unpaid
from shop.orders.events import OrderPaid
from shop.orders.model import get
from shop.orders.states import PAID_FOR
from shop.orders.unpaid import Held, UnpaidOrders
from wxcloud.errors import Code, Refusal
from wxcloud.transaction import ALREADY_SO, Part, commit, commit_one, delete, update

GROUP_LIMIT = Code(
    "GROUP_LIMIT", 409, "You have bought as many of these goods in groups as one buyer may."
)


class CampaignLimit(GroupRow):
    """The buyer's seats in a campaign: ids of paid orders, or of free groups."""

    used = UnicodeSetAttribute(null=True)


def use(group: Group, openid: str, seat: str) -> list[Part[CampaignLimit]]:
    """One more seat that costs nothing in the group's campaign, if it has a limit; GROUP_LIMIT."""
    if not group.limit:
        return []
    room = CampaignLimit.used.does_not_exist() | (size(CampaignLimit.used) < group.limit)
    item = _of(name(group.goodsId, group.campaign), openid)
    return [update(item, CampaignLimit.used.add({seat}), where=room, otherwise=GROUP_LIMIT)]


def hold(group: Group, openid: str, order_id: str, held: Held) -> Part[UnpaidOrders | None]:
    """One more unpaid order with a seat in the group, whose campaign has a limit; GROUP_LIMIT, the
    refusals of `unpaid.add`, and UNPAID_MOVED if the buyer's unpaid orders change meanwhile. Two
    reads: the unpaid orders first, because a paid seat moves from there to the item of the limit.
    """
    campaign = name(group.goodsId, group.campaign)
    seen = unpaid.read(openid)
    unpaid_seats = seen.in_campaign(campaign) if seen is not None else set()
    item = CampaignLimit.get(_of(campaign, openid).groupId, consistent=True)
    bought = (item.used or set()) if item is not None else set()
    if len((unpaid_seats | bought) - {order_id}) >= (group.limit or 0):
        raise GROUP_LIMIT()
    return unpaid.add_seen(openid, order_id, replace(held, campaign=campaign), seen)


def remove_paid(event: OrderPaid) -> None:
    """Handler: a paid order is not unpaid any more; its seat is bought."""
    seen = unpaid.read(event.buyer) if event.groupId else None
    held = (seen.orders or {}).get(event.orderId, Held()) if seen is not None else Held()
    buy(event.buyer, event.orderId, held)


def buy(openid: str, order_id: str, held: Held) -> None:
    """The order is not unpaid any more: its seat moves to the item of the campaign's limit. A
    repeat changes nothing."""
    order = get(order_id) if held.campaign else None
    if order is None or order.status not in PAID_FOR:
        commit_one(unpaid.remove(openid, order_id))
        return
    bought = update(_of(held.campaign, openid), CampaignLimit.used.add({order_id}))
    try:
        commit(unpaid.remove_once(openid, order_id, unpaid.UNPAID_MOVED), bought)
    except Refusal as refusal:  # another call did it, or the order was paid back
        if refusal.code is not unpaid.UNPAID_MOVED:
            raise


def free(goods_id: str, campaign: int, openid: str, seat: str) -> Part[CampaignLimit | None]:
    """The seat is not the buyer's any more. A repeat changes nothing."""
    return update(
        _of(name(goods_id, campaign), openid),
        CampaignLimit.used.delete({seat}),
        where=CampaignLimit.groupId.exists(),
        otherwise=ALREADY_SO,
    )


def free_paid(goods_id: str, campaign: int, openid: str, order_id: str) -> Part[Any]:
    """A paid order is paid back: its seat is not the buyer's any more, also if the event of the
    payment is still under way. UNPAID_MOVED if that is handled meanwhile. One read."""
    seen = unpaid.read(openid)
    if seen is not None and order_id in (seen.orders or {}):
        return unpaid.remove_once(openid, order_id, unpaid.UNPAID_MOVED)
    return free(goods_id, campaign, openid, order_id)


def forget(group: Group, openid: str) -> Part[None]:
    """Nobody remembers what the buyer has bought in the group's campaign."""
    return delete(_of(name(group.goodsId, group.campaign), openid))


def name(goods_id: str, campaign: int | None) -> str:
    """A campaign is known by its goods and by when it began (0: always)."""
    return f"{goods_id}#{campaign or 0}"


def _of(campaign: str, openid: str) -> CampaignLimit:
    return CampaignLimit(groupId=f"limit#{campaign}#{openid}")

"""The limit per buyer in a campaign: the seats that one buyer holds or has bought."""

from __future__ import annotations

from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.condition import size

from shop.groups.model import Group, GroupRow
from wxcloud.errors import Code
from wxcloud.transaction import ALREADY_SO, Part, update

GROUP_LIMIT = Code(
    "GROUP_LIMIT", 409, "You have bought as many of these goods in groups as one buyer may."
)


class CampaignLimit(GroupRow):
    """The buyer's seats in a campaign: ids of orders, or of free groups."""

    used = UnicodeSetAttribute(null=True)


def use(group: Group, openid: str, seat: str) -> list[Part[CampaignLimit]]:
    """One more seat of the buyer in the group's campaign, if it has a limit; GROUP_LIMIT."""
    if not group.limit:
        return []
    room = CampaignLimit.used.does_not_exist() | (size(CampaignLimit.used) < group.limit)
    item = _of(group.goodsId, group.campaign or 0, openid)
    return [update(item, CampaignLimit.used.add({seat}), where=room, otherwise=GROUP_LIMIT)]


def free(goods_id: str, campaign: int, openid: str, seat: str) -> Part[CampaignLimit | None]:
    """The seat is not the buyer's any more. A repeat changes nothing."""
    return update(
        _of(goods_id, campaign, openid),
        CampaignLimit.used.delete({seat}),
        where=CampaignLimit.groupId.exists(),
        otherwise=ALREADY_SO,
    )


def _of(goods_id: str, campaign: int, openid: str) -> CampaignLimit:
    return CampaignLimit(groupId=f"limit#{goods_id}#{campaign}#{openid}")

"""listOpenGroups: at most 20 groups on these goods that can be joined; those that need the fewest
members come first."""

from __future__ import annotations

from shop.groups.reads import list_open
from shop.groups.views import GroupList
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ListOpenGroups(Request):
    """The goods."""

    goodsId: Id


@cloud_function(ListOpenGroups, guests=True, keeps_answer=False)
def main(data: ListOpenGroups, wx: WXContext) -> GroupList:
    return list_open(data.goodsId, wx.OPENID)

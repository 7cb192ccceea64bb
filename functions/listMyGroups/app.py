"""listMyGroups: the latest 50 groups in which the caller has a seat, open or ended, newest
first."""

from __future__ import annotations

from shop.groups.reads import MAX_OWN, list_own
from shop.groups.views import GroupList
from shop.orders.reads import groups_of
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListMyGroups(Request):
    """Nothing is needed."""


@cloud_function(ListMyGroups, keeps_answer=False)
def main(data: ListMyGroups, wx: WXContext) -> GroupList:
    return list_own(wx.OPENID, groups_of(wx.OPENID, MAX_OWN))

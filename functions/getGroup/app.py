"""getGroup: a group as it is now, for the share page. Guests see no openids."""

from __future__ import annotations

from shop.groups.reads import view
from shop.groups.views import GroupView
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetGroup(Request):
    """The group to read."""

    groupId: Id


@cloud_function(GetGroup, guests=True, keeps_answer=False)
def main(data: GetGroup, wx: WXContext) -> GroupView:
    return view(data.groupId, wx.OPENID)

"""leaveGroup: give up one's seat before the group has ended; what was paid is paid back."""

from __future__ import annotations

from shop.groupbuy.leave import leave
from shop.groups.views import GroupView, group_view
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class LeaveGroup(Request):
    """The group to leave."""

    groupId: Id


@cloud_function(LeaveGroup)
def main(data: LeaveGroup, wx: WXContext) -> GroupView:
    return group_view(leave(data.groupId, wx.OPENID), wx.OPENID)

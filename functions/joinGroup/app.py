"""joinGroup: take a seat in a group; the last seat makes it a success."""

from __future__ import annotations

from typing import Any

from shop import groups
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class JoinGroup(Request):
    groupId: Id


@cloud_function(JoinGroup)
def main(data: JoinGroup, wx: WXContext) -> dict[str, Any]:
    return groups.view(groups.join(data.groupId, wx.OPENID), wx.OPENID)

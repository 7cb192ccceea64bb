"""getGroup: a group as it is now, for the share page. Guests see no openids."""

from __future__ import annotations

from typing import Any

from shop import groups
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetGroup(Request):
    groupId: Id


@cloud_function(GetGroup, guests=True)
def main(data: GetGroup, wx: WXContext) -> dict[str, Any]:
    return groups.view(groups.find(data.groupId), wx.OPENID)

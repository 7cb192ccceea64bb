"""createGroup: open a group on goods, with the caller as its leader and first member."""

from __future__ import annotations

from typing import Any

from shop import groups
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CreateGroup(Request):
    goodsId: Id


@cloud_function(CreateGroup)
def main(data: CreateGroup, wx: WXContext) -> dict[str, Any]:
    return groups.view(groups.create(data.goodsId, wx.OPENID), wx.OPENID)

"""createShare: gives a short code for a share card, or for a mini-program code's `scene`.

Exactly one of `goodsId`, `groupId`, `liveId` and `page` says what is shared. The same request
gives the same code.
"""

from __future__ import annotations

from shop.shares import links
from shop.shares.model import Kind, ShareView
from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, PagePath, Request
from wxcloud.function import cloud_function


class CreateShare(Request):
    goodsId: Id | None = None
    groupId: Id | None = None
    liveId: Id | None = None
    page: PagePath | None = None
    channel: Id | None = None


@cloud_function(CreateShare)
def main(data: CreateShare, wx: WXContext) -> ShareView:
    targets: dict[Kind, str | None] = {
        "goods": data.goodsId,
        "group": data.groupId,
        "live": data.liveId,
        "page": data.page,
    }
    named = [(kind, target) for kind, target in targets.items() if target is not None]
    if len(named) != 1:
        raise BAD_REQUEST(
            "goodsId: Give exactly one of goodsId, groupId, liveId and page.", field="goodsId"
        )
    ((kind, target),) = named
    return links.create(wx.OPENID, kind, target, data.channel or "")

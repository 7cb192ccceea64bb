"""createShare: a short code for a share card or a mini-program code's `scene`.

One of `goodsId`, `groupId`, `liveId` and `page` says what is shared. The same again is the same
code.

Gives `{code, kind, target, channel, sharer, goodsId?}`: the share.
- `kind`: `goods`, `group`, `live` or `page`; `target` is its id, or the page
- `channel`: `""` if none was named
- `sharer`: the caller's openid
- `goodsId`: what goods it is about; absent for a live or a page
"""

from __future__ import annotations

from typing import Any

from shop import shares
from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, Request, Text120
from wxcloud.function import cloud_function


class CreateShare(Request):
    goodsId: Id | None = None
    groupId: Id | None = None
    liveId: Id | None = None
    page: Text120 | None = None
    channel: Id | None = None


@cloud_function(CreateShare)
def main(data: CreateShare, wx: WXContext) -> dict[str, Any]:
    targets: dict[shares.Kind, str | None] = {
        "goods": data.goodsId,
        "group": data.groupId,
        "live": data.liveId,
        "page": data.page,
    }
    named = [(kind, target) for kind, target in targets.items() if target is not None]
    if len(named) != 1:
        raise BAD_REQUEST("goodsId: One of goodsId, groupId, liveId and page", field="goodsId")
    ((kind, target),) = named
    return shares.create(wx.OPENID, kind, target, data.channel or "").view()

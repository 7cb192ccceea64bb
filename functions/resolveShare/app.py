"""resolveShare: where a share code leads. A signed-in visitor's first visit counts for it.

Guests are shown the way, but not who shared.

Gives `{code, kind, target, channel, sharer?, goodsId?}`: the share as `createShare` gave it;
`sharer` (an openid) is absent for guests.
"""

from __future__ import annotations

from typing import Any

from shop import shares
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ResolveShare(Request):
    code: Id


@cloud_function(ResolveShare, guests=True)
def main(data: ResolveShare, wx: WXContext) -> dict[str, Any]:
    shown = shares.resolve(data.code, wx.OPENID).view()
    if wx.is_guest:
        del shown["sharer"]
    return shown

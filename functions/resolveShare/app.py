"""resolveShare: says where a share code leads, and counts a signed-in visitor's first visit.

Guests see the target too, but not who shared it.
"""

from __future__ import annotations

from shop.shares import links
from shop.shares.model import ShareView
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ResolveShare(Request):
    code: Id


@cloud_function(ResolveShare, guests=True)
def main(data: ResolveShare, wx: WXContext) -> ShareView:
    return links.resolve(data.code, wx.OPENID)

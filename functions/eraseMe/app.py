"""eraseMe: erase all that the shop knows of the caller, but what the law wants kept. For good.

It is refused while money or goods are under way. The session ends at once; nobody can log in as
the user until it is done, and then the same WeChat account is a new user. Operators erase a user
who has asked them for it. docs/privacy.md says what is erased, and what is kept.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.privacy import erasing
from shop.privacy.model import ME
from shop.privacy.views import ErasureView
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.errors import FORBIDDEN
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class EraseMe(Request):
    preview: Annotated[
        bool, Meta(description="true: erase nothing; say whether it can be done, and what goes")
    ] = False
    openid: Annotated[
        Id | None, Meta(description="for operators: whom to erase; if not given, the caller")
    ] = None


@cloud_function(EraseMe, asks_roles=True, keeps_answer=False)
def main(data: EraseMe, wx: WXContext) -> ErasureView:
    if data.openid is not None and OPERATOR not in wx.ROLES:
        raise FORBIDDEN()
    openid = data.openid or wx.OPENID
    if data.preview:
        return erasing.preview(openid)
    return erasing.begin(openid, wx.OPENID if data.openid else ME)

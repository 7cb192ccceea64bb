"""getShareCode: gives WeChat's picture of a mini-program code that leads to a share, for posters.

The page gets the share's code as `scene`. Users get pictures of their own shares only.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.shares import pictures
from shop.shares.pictures import CodePicture
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function

Page = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=120,
        pattern=r"^[0-9A-Za-z_-]+(?:/[0-9A-Za-z_-]+)*(?![\s\S])",
        description="a page of the mini-program, without a slash in front and without a query",
    ),
]


class GetShareCode(Request):
    code: Id
    page: Page


@cloud_function(GetShareCode, keeps_answer=False)
def main(data: GetShareCode, wx: WXContext) -> CodePicture:
    return pictures.of(data.code, wx.OPENID, data.page)

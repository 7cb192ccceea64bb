"""Pictures of share codes: mini-program codes, which open a page when somebody scans them."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated, Literal

from msgspec import Meta

from shop.shares import model
from shop.shares.model import SHARE_NOT_FOUND
from wxcloud import clock
from wxcloud.fields import Id, Result
from wxcloud.rates import Rate
from wxcloud.wechat import wxacode

NEW_PICTURES = Rate("codes", 60, clock.HOUR, "You have asked for too many code pictures.")


class CodePicture(Result):
    """WeChat's picture of a mini-program code."""

    code: Annotated[Id, Meta(description="the share's code, which the page gets as `scene`")]
    contentType: Literal["image/jpeg", "image/png"]
    picture: Annotated[
        str,
        Meta(description="in base64; `data:<contentType>;base64,<picture>` is an image's `src`"),
    ]


def of(code: str, sharer: str, page: str) -> CodePicture:
    """The picture of the sharer's own code: it opens `page` with the code as `scene`.

    SHARE_NOT_FOUND if it is nobody's or another user's; TOO_MANY_REQUESTS; or a WeChatRefusal.
    """
    if model.need(code).sharer != sharer:
        raise SHARE_NOT_FOUND()
    NEW_PICTURES.use(sharer)
    made = wxacode.picture(code, page)
    return CodePicture(
        code=code, contentType=made.content_type, picture=b64encode(made.data).decode()
    )

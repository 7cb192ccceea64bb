"""getUpload: an operator gets a form that sends one picture to the shop's bucket, and the URL that
the picture will have.

The form is good for ten minutes, for this one type of picture and for at most 5 MB: the bucket
checks it. Picture and URL stay; a picture that no goods show costs only its storage.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.catalog import pictures
from shop.catalog.pictures import PictureType, Upload
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class GetUpload(Request):
    contentType: Annotated[PictureType, Meta(description="of the picture that is sent")]


@cloud_function(GetUpload, only=OPERATOR, keeps_answer=False)
def main(data: GetUpload, wx: WXContext) -> Upload:
    return pictures.upload(data.contentType)

"""Pictures of goods: an operator's client sends them to the stack's bucket, which serves them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from wxcloud import clock, files
from wxcloud.fields import Result, Time
from wxcloud.ids import new_id

PictureType = Literal["image/jpeg", "image/png", "image/webp", "image/gif"]
_ENDINGS: dict[PictureType, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
}
MAX_BYTES = 5 * 1024 * 1024
FORM_LIFE_S = 600
# A key is used for one picture, so what is under it never changes.
_CACHE = "public, max-age=31536000, immutable"


class Upload(Result):
    """How to send one picture: POST `fields`, and then the picture as `file`, to `uploadUrl`, as
    multipart/form-data (`wx.uploadFile({url: uploadUrl, name: 'file', formData: fields, …})`)."""

    uploadUrl: str
    fields: Annotated[
        dict[str, str],
        Meta(
            description="all of them are needed. The bucket refuses another type, an empty file,"
            " and more than `maxBytes`"
        ),
    ]
    url: Annotated[
        str, Meta(description="where the picture will be: for `cover`, `images`, `detailImages`")
    ]
    maxBytes: Annotated[int, Meta(ge=1, description="bytes that the picture may have")]
    expiresAt: Annotated[Time, Meta(description="ms UTC: the bucket takes the form until then")]


def upload(content_type: PictureType) -> Upload:
    """A form for one picture of this type, under a key of its own. Nothing is written."""
    key = f"{files.PUBLIC}{clock.today()}/{new_id()}.{_ENDINGS[content_type]}"
    fields = files.upload_form(
        key, content_type, MAX_BYTES, seconds=FORM_LIFE_S, cache_control=_CACHE
    )
    return Upload(
        uploadUrl=files.FILES_URL.need(),
        fields=fields,
        url=files.public_url(key),
        maxBytes=MAX_BYTES,
        expiresAt=clock.now() + FORM_LIFE_S * clock.SECOND,
    )

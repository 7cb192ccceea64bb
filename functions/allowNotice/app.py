"""allowNotice: records what the user answered to `wx.requestSubscribeMessage`.

`results` is WeChat's answer, unchanged, also with its `errMsg`. `templateIds` are the templates
that the user was asked about; without it, these are all templates that `results` names. What is not
an answer of the user about one of them is ignored.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.notices import consents
from shop.notices.consents import AllowedNotices
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function

Said = Annotated[str, Meta(max_length=200)]
Results = Annotated[
    dict[Id, Said | int | bool | None],
    Meta(min_length=1, max_length=20, description="template id → answer, as `accept` or `reject`"),
]
TemplateIds = Annotated[list[Id], Meta(min_length=1, max_length=5)]


class AllowNotice(Request):
    results: Results
    templateIds: TemplateIds | None = None


@cloud_function(AllowNotice)
def main(data: AllowNotice, wx: WXContext) -> AllowedNotices:
    asked = data.templateIds or data.results
    return consents.allow(wx.OPENID, {each: str(data.results.get(each)) for each in asked})

"""allowNotice: records what the user answered to `wx.requestSubscribeMessage`.

`results` is WeChat's answer, unchanged. `templateIds` are the templates that the user was asked
about; without it, these are all templates that `results` names.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.notices import consents
from shop.notices.consents import AllowedNotices
from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, Request, Text50
from wxcloud.function import cloud_function

Results = Annotated[dict[Id, Text50], Meta(min_length=1, max_length=10)]
TemplateIds = Annotated[list[Id], Meta(min_length=1, max_length=5)]


class AllowNotice(Request):
    results: Results
    templateIds: TemplateIds | None = None


@cloud_function(AllowNotice)
def main(data: AllowNotice, wx: WXContext) -> AllowedNotices:
    asked = data.templateIds or [name for name in data.results if name != "errMsg"]
    answers = {template_id: data.results.get(template_id, "") for template_id in asked}
    for template_id, answer in answers.items():
        if answer not in consents.ANSWERS:
            choice = ", ".join(sorted(consents.ANSWERS))
            raise BAD_REQUEST(f"results.{template_id}: Must be one of {choice}.", field="results")
    return consents.allow(wx.OPENID, answers)

"""allowNotice: what the user answered to `wx.requestSubscribeMessage`.

`results` is its answer as it came; `templateIds` are the templates that were asked for (without
them, whatever `results` names).

Gives `{accepted}`: the ids of the templates that the user agreed to, a list of texts.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop import notices
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
def main(data: AllowNotice, wx: WXContext) -> dict[str, Any]:
    asked = data.templateIds or [name for name in data.results if name != "errMsg"]
    answers = {template_id: data.results.get(template_id, "") for template_id in asked}
    for template_id, answer in answers.items():
        if answer not in notices.ANSWERS:
            choice = ", ".join(sorted(notices.ANSWERS))
            raise BAD_REQUEST(f"results.{template_id}: Is none of {choice}", field="results")
    notices.allow(wx.OPENID, answers)
    accepted = [each for each, answer in answers.items() if answer in notices.ACCEPTED]
    return {"accepted": accepted}

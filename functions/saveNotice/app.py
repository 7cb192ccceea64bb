"""saveNotice: an operator says which subscribe-message template a notice uses.

`data` says what goes into the template's fields, with facts of the notice in braces:
`{"thing1": "{goods}", "phrase2": "拼团成功"}`. docs/api.md lists each notice's facts.

Gives `{notice, templateId}`: the notice and its template from now on.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop import notices
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Text50, Text120
from wxcloud.function import cloud_function

Key = Annotated[str, Meta(pattern=r"^[a-z_]{1,20}[0-9]{1,2}(?![\s\S])", description="as thing1")]


class SaveNotice(Request):
    notice: notices.Name
    templateId: Id
    data: Annotated[dict[Key, Text50], Meta(min_length=1, max_length=10)]
    page: Text120 | None = None


@cloud_function(SaveNotice, only=OPERATOR)
def main(data: SaveNotice, wx: WXContext) -> dict[str, Any]:
    notices.save(data.notice, data.templateId, data.page, data.data)
    return {"notice": data.notice, "templateId": data.templateId}

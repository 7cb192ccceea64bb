"""saveNotice: an operator sets which subscribe-message template a notice uses.

`data` says what each field of the template shows. A text may name facts of the notice in braces:
`{"thing1": "{goods}", "phrase2": "拼团成功"}`. docs/api.md lists the facts of each notice, and the
keys that each fact fits in; a text that WeChat would refuse for some facts is refused. `page` is
the page that a tap opens. Its query may name facts too; they are encoded, so the page decodes them
with `decodeURIComponent`. The change takes effect within a minute.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.notices import templates
from shop.notices.model import Name
from shop.notices.templates import NoticeSaved
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, PagePath, Request, Text50
from wxcloud.function import cloud_function

Key = Annotated[str, Meta(pattern=r"^[a-z_]{1,20}[0-9]{1,2}(?![\s\S])", description="as thing1")]


class SaveNotice(Request):
    notice: Name
    templateId: Id
    data: Annotated[dict[Key, Text50], Meta(min_length=1, max_length=10)]
    page: PagePath | None = None


@cloud_function(SaveNotice, only=OPERATOR)
def main(data: SaveNotice, wx: WXContext) -> NoticeSaved:
    return templates.save(data.notice, data.templateId, data.page, data.data)

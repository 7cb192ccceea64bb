"""getAnalysis: how far a question is, with its answer when it is done.

`done` of `total` queries are done. An answer can be asked for again for a week. Operators see all
questions, a host the ones about live rooms that they have asked.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.analytics.ranges import Format
from shop.questions import AnyAnswer, look
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetAnalysis(Request):
    queryId: Annotated[Id, Meta(description="what a question has given")]
    format: Format = "json"


@cloud_function(GetAnalysis, only=(HOST, OPERATOR), keeps_answer=False)
def main(data: GetAnalysis, wx: WXContext) -> AnyAnswer:
    return look(data.queryId, wx, data.format)

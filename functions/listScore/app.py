"""listScore: everything that changed the user's points, newest first, in pages of 20.

Operators can ask for those of another user.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.points import reads
from shop.points.views import ScoreHistory
from shop.roles import whose
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Id, Request
from wxcloud.function import cloud_function


class ListScore(Request):
    cursor: Cursor | None = None
    openid: Annotated[Id | None, Meta(description="another user's; for operators")] = None


@cloud_function(ListScore, asks_roles=True, keeps_answer=False)
def main(data: ListScore, wx: WXContext) -> ScoreHistory:
    return reads.list_history(whose(data.openid, wx), data.cursor)

"""listGroups: all groups, for operators, one page at a time.

Open groups come by their deadline, those that end first at the top; groups that have ended come the
newest first. Without `status` the open groups come first.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.desk.group_lists import list_groups
from shop.desk.views import DeskGroupPage, GroupStatus
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Id, Request
from wxcloud.function import cloud_function


class ListGroups(Request):
    """Which groups, and which page."""

    status: Annotated[GroupStatus | None, Meta(description="groups in any, if not given")] = None
    goodsId: Annotated[Id | None, Meta(description="groups on these goods alone")] = None
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50, description="groups per page")] = 20


@cloud_function(ListGroups, only=OPERATOR, keeps_answer=False)
def main(data: ListGroups, wx: WXContext) -> DeskGroupPage:
    return list_groups(data.status, data.goodsId, data.limit, data.cursor)

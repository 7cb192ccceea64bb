"""listGoodsPush: the timeline of a live, pushes done, to come and cancelled in their order.

Also the markers of its replay: `pushedAt` is when the goods came up. 50 to a page.

Gives `{items: [{pushId, goodsId, fireAt, bubbleSeconds, status, pushedAt?}], cursor}`. Pass
`cursor` for the next page, which may be empty; it is null behind the last.
- `fireAt`: ms UTC, when the push is planned for
- `status`: `SCHEDULED`, `PUSHED` or `CANCELLED`
- `pushedAt`: ms UTC, when it went out; absent before that
"""

from __future__ import annotations

from typing import Any

from shop.live import pushes
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Id, Request
from wxcloud.function import cloud_function


class ListGoodsPush(Request):
    liveId: Id
    cursor: Cursor | None = None


@cloud_function(ListGoodsPush)
def main(data: ListGoodsPush, wx: WXContext) -> dict[str, Any]:
    found, cursor = pushes.timeline(data.liveId, data.cursor)
    return {"items": [push.marker() for push in found], "cursor": cursor}

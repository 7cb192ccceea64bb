"""listScore: what was earned, spent, given back and lapsed, newest first, a page at a time.

`points` is signed; `balance` is what all entries up to this one add up to: score less debt.

Gives `{items: [{entry, points, balance, at, action, reason?}], cursor}`. Pass `cursor` for the next
page; it is null behind the last.
- `entry`: the event, booked once, such as `purchase#<orderId>`
- `at`: ms UTC
- `action`: a rule's, or `spend`, `refund`, `expire`, `clawback`, `adjust`
- `reason`: what the operator said who adjusted; absent otherwise
"""

from __future__ import annotations

from typing import Any

from shop import points
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListScore(Request):
    cursor: Cursor | None = None


@cloud_function(ListScore)
def main(data: ListScore, wx: WXContext) -> dict[str, Any]:
    return points.history(wx.OPENID, data.cursor)

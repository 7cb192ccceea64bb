"""getGroup: a group as it is now, for the share page. Guests see no openids.

Gives `{groupId, goodsId, title, price, status, size, members: [{openid?, leader, joinedAt}],
seatsLeft, expiresAt, tiers?: [{size, price}], mine?: {state, orderId, payBefore?}}`.
- `price`: fen a seat, where its SKU has no other price; `tiers` what one costs once so many have
  paid; absent if the campaign has none
- `status`: `OPEN`, `SUCCESS` or `FAILED`
- `members`: those who have paid, the leader first; `joinedAt` in ms UTC, no `openid` for guests
- `seatsLeft`: seats neither paid nor held; at 0 one can still join if the time of a hold is over
- `expiresAt`: ms UTC
- `mine`: the caller's own seat, if it costs money: `state` is `PAID`, or `HELD` until `payBefore`
  (ms UTC)
"""

from __future__ import annotations

from typing import Any

from shop.groups import reading
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetGroup(Request):
    groupId: Id


@cloud_function(GetGroup, guests=True)
def main(data: GetGroup, wx: WXContext) -> dict[str, Any]:
    return reading.view(reading.find(data.groupId), wx.OPENID)

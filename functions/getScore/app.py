"""getScore: the user's points, when they lapse, and the check-in streak."""

from __future__ import annotations

from typing import Any

from shop import points
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class GetScore(Request):
    pass


@cloud_function(GetScore)
def main(data: GetScore, wx: WXContext) -> dict[str, Any]:
    return points.score(wx.OPENID)

"""getScore: the user's points, when they expire, and the streak of check-ins.

Operators can ask for those of another user.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.points import reads
from shop.points.views import Score
from shop.roles import whose
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetScore(Request):
    """Whose points; the caller's own unless given."""

    openid: Annotated[Id | None, Meta(description="another user's; for operators")] = None


@cloud_function(GetScore, asks_roles=True, keeps_answer=False)
def main(data: GetScore, wx: WXContext) -> Score:
    return reads.score(whose(data.openid, wx))

"""expireGroup: the timer of a group's deadline. Early, late or twice, it does what is due."""

from __future__ import annotations

from shop.groups import timing
from wxcloud.fields import Id, Request
from wxcloud.function import timer


class ExpireGroup(Request):
    groupId: Id


@timer(ExpireGroup)
def main(data: ExpireGroup) -> None:
    timing.expire(data.groupId)

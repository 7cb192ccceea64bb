"""expireGroup: the timer of a group's deadline. Early, late or twice, it does what is due."""

from __future__ import annotations

from shop.groups import timing
from shop.groups.queues import ExpireGroup
from wxcloud.triggers import timer


@timer(ExpireGroup)
def main(data: ExpireGroup) -> None:
    timing.expire(data.groupId)

"""expireGroup: the timer of a group's deadline. An early, late or repeated call does what is
due."""

from __future__ import annotations

from shop.groupbuy.deadline import end
from shop.groups.queues import ExpireGroup
from wxcloud.triggers import timer


@timer(ExpireGroup)
def main(data: ExpireGroup) -> None:
    end(data.groupId)

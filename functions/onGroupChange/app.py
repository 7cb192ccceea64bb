"""onGroupChange: what follows from a change of a group, read from the table's stream."""

from __future__ import annotations

from shop.groups import following
from shop.groups.model import Group
from wxcloud.changes import Change, stream


@stream(Group)
def main(change: Change[Group]) -> None:
    following.follow(change)

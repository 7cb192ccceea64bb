"""onGroupChange: what follows from a change of a group, read from the table's stream."""

from __future__ import annotations

from shop import groups
from shop.groups import Group
from wxcloud.function import Change, stream


@stream(Group)
def main(change: Change[Group]) -> None:
    groups.follow(change)

"""All groups, for operators: the open ones by their deadline, those that have ended by when.

Open groups are found by what is noted while they are open (`shop.desk.ending_groups`), those of one
goods by the index `byGoods` of the groups. A group that has ended is noted in two lists: of its
status, and of its status and goods. That costs two writes when a group ends, and none before. A
list names groups; what is shown is the group as it is now. So a page costs the same among ten
groups or a million.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from shop.desk.ending_groups import EndingGroup
from shop.desk.model import DeskItem, id_in, moment_key
from shop.desk.views import DeskGroup, DeskGroupPage, GroupStatus, desk_group
from shop.groups.events import GroupEnded, GroupSucceeded
from shop.groups.model import FAILED, SUCCESS, Group
from wxcloud import cursor
from wxcloud.transaction import ALREADY_SO, commit_one, put

MAX_READ = 500  # groups that one call looks at
_LIST = "deskGroups"
_OPEN: tuple[GroupStatus, ...] = ("OPEN",)
_ENDED: tuple[GroupStatus, ...] = ("SUCCESS", "FAILED")


class EndedGroup(DeskItem):
    """That a group has ended, in one of the two lists."""

    @classmethod
    def new(cls, status: str, ended_at: int, group_id: str, goods_id: str = "") -> EndedGroup:
        return cls(pk=_ended_key(status, goods_id), sk=moment_key(ended_at, group_id))


def note_ended(event: GroupEnded) -> None:
    """Handler: the group is listed among those that have ended. A repeat changes nothing."""
    status = SUCCESS if isinstance(event, GroupSucceeded) else FAILED
    note(status, event.endedAt, event.groupId, event.goodsId)


def note(status: str, ended_at: int, group_id: str, goods_id: str) -> None:
    """The group ended at `ended_at` (ms UTC). Two write units; a repeat changes nothing."""
    for each in ("", goods_id):
        item = EndedGroup.new(status, ended_at, group_id, each)
        commit_one(put(item, otherwise=ALREADY_SO))


def list_groups(
    status: GroupStatus | None, goods_id: str | None, limit: int, after: str | None
) -> DeskGroupPage:
    """A page of groups; `after` is the last page's cursor. OPEN: those that end first come first;
    ended: the newest first; no status: the open ones, then the ended ones. After MAX_READ groups
    the page ends, and its cursor goes on from there."""
    part, last = _read(status, goods_id, after)
    parts = [_OPEN, _ENDED] if status is None else [(status,)]
    found: list[DeskGroup] = []
    looked_at = 0
    while part < len(parts):
        keys = _keys(parts[part], goods_id or "", last, limit + 1)
        while batch := list(islice(keys, limit - len(found))):
            there = _get([id_in(key) for key in batch])
            named = [there[id_in(key)] for key in batch if id_in(key) in there]
            found += [desk_group(each) for each in named if _is_in(each, parts[part], goods_id)]
            looked_at, last = looked_at + len(batch), batch[-1]
            if len(found) == limit or looked_at >= MAX_READ:
                if next(keys, None) is None:
                    part, last = part + 1, ""
                more = _more(status, goods_id, part, last) if part < len(parts) else None
                return DeskGroupPage(items=found, cursor=more)
        part, last = part + 1, ""
    return DeskGroupPage(items=found, cursor=None)


def _keys(
    statuses: tuple[GroupStatus, ...], goods_id: str, after: str, page_size: int
) -> Iterator[str]:
    """The keys (`moment_key`) of these groups that follow the one with the key `after`."""
    if statuses == _OPEN:
        if goods_id:
            rows = Group.by_goods.query(
                goods_id, Group.openKey > (after or "0"), page_size=page_size
            )
            return (str(row.openKey) for row in rows)
        found = EndingGroup.query("ending", EndingGroup.sk > (after or "0"), page_size=page_size)
        return (item.sk for item in found)
    lists = [
        EndedGroup.query(
            _ended_key(each, goods_id),
            EndedGroup.sk < (after or "~"),
            scan_index_forward=False,
            page_size=page_size,
        )
        for each in statuses
    ]
    return (item.sk for item in merge(*lists, key=lambda item: item.sk, reverse=True))


def _is_in(group: Group, statuses: tuple[str, ...], goods_id: str | None) -> bool:
    """A list may be a moment behind."""
    return group.status in statuses and goods_id in (None, group.goodsId)


def _get(ids: list[str]) -> dict[str, Group]:
    return {each.groupId: each for each in Group.batch_get(ids)}


def _ended_key(status: str, goods_id: str) -> str:
    return f"ended#{status}#{goods_id}"


def _more(status: str | None, goods_id: str | None, part: int, last: str) -> str:
    state = {"status": status, "goodsId": goods_id, "part": part, "last": last}
    return cursor.make(_LIST, state)


def _read(status: str | None, goods_id: str | None, after: str | None) -> tuple[int, str]:
    """Where the reader stopped."""
    if after is None:
        return 0, ""
    state = cursor.read(_LIST, after, status=status, goodsId=goods_id)
    return state["part"], state["last"]

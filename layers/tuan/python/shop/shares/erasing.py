"""A user's data is erased: their shares, their visits, and whom they brought.

A share that others have goes on leading to its target. Who gave it away is `gone`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shop.points.erasing import rename_invited
from shop.shares.model import BroughtOrder, LastShare, Share, ShareItem, Visit, brought
from wxcloud.batch import some
from wxcloud.transaction import ALREADY_SO, Part, commit_one, delete, update


def items_of(openid: str) -> Iterator[Share | Visit | BroughtOrder]:
    """What the table knows of the user, but for the last share: keys alone."""
    for row in ShareItem.by_user.query(openid):
        kind = Share if row.sk == "share" else BroughtOrder if row.sk == "from" else Visit
        yield kind(pk=row.pk, sk=row.sk)


def erase(openid: str, gone: str, most: int) -> int:
    """Put `gone` in the place of the user in up to `most` items, and delete visits; in how many."""
    done = some(items_of(openid), most, lambda item: commit_one(_erased(item, openid, gone)))
    if done < most:
        commit_one(delete(LastShare.key(openid)))
    return done


def _erased(item: Share | Visit | BroughtOrder, openid: str, gone: str) -> Part[Any]:
    if isinstance(item, Visit):
        return delete(item)
    sharer = type(item).sharer
    return update(item, sharer.set(gone), where=sharer == openid, otherwise=ALREADY_SO)


def rename_bought(order_id: str, openid: str, gone: str) -> None:
    """The order of the user was counted for somebody's share: the sharer's points say so."""
    found = brought(order_id)
    if found is not None:
        rename_invited(found.sharer, openid, gone)

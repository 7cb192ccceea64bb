"""A user's data is erased: the ledger, and what the ledgers of others say of the user."""

from __future__ import annotations

from shop.points import rules
from shop.points.ledger import CountedEvent, Entry, get_event
from shop.points.table import ScoreItem
from wxcloud.batch import some
from wxcloud.transaction import ALREADY_SO, commit, commit_one, delete, put, update


def erase(openid: str, gone: str, most: int) -> int:
    """Delete up to `most` items of the user's ledger; how many. The points are gone with it."""
    items = ScoreItem.query(openid, consistent_read=True)
    return some(
        items,
        most,
        lambda item: commit_one(delete(ScoreItem(openid=openid, entry=item.entry))),
    )


def rename_invited(sharer: str, buyer: str, gone: str) -> None:
    """In the sharer's ledger: it was not `buyer`, it was `gone` whom the sharer has invited. A
    repeat changes nothing. A read unit, and one transaction."""
    found = get_event(sharer, f"{rules.INVITE}#{buyer}")
    if found is None:
        return
    event = f"{rules.INVITE}#{gone}"
    renamed = CountedEvent(
        openid=sharer,
        entry=f"event#{event}",
        number=found.number,
        points=found.points,
        forAmount=found.forAmount,
        orderId=found.orderId,
        moved=found.moved,
        write=found.write,
    )
    entry = Entry(openid=sharer, entry=f"ledger#{found.number:012d}")
    commit(
        put(renamed, otherwise=ALREADY_SO),
        delete(CountedEvent(openid=sharer, entry=found.entry)),
        update(entry, Entry.event.set(event), where=Entry.event.exists(), otherwise=ALREADY_SO),
    )

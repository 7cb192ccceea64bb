"""Shares are created, and lead visitors to their targets."""

from __future__ import annotations

from shop.catalog import goods
from shop.groups import model as groups
from shop.live import rooms
from shop.points import earning
from shop.shares import codes, model
from shop.shares.model import SHARE_NOT_FOUND, Facts, Kind, Share, ShareView, Visit
from wxcloud import clock
from wxcloud.errors import BUSY, NOT_FOUND, Code, Refusal
from wxcloud.pseudonyms import people_key
from wxcloud.rates import Rate
from wxcloud.transaction import ALREADY_SO, commit, commit_one, put, update

VISIT_COUNTED = Code("VISIT_COUNTED", 409, "This visit was counted before.")
NEW_SHARES = Rate("shares", 100, clock.DAY, "You have made too many new shares today.")
_TRIES = 4


def create(sharer: str, kind: Kind, target: str, channel: str = "") -> ShareView:
    """The share of that target on that channel; the same each time it is asked for.

    GOODS_NOT_FOUND or NOT_FOUND if there is no such target; TOO_MANY_REQUESTS if the user makes too
    many new ones.
    """
    goods_id = _goods_of(kind, target)
    facts = Facts(sharer, kind, target, channel)
    key = people_key().decode()
    for attempt in range(_TRIES):
        share = Share.new(codes.make(key, *facts, str(attempt)), facts, goods_id)
        kept = model.get(share.code)
        if kept is None:
            if attempt == 0:
                NEW_SHARES.use(sharer)
            kept = commit_one(put(share, otherwise=ALREADY_SO)) or share
        if kept.facts == facts:  # if not, another share has this code
            return kept.view()
    raise BUSY()


def resolve(code: str, visitor: str) -> ShareView:
    """Where a share leads; SHARE_NOT_FOUND. A visitor's first visit is counted, and gives the
    sharer points for sharing these goods.

    Each visit makes it the last share that the visitor opened, which brings orders that name none.

    The visits of the sharer and of guests (`visitor` is "") are not. Guests do not see the sharer.
    """
    share = model.need(code)
    if visitor and visitor != share.sharer:
        _count_visit(share, visitor)
    return share.view(with_sharer=bool(visitor))


def _count_visit(share: Share, visitor: str) -> None:
    code, now = share.code, clock.now()
    model.note_last(visitor, code, now)
    if model.has_visited(code, visitor):
        return
    if share.goodsId:
        # Before the visit: if this fails, the next attempt does it again.
        earning.share_opened(share.sharer, share.goodsId)
    try:
        commit(
            put(Visit.new(code, visitor, now), otherwise=VISIT_COUNTED),
            update(
                Share.key(code),
                Share.visits.add(1),
                where=Share.code.exists(),
                otherwise=SHARE_NOT_FOUND,
            ),
        )
    except Refusal as refusal:
        if refusal.code is not VISIT_COUNTED:
            raise


def _goods_of(kind: Kind, target: str) -> str | None:
    """The goods that a target is about. The target must exist, if it is no page."""
    if kind == "goods":
        return goods.need(target).goodsId
    if kind == "live" and rooms.get(target) is None:
        raise NOT_FOUND("There is no such live room. Save it first (saveLive).")
    return groups.need(target).goodsId if kind == "group" else None

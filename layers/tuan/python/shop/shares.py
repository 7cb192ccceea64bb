"""Shares: who brought whom, through a short code in a card or under a mini-program code.

Keys of the table `shares`:

    share#<code>     share             who shares what, where; its first visits and first orders
    share#<code>     visit#<openid>    a visitor's first visit, and the first order that it led to
    user#<openid>    from              the newest share to bring a user, for orders that name none

A code is 10 characters of 58, made with the shop's session key out of sharer, target and channel:
nobody can guess one, it fits WeChat's `scene` (32 characters), and sharing the same again is the
same code. A visit is counted once per visitor; an order once per visitor, if it is the first after
the visit and within WINDOW. Nobody brings themselves.

Source: mini-program docs, server/API/qrcode-link/qr-code/api_getunlimitedqrcode (`scene`).
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Literal

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from shop import goods, points
from shop.groups import reading as groups
from shop.orders.model import Order
from shop.points import rules
from wxcloud import clock
from wxcloud.changes import Change
from wxcloud.errors import BAD_REQUEST, BUSY, Code, Refusal
from wxcloud.model import Table, TableMeta
from wxcloud.secrets_manager import secret
from wxcloud.signed_token import SESSION_SECRET_ID
from wxcloud.transaction import commit, put, update

SHARE_NOT_FOUND = Code("SHARE_NOT_FOUND", 404, "There is no such share.")

Kind = Literal["goods", "group", "live", "page"]

WINDOW = 7 * clock.DAY  # from a visit to the order that it counts for
CODE_LENGTH = 10
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_UNPAID_FOR = frozenset({points.ALREADY_COUNTED, points.LIMIT_REACHED})
_TRIES = 4


class Row(Table):
    class Meta(TableMeta):
        name = "shares"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="share")


class Share(Row):
    """Who shares what: `kind` and `target` (an id or a page), on which `channel`."""

    code = UnicodeAttribute()
    sharer = UnicodeAttribute()
    kind = UnicodeAttribute()
    target = UnicodeAttribute()
    goodsId = UnicodeAttribute(null=True)
    channel = UnicodeAttribute(default="")
    visits = NumberAttribute(default=0)
    orders = NumberAttribute(default=0)
    createdAt = NumberAttribute()

    def view(self) -> dict[str, Any]:
        shown = {"code": self.code, "kind": self.kind, "target": self.target}
        shown |= {"channel": self.channel, "sharer": self.sharer}
        return shown | ({"goodsId": self.goodsId} if self.goodsId else {})


class Visit(Row):
    """A visitor's first visit (ms UTC), and the first order within WINDOW."""

    at = NumberAttribute()
    orderId = UnicodeAttribute(null=True)


class From(Row):
    """The share that brought a user, and when (ms UTC)."""

    code = UnicodeAttribute()
    at = NumberAttribute()


# --- sharing and visiting ------------------------------------------------------------------------


def create(sharer: str, kind: Kind, target: str, channel: str = "") -> Share:
    """The share of that target on that channel, the same however often it is asked for.

    GOODS_NOT_FOUND or NOT_FOUND if there is no such target.
    """
    goods_id = _goods_of(kind, target)
    for attempt in range(_TRIES):
        code = _code(sharer, kind, target, channel, str(attempt))
        share = Share(
            pk=f"share#{code}",
            code=code,
            sharer=sharer,
            kind=kind,
            target=target,
            goodsId=goods_id,
            channel=channel,
            createdAt=clock.now(),
        )
        held: Share = commit(put(share, otherwise=lambda _: None))[0]
        facts = (held.sharer, held.kind, held.target, held.channel)
        if facts == (sharer, kind, target, channel):
            return held
    raise BUSY()


def find(code: str) -> Share:
    """The share of that code; SHARE_NOT_FOUND."""
    share = Share.find(f"share#{code}", "share")
    if share is None:
        raise SHARE_NOT_FOUND()
    return share


def resolve(code: str, visitor: str) -> Share:
    """Where a share leads. A visitor's first visit is counted; guests' and the sharer's are not."""
    share = find(code)
    if not visitor or visitor == share.sharer:
        return share
    now = clock.now()
    visit = Visit(pk=share.pk, sk=f"visit#{visitor}", at=now)
    came = From(pk=f"user#{visitor}", sk="from")
    try:
        commit(
            put(visit, otherwise=_COUNTED),
            update(
                Share(pk=share.pk, sk="share"),
                Share.visits.add(1),
                where=Share.pk.exists(),
                otherwise=SHARE_NOT_FOUND,
            ),
            update(
                came, From.code.set(code), From.at.set(now), where=None, otherwise=lambda _: None
            ),
        )
    except Refusal as refusal:
        if refusal.code is not _COUNTED:
            raise
    return share


def claimed(code: str, openid: str, goods_id: str | None) -> str | None:
    """The goods that a user says to have shared under their own code, for `share_goods`.

    BAD_REQUEST if the code is somebody else's, or of other goods.
    """
    share = find(code)
    if share.sharer != openid:
        raise BAD_REQUEST("shareCode: It is somebody else's", field="shareCode")
    if share.goodsId is None or goods_id not in (None, share.goodsId):
        raise BAD_REQUEST("shareCode: It is not a share of these goods", field="shareCode")
    return str(share.goodsId)


# --- orders --------------------------------------------------------------------------------------


def follow(change: Change[Order]) -> None:
    """A visitor's first paid order counts for the share that brought them, and earns its sharer
    points for the invitation: once per visitor, however often it is told."""
    order = change.new
    if order is None or not order.is_order or order.status != "PAID":
        return
    if change.old is not None and change.old.status == order.status:
        return
    share = _brought(order)
    if share is not None and _count(share, order):
        try:
            points.earn(share.sharer, rules.INVITE, order.owner)
        except Refusal as refusal:
            if refusal.code not in _UNPAID_FOR:
                raise


def _brought(order: Order) -> Share | None:
    """The share that an order names, or that brought its buyer; None if it is the buyer's own."""
    code: str | None = order.shareCode
    if not code:
        came = From.find(f"user#{order.owner}", "from")
        code = came.code if came is not None else None
    share = Share.find(f"share#{code}", "share") if code else None
    return share if share is not None and share.sharer != order.owner else None


def _count(share: Share, order: Order) -> bool:
    """Whether the order is the one that counts; noted once, with the share's number of orders."""
    visit = Visit(pk=share.pk, sk=f"visit#{order.owner}")
    at = int(order.createdAt)
    first = update(
        visit,
        Visit.orderId.set(order.orderId),
        where=Visit.orderId.does_not_exist() & Visit.at.between(at - WINDOW, at),
        otherwise=_COUNTED,
    )
    more = update(
        Share(pk=share.pk, sk="share"),
        Share.orders.add(1),
        where=Share.pk.exists(),
        otherwise=SHARE_NOT_FOUND,
    )
    try:
        commit(first, more)
    except Refusal as refusal:
        if refusal.code is not _COUNTED:
            raise
        known = Visit.find(visit.pk, visit.sk, consistent=True)
        return known is not None and known.orderId == order.orderId
    return True


_COUNTED = Code("SHARE_COUNTED", 409, "This share was counted before.")


# --- codes and targets ---------------------------------------------------------------------------


def _code(*facts: str) -> str:
    keys = secret(SESSION_SECRET_ID.need())
    key = f"share#{keys[keys['current']]}".encode()
    number = int.from_bytes(hmac.digest(key, "\n".join(facts).encode(), hashlib.sha256)[:16], "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(letters)


def _goods_of(kind: Kind, target: str) -> str | None:
    """The goods that a target is about, which must be there."""
    if kind == "goods":
        return str(goods.need(target).goodsId)
    return str(groups.find(target).goodsId) if kind == "group" else None


__all__ = ["Kind", "Share", "claimed", "create", "find", "follow", "resolve"]

"""The items of the table `shares`, and a share as clients see it."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from msgspec import UNSET, Meta, UnsetType
from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import KeysOnlyProjection

from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.fields import Id, Result
from wxcloud.model import GlobalSecondaryIndex, Integer, Table, TableMeta
from wxcloud.pseudonyms import member_id
from wxcloud.transaction import ALREADY_SO, commit_one, update

SHARE_NOT_FOUND = Code("SHARE_NOT_FOUND", 404, "There is no share with this code.")

Kind = Literal["goods", "group", "live", "page"]


class Facts(NamedTuple):
    """What makes a share: the same facts are the same share."""

    sharer: str
    kind: Kind
    target: str
    channel: str


class ShareView(Result):
    """A share: who shares what, and on which channel."""

    code: Annotated[Id, Meta(description="10 characters, for a card's path or WeChat's `scene`")]
    kind: Kind
    target: Annotated[str, Meta(description="the id of the goods, group or live, or the page")]
    channel: Annotated[str, Meta(description='"" if the sharer named none')]
    sharer: (
        Annotated[Id, Meta(description="the sharer's `memberId`; absent for guests")] | UnsetType
    ) = UNSET
    goodsId: (
        Annotated[Id, Meta(description="the goods it is about; absent for a live or a page")]
        | UnsetType
    ) = UNSET


class ByUser(GlobalSecondaryIndex["ShareItem"]):
    """Shares and brought orders by their sharer, visits by their visitor: what is to be found when
    a user asks for their data, or wants it erased. Keys only; no count changes it."""

    class Meta:
        index_name = "byUser"
        projection = KeysOnlyProjection()

    sharer = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)


class ShareItem(Table):
    class Meta(TableMeta):
        name = "shares"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_user = ByUser()


class Share(ShareItem):
    """Who shares what: `kind` and `target`, on which `channel`; counted visits and orders."""

    code = UnicodeAttribute()
    sharer = UnicodeAttribute()
    kind = UnicodeAttribute()
    target = UnicodeAttribute()
    goodsId = UnicodeAttribute(null=True)  # absent for a live or a page
    channel = UnicodeAttribute()
    visits = Integer()
    orders = Integer()
    createdAt = Integer()  # ms UTC

    @classmethod
    def key(cls, code: str) -> Share:
        return cls(pk=f"share#{code}", sk="share")

    @classmethod
    def new(cls, code: str, facts: Facts, goods_id: str | None) -> Share:
        share = cls.key(code)
        share.code, share.goodsId, share.createdAt = code, goods_id, clock.now()
        share.sharer, share.kind, share.target, share.channel = facts
        share.visits = share.orders = 0
        return share

    @property
    def facts(self) -> Facts:
        return Facts(self.sharer, self.kind, self.target, self.channel)  # type: ignore[arg-type]

    def view(self, *, with_sharer: bool = True) -> ShareView:
        return ShareView(
            code=self.code,
            kind=self.kind,  # type: ignore[arg-type] # a Kind, kept as text
            target=self.target,
            channel=self.channel,
            sharer=member_id(self.sharer) if with_sharer else UNSET,
            goodsId=self.goodsId or UNSET,
        )


class Visit(ShareItem):
    """A visitor's first visit (ms UTC), and the order that was counted for it."""

    visitor = UnicodeAttribute(attr_name="sharer", null=True)  # absent in old visits
    at = Integer()
    orderId = UnicodeAttribute(null=True)  # absent until an order is counted

    @classmethod
    def key(cls, code: str, visitor: str) -> Visit:
        return cls(pk=f"share#{code}", sk=f"visit#{visitor}")

    @classmethod
    def new(cls, code: str, visitor: str, at: int) -> Visit:
        visit = cls.key(code, visitor)
        visit.visitor, visit.at = visitor, at
        return visit


class BroughtOrder(ShareItem):
    """The share that brought a paid order. `openedAt` is when the buyer had opened it last (ms
    UTC), absent if the buyer has opened another one since. `counted` is set when the order is
    counted for it, `paidBack` when all of the order's money goes back."""

    code = UnicodeAttribute()
    sharer = UnicodeAttribute()
    openedAt = Integer(null=True)
    counted = Integer(null=True)
    paidBack = Integer(null=True)

    @classmethod
    def key(cls, order_id: str) -> BroughtOrder:
        return cls(pk=f"order#{order_id}", sk="from")

    @classmethod
    def new(cls, order_id: str, share: Share, opened_at: int | None) -> BroughtOrder:
        brought = cls.key(order_id)
        brought.code, brought.sharer, brought.openedAt = share.code, share.sharer, opened_at
        return brought


class LastShare(ShareItem):
    """The last share that a user opened, for the first time or again, and when (ms UTC)."""

    code = UnicodeAttribute()
    at = Integer()

    @classmethod
    def key(cls, openid: str) -> LastShare:
        return cls(pk=f"user#{openid}", sk="from")


def get(code: str) -> Share | None:
    """The share with that code. One read."""
    key = Share.key(code)
    return Share.get(key.pk, key.sk)


def need(code: str) -> Share:
    """The share with that code, or SHARE_NOT_FOUND. One read."""
    share = get(code)
    if share is None:
        raise SHARE_NOT_FOUND()
    return share


def need_own(code: str, openid: str, goods_id: str | None = None) -> str:
    """The goods that a user has shared by a code, for points. `goods_id` is what the user says.

    SHARE_NOT_FOUND; BAD_REQUEST if another user created the share, or if it is of other goods.
    """
    share = need(code)
    if share.sharer != openid:
        raise BAD_REQUEST("shareCode: Another user created this share.", field="shareCode")
    if share.goodsId is None or goods_id not in (None, share.goodsId):
        raise BAD_REQUEST("shareCode: This is not a share of these goods.", field="shareCode")
    return share.goodsId


def has_visited(code: str, openid: str) -> bool:
    """Whether the user's first visit is counted. One read."""
    key = Visit.key(code, openid)
    return Visit.get(key.pk, key.sk) is not None


def brought(order_id: str) -> BroughtOrder | None:
    """The share that brought a paid order. One read."""
    key = BroughtOrder.key(order_id)
    return BroughtOrder.get(key.pk, key.sk, consistent=True)


def last_of(openid: str) -> LastShare | None:
    """The last share that brought the user. One read."""
    key = LastShare.key(openid)
    return LastShare.get(key.pk, key.sk)


def note_last(openid: str, code: str, at: int) -> None:
    """The user opened this share at `at` (ms UTC). If one that was opened later is noted, nothing
    changes. One write unit."""
    is_newer = LastShare.at.does_not_exist() | (LastShare.at <= at)
    commit_one(
        update(
            LastShare.key(openid),
            LastShare.code.set(code),
            LastShare.at.set(at),
            where=is_newer,
            otherwise=ALREADY_SO,
        )
    )

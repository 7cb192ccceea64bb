"""What the streams of the tables `lives` and `notices` tell: pushes that went out, and notices that
were sent."""

from __future__ import annotations

from shop.live.pushes import GoodsPush
from shop.notices.deliveries import SENT, NoticeDelivery
from wxcloud.events import Change, Event


class PushSent(Event, frozen=True, tag=True):
    """Goods were pushed to the viewers of a live room. `pushedAt` is ms UTC."""

    liveId: str
    pushId: str
    goodsId: str
    pushedAt: int


class NoticeSent(Event, frozen=True, tag=True):
    """WeChat has taken a message to a user. `about` names the event that it tells, `sentAt` is when
    the attempt began (ms UTC)."""

    openid: str
    about: str
    sentAt: int


def decode(change: Change) -> list[Event]:
    """The events that a change of one of the two tables means."""
    if change.new is None:
        return []
    sort_key = change.new["sk"]["S"]
    if "liveId" in change.new and sort_key.startswith("push#"):
        return _of_push(change)
    if "pk" in change.new and sort_key.startswith("sent#"):
        return _of_notice(change)
    return []


def _of_push(change: Change) -> list[Event]:
    push = GoodsPush.of(change.new or {})
    if push.pushedAt is None or (change.old is not None and "pushedAt" in change.old):
        return []
    return [
        PushSent(
            liveId=push.liveId,
            pushId=push.pushId,
            goodsId=push.goodsId,
            pushedAt=push.pushedAt,
            at=change.at,
        )
    ]


def _of_notice(change: Change) -> list[Event]:
    sent = NoticeDelivery.of(change.new or {})
    before = change.old["state"]["S"] if change.old is not None else ""
    if sent.state != SENT or before == SENT:
        return []
    return [
        NoticeSent(
            openid=sent.pk.partition("#")[2],
            about=sent.sk.partition("#")[2],
            sentAt=sent.claimedAt,
            at=change.at,
        )
    ]

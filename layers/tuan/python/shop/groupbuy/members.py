"""Handlers: a group's members are noted, and told how the group ended."""

from __future__ import annotations

from shop.groups.events import GroupEnded, GroupSucceeded, Member, MemberJoined
from shop.groups.model import Membership
from shop.notices.model import NOTICES, Name, Notice
from shop.orders import model as orders
from shop.texts import moment, yuan
from wxcloud.pseudonyms import is_erased
from wxcloud.transaction import ALREADY_SO, commit_one, put


def note_member(event: MemberJoined) -> None:
    """`listMyGroups` starts from this note."""
    if is_erased(event.openid):
        return
    commit_one(put(Membership.new(event.groupId, event.openid), otherwise=ALREADY_SO))


def tell_members(event: GroupEnded) -> None:
    """Each member gets one message about the group's end."""
    NOTICES.send_all(notices(event))


def notices(event: GroupEnded) -> list[Notice]:
    name: Name = "groupSuccess" if isinstance(event, GroupSucceeded) else "groupFailed"
    facts = {
        "goods": event.title,
        "groupId": event.groupId,
        "size": str(event.size),
        "joined": str(len(event.members)),
        "missing": str(event.missing),
        "time": moment(event.endedAt),
    }
    return [
        Notice(
            name,
            member.openid,
            f"{name}#{event.groupId}",
            facts | {"price": yuan(_price(event, member) - event.rebate)},
        )
        for member in event.members
    ]


def _price(event: GroupEnded, member: Member) -> int:
    """What the member's SKU costs in the group; only the order knows which SKU it is."""
    order = orders.get(member.orderId) if event.hasPrices else None
    return order.lines[0].price if order is not None else event.price

"""The staff of the shop: who has which role, and who gave it to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta

from shop.roles import OPERATOR, ROLES
from wxcloud import users
from wxcloud.fields import Result, Time
from wxcloud.users import User

Role = Literal["operator", "host", "agent"]


class RoleChange(Result):
    """How a user's roles changed once."""

    at: Time
    by: Annotated[str, Meta(description='who did it: an openid, or "tool"')]
    gave: Annotated[list[str], Meta(description="roles that the user got")]
    took: Annotated[list[str], Meta(description="roles that the user lost")]


class StaffMember(Result):
    """A user who has a role, or had one."""

    openid: Annotated[str, Meta(description="the user's openid; only operators see it")]
    roles: list[str]
    history: Annotated[list[RoleChange], Meta(description="the oldest change first")]
    since: Annotated[Time, Meta(description="the user's first login, or first role")]


class Staff(Result):
    """All users who have one of the roles."""

    items: list[StaffMember]


def set_roles(openid: str, roles: Sequence[Role], by: str) -> StaffMember:
    """Set all roles of a user who has logged in before. USER_NOT_FOUND; LAST_OF_ROLE: the shop
    always has an operator; ROLE_FULL."""
    return _member(users.appoint(openid, roles, by, keeps=[OPERATOR]))


def list_staff(role: Role | None) -> Staff:
    """Who has the role, or any role. One read for each role, and one batch."""
    wanted = [role] if role else sorted(ROLES)
    return Staff(items=[_member(user) for user in users.holders_of(wanted)])


def _member(user: User) -> StaffMember:
    return StaffMember(
        openid=user.openid,
        roles=sorted(user.granted),
        since=user.createdAt or 0,
        history=[_change(note) for note in user.roleHistory or ()],
    )


def _change(note: str) -> RoleChange:
    at, by, *changes = note.split(" ")
    return RoleChange(
        at=int(at),
        by=by,
        gave=[each[1:] for each in changes if each[0] == "+"],
        took=[each[1:] for each in changes if each[0] == "-"],
    )

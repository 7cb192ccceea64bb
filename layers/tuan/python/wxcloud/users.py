"""Users: one record per openid, made at the first login. Roles live here and in the session."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from wxcloud import clock
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import Part, commit, put, update

ROLES = frozenset({"operator", "host", "agent"})


class User(Table):
    """openid → roles, unionid, and when we first saw them (ms UTC)."""

    class Meta(TableMeta):
        name = "users"

    openid = UnicodeAttribute(hash_key=True)
    unionid = UnicodeAttribute(null=True)
    roles = UnicodeSetAttribute(null=True)
    createdAt = NumberAttribute(null=True)

    @property
    def granted(self) -> frozenset[str]:
        return ROLES & frozenset(self.roles or ())


def enter(openid: str, unionid: str = "") -> tuple[User, bool]:
    """The user of that openid and whether this login made them. One write, the first time only."""
    known = User.find(openid)
    if known is not None and (not unionid or known.unionid == unionid):
        return known, False
    if known is not None:
        return commit(_name(known, unionid))[0], False
    new = User(openid=openid, unionid=unionid or None, createdAt=clock.now())
    (user,) = commit(put(new, otherwise=_as_it_is))
    return user, user is new


def grant(openid: str, roles: frozenset[str]) -> User:
    """Set a user's roles: for operators' tools and for seeding, never for a client."""
    change = User.roles.set(set(roles)) if roles else User.roles.remove()
    since = User.createdAt.set(User.createdAt | clock.now())
    user: User = commit(
        update(User(openid=openid), change, since, where=None, otherwise=_as_it_is)
    )[0]
    return user


def roles_of(openid: str) -> frozenset[str]:
    user = User.find(openid)
    return user.granted if user else frozenset()


def _name(user: User, unionid: str) -> Part:
    here = User.openid.exists()
    return update(user, User.unionid.set(unionid), where=here, otherwise=_as_it_is)


def _as_it_is(_: User | None) -> None:
    """Somebody was faster, with the same intent: their record stands."""

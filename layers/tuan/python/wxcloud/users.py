"""Users: one record per openid, made at the first login, with the user's roles."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from wxcloud import clock
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, commit_one, put, update


class User(Table):
    """A user: openid, unionid, roles, and when the record was made (ms UTC)."""

    class Meta(TableMeta):
        name = "users"

    openid = UnicodeAttribute(hash_key=True)
    unionid = UnicodeAttribute(null=True)
    roles = UnicodeSetAttribute(null=True)
    createdAt = Integer(null=True)  # a direct caller may have roles before the first login

    @property
    def granted(self) -> frozenset[str]:
        return frozenset(self.roles or ())


def log_in(openid: str, unionid: str = "") -> tuple[User, bool]:
    """The user of that openid, and whether this login made the record. The first login writes once;
    later ones do not write, unless the unionid is new."""
    known = User.get(openid)
    if known is None:
        new = User(openid=openid, unionid=unionid or None, createdAt=clock.now())
        user = commit_one(put(new, otherwise=ALREADY_SO))
        return user or new, user is new
    if unionid and known.unionid != unionid:
        known = commit_one(update(User(openid=openid), User.unionid.set(unionid)))
    return known, False


def grant(openid: str, roles: frozenset[str]) -> User:
    """Set a user's roles: for operators' tools and for seeding, never for a client."""
    change = User.roles.set(set(roles)) if roles else User.roles.remove()
    since = User.createdAt.set(User.createdAt | clock.now())
    return commit_one(update(User(openid=openid), change, since))


def roles_of(openid: str) -> frozenset[str]:
    user = User.get(openid)
    return user.granted if user else frozenset()

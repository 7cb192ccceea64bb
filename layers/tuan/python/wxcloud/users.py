"""Users: one record per openid, made at the first login, with the user's roles.

Who has a role is also listed by role, so that the staff of a shop can be shown, and so that a role
keeps its last holder: the user's record and the lists change in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pynamodb.attributes import ListAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import size

from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import (
    ALREADY_SO,
    Outcome,
    Part,
    Refuse,
    as_read,
    commit,
    commit_one,
    delete,
    put,
    retry,
    update,
)

USER_NOT_FOUND = Code("USER_NOT_FOUND", 404, "There is no such user. They must log in once first.")
LAST_OF_ROLE = Code(
    "LAST_OF_ROLE", 409, "Nobody else has this role. Give it to another user first."
)
ROLE_FULL = Code("ROLE_FULL", 409, "Too many users have this role. Take it from one of them first.")
# Refused internally: the user's roles were changed since they were read.
ROLES_MOVED = Code("ROLES_MOVED", 503, "The roles of this user are being changed. Try again.")

BEING_ERASED = Code(
    "BEING_ERASED", 409, "Your data is being erased. You can log in again in half an hour."
)
STAFF_STAYS = Code(
    "STAFF_STAYS", 409, "You work for this shop. An operator must take your roles from you first."
)
# Refused internally: another call has begun to erase the user, or has done it.
ERASURE_MOVED = Code("ERASURE_MOVED", 503, "Your data is being erased already. Try again.")

MAX_HOLDERS = 100  # of one role


class User(Table):
    """A user: openid, unionid, roles, and when the record was made (ms UTC). `roleHistory` has a
    note of each change of the roles: "<ms UTC> <who> +operator -host". `erasure` is the id of the
    erasure of the user's data, while it is under way: until it is done nobody can log in."""

    class Meta(TableMeta):
        name = "users"

    openid = UnicodeAttribute(hash_key=True)
    unionid = UnicodeAttribute(null=True)
    roles = UnicodeSetAttribute(null=True)
    roleHistory: ListAttribute[str] = ListAttribute(null=True)
    erasure = UnicodeAttribute(null=True)
    createdAt = Integer(null=True)  # a direct caller may have roles before the first login

    @property
    def granted(self) -> frozenset[str]:
        return frozenset(self.roles or ())


def log_in(openid: str, unionid: str = "") -> tuple[User, bool]:
    """The user of that openid, and whether this login made the record. The first login writes once;
    later ones do not write, unless the unionid is new. BEING_ERASED."""
    known = User.get(openid)
    if known is not None and known.erasure:
        raise BEING_ERASED()
    if known is None:
        new = User(openid=openid, unionid=unionid or None, createdAt=clock.now())
        user = commit_one(put(new, otherwise=ALREADY_SO))
        return user or new, user is new
    if unionid and known.unionid != unionid:
        known = commit_one(update(User(openid=openid), User.unionid.set(unionid)))
    return known, False


# --- erasing -------------------------------------------------------------------------------------


def begin_erasure(openid: str, erasure_id: str) -> Part[User]:
    """The user's data is to be erased. STAFF_STAYS; ERASURE_MOVED if that was begun before."""

    def otherwise(found: User | None) -> Refuse:
        return Refuse(STAFF_STAYS if found is not None and found.roles else ERASURE_MOVED)

    return update(
        User(openid=openid),
        User.erasure.set(erasure_id),
        where=User.roles.does_not_exist() & User.erasure.does_not_exist(),
        otherwise=otherwise,
    )


def give_up_erasure(openid: str, erasure_id: str) -> Part[User | None]:
    """The user's data is not erased after all. A repeat changes nothing."""
    mine = User.erasure == erasure_id
    return update(User(openid=openid), User.erasure.remove(), where=mine, otherwise=ALREADY_SO)


def end_erasure(openid: str, erasure_id: str) -> Part[None]:
    """There is no such user any more. A repeat changes nothing."""

    def otherwise(found: User | None) -> Outcome:
        return Refuse(ERASURE_MOVED) if found is not None and found.erasure else ALREADY_SO

    return delete(User(openid=openid), where=User.erasure == erasure_id, otherwise=otherwise)


# --- roles ---------------------------------------------------------------------------------------


class Holders(Table):
    """Who has a role: one item per role, beside the users."""

    class Meta(TableMeta):
        name = "users"

    openid = UnicodeAttribute(hash_key=True)  # "role#<role>"
    holders = UnicodeSetAttribute(null=True)


def grant(openid: str, roles: Iterable[str], *, by: str = "tool") -> User:
    """Set a user's roles, whatever they were: for tools and for seeding."""
    return retry(lambda: _set_roles(openid, frozenset(roles), by, keeps=()), on=[ROLES_MOVED])


def appoint(openid: str, roles: Iterable[str], by: str, *, keeps: Iterable[str] = ()) -> User:
    """Set the roles of a user who has logged in before; a repeat changes nothing.

    A role in `keeps` is not taken from its last holder: LAST_OF_ROLE. USER_NOT_FOUND, ROLE_FULL.
    """

    def work() -> User:
        if User.get(openid) is None:
            raise USER_NOT_FOUND()
        return _set_roles(openid, frozenset(roles), by, keeps)

    return retry(work, on=[ROLES_MOVED])


def _set_roles(openid: str, roles: frozenset[str], by: str, keeps: Iterable[str]) -> User:
    user = User.get(openid, consistent=True) or User(openid=openid)
    more, fewer = sorted(roles - user.granted), sorted(user.granted - roles)
    if not more and not fewer:
        return user
    note = " ".join([str(clock.now()), by, *("+" + each for each in more)])
    note = " ".join([note, *("-" + each for each in fewer)])
    changed = update(
        User(openid=openid),
        User.roles.set(set(roles)) if roles else User.roles.remove(),
        User.roleHistory.set((User.roleHistory | []).append([note])),
        User.createdAt.set(User.createdAt | clock.now()),
        where=as_read(User.roles, set(user.granted) or None),
        otherwise=ROLES_MOVED,
    )
    added = [_add(role, openid) for role in more]
    taken = [_take(role, openid, is_kept=role in keeps) for role in fewer]
    commit(changed, *added, *taken)
    return User.get(openid, consistent=True) or user


def _add(role: str, openid: str) -> Part[Any]:
    holders = Holders.holders
    return update(
        _of(role),
        holders.add({openid}),
        where=holders.does_not_exist() | (size(holders) < MAX_HOLDERS),
        otherwise=ROLE_FULL,
    )


def _take(role: str, openid: str, *, is_kept: bool) -> Part[Any]:
    holders = Holders.holders
    if not is_kept:
        return update(_of(role), holders.delete({openid}))
    others = (size(holders) > 1) & holders.contains(openid)

    def otherwise(found: Holders | None) -> Refuse:
        is_last = found is None or set(found.holders or ()) <= {openid}
        return Refuse(LAST_OF_ROLE if is_last else ROLES_MOVED)

    return update(_of(role), holders.delete({openid}), where=others, otherwise=otherwise)


def holders_of(roles: Iterable[str]) -> list[User]:
    """The users who have one of the roles, by openid."""
    listed = (Holders.get(f"role#{role}", consistent=True) for role in roles)
    openids = {openid for each in listed if each is not None for openid in each.holders or ()}
    found = User.batch_get(sorted(openids), consistent_read=True) if openids else ()
    return sorted((user for user in found if user.granted), key=lambda user: user.openid)


def _of(role: str) -> Holders:
    return Holders(openid=f"role#{role}")


def roles_of(openid: str) -> frozenset[str]:
    user = User.get(openid)
    return user.granted if user else frozenset()

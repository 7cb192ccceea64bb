"""The sessions of browsers: which there are, and how one ends.

Keys of the table `platform`:

    console#sessions    all sessions that have not expired

They are few, so they are in one item. A session is valid by its signature, and not because it is in
this list; `wxcloud.revocations` says which ones have ended.
"""

from __future__ import annotations

import msgspec
from pynamodb.attributes import UnicodeAttribute

from shop.console.views import ConsoleSession, ConsoleSessions, RevokedConsole
from wxcloud import clock, revocations
from wxcloud.errors import FORBIDDEN, Code
from wxcloud.model import Integer, Json, Table, TableMeta
from wxcloud.transaction import Part, as_read, commit_one, put, retry
from wxcloud.users import User

MAX_OF_ONE = 10  # sessions of one member of the staff: a further one ends the oldest
_KEY = "console#sessions"

# Refused internally: the list was changed since it was read.
SESSIONS_MOVED = Code("SESSIONS_MOVED", 503, "Somebody else signs in or out just now. Try again.")


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session of a browser. Times are ms UTC."""

    sessionId: str
    openid: str
    roles: list[str]
    browser: str
    system: str
    network: str
    openedAt: int
    expiresAt: int


class SessionList(Table):
    """All sessions, the oldest first. `version` counts the changes."""

    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True)
    sessions = Json(list[OpenSession])
    version = Integer()
    ttl = Integer()


def add_part(opened: OpenSession) -> Part[SessionList]:
    """One more session. The member's oldest one ends if they have too many. SESSIONS_MOVED if the
    list is changed meanwhile."""
    live, version = _read()
    own = [each for each in live if each.openid == opened.openid]
    over = {each.sessionId for each in own[: max(0, len(own) + 1 - MAX_OF_ONE)]}
    for session_id in sorted(over):
        revocations.end_session(session_id)
    return _put_part([*(each for each in live if each.sessionId not in over), opened], version)


def list_for(openid: str, for_all: bool, this: str) -> ConsoleSessions:
    """The sessions of all staff, or the caller's own, the newest first; `this` is the id of the
    caller's own. Those of users without a role have ended and are left out."""
    live, _ = _read()
    mine = [each for each in live if for_all or each.openid == openid]
    roles = _roles_now({each.openid for each in mine})
    return ConsoleSessions(
        items=[
            _view(each, still, is_this=each.sessionId == this)
            for each in reversed(mine)
            if (still := [role for role in each.roles if role in roles.get(each.openid, ())])
        ]
    )


def revoke(session_id: str, openid: str, *, for_all: bool) -> RevokedConsole:
    """End a session: the caller's own, or any. FORBIDDEN. A repeat changes nothing."""

    def work() -> None:
        live, version = _read()
        found = next((each for each in live if each.sessionId == session_id), None)
        if found is None:
            return
        if found.openid != openid and not for_all:
            raise FORBIDDEN("This session is another member's. An operator can end it.")
        revocations.end_session(session_id)  # first: what is not in the list cannot be found again
        commit_one(_put_part([each for each in live if each is not found], version))

    retry(work, on=[SESSIONS_MOVED])
    return RevokedConsole(sessionId=session_id)


def _read() -> tuple[list[OpenSession], int]:
    """The sessions that have not expired, and the list's version."""
    found = SessionList.get(_KEY, consistent=True)
    if found is None:
        return [], 0
    now = clock.now()
    return [each for each in found.sessions if each.expiresAt > now], found.version


def _put_part(sessions: list[OpenSession], version: int) -> Part[SessionList]:
    ends = max((each.expiresAt for each in sessions), default=clock.now())
    made = SessionList(
        key=_KEY,
        sessions=sessions,
        version=version + 1,
        ttl=(ends + clock.DAY) // clock.SECOND,
    )
    is_as_read = as_read(SessionList.version, version or None)
    return put(made, where=is_as_read, otherwise=SESSIONS_MOVED)


def _roles_now(openids: set[str]) -> dict[str, frozenset[str]]:
    found = User.batch_get(sorted(openids), consistent_read=True) if openids else ()
    return {user.openid: user.granted for user in found}


def _view(each: OpenSession, roles: list[str], *, is_this: bool) -> ConsoleSession:
    return ConsoleSession(
        sessionId=each.sessionId,
        openid=each.openid,
        roles=roles,
        browser=each.browser,  # type: ignore[arg-type] # a text in the store
        system=each.system,  # type: ignore[arg-type]
        network=each.network,
        openedAt=each.openedAt,
        expiresAt=each.expiresAt,
        isThis=is_this,
    )

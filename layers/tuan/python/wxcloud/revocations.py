"""Sessions that end before they expire: those of users whose data is erased, and those of browsers
that were signed out.

A session is verified without a store. So what ends earlier is in one small item, which each
process reads again when it is older than FRESH_S. An entry is a text "<who> <ms UTC>": the sessions
of that user (a pseudonym), or the session of a browser with that id, that were issued until then
have ended.
"""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.model import Table, TableMeta
from wxcloud.pseudonyms import member_id
from wxcloud.transaction import commit_one, update

FRESH_S = 20.0
_KEY = "revoked"
_KEPT = 9 * clock.HOUR  # longer than a session lives

_ended: Cache[dict[str, int]] = Cache(FRESH_S)


class EndedSessions(Table):
    """The users whose sessions have ended. DynamoDB keeps no empty set, so it may be absent."""

    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True)
    ended = UnicodeSetAttribute(null=True)


def end_sessions(openid: str) -> None:
    """The sessions that the user has now are refused: here at once, by other processes within
    FRESH_S. One read and one write unit."""
    _end(member_id(openid))


def end_session(session_id: str) -> None:
    """The session of a browser is refused, in the same way."""
    _end(session_id)


def _end(who: str) -> None:
    now = clock.now()
    found = EndedSessions.get(_KEY, consistent=True)
    entries = found.ended or () if found is not None else ()
    over = {each for each in entries if _time(each) < now - _KEPT}
    if over:
        commit_one(update(EndedSessions(key=_KEY), EndedSessions.ended.delete(over)))
    entry = f"{who} {now}"
    commit_one(update(EndedSessions(key=_KEY), EndedSessions.ended.add({entry})))
    _ended.clear()


def ended_at(openid: str) -> int | None:
    """Until when sessions of the user were issued that have ended (ms UTC). A fresh read."""
    return _ended.set(_KEY, _load()).get(member_id(openid))


def has_ended(openid: str, issued_at: int, session_id: str = "") -> bool:
    """Whether a session that was issued to the user at that time, or the browser's session of that
    id, has ended. Half a read unit, if this process has not read for FRESH_S."""
    ended = _ended.get(_KEY, _load)
    if not ended:
        return False
    return session_id in ended or issued_at <= ended.get(member_id(openid), -1)


def know(seconds: float = FRESH_S) -> None:
    """For tests: nothing has ended, as far as this process knows, for so long."""
    _ended.seconds = seconds
    _ended.set(_KEY, {})


def _load() -> dict[str, int]:
    found = EndedSessions.get(_KEY)
    times: dict[str, int] = {}
    for each in (found.ended or ()) if found is not None else ():
        who = each.partition(" ")[0]
        times[who] = max(times.get(who, 0), _time(each))
    return times


def _time(entry: str) -> int:
    return int(entry.partition(" ")[2])

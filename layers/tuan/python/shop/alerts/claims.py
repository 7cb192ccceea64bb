"""Claims: each event's alert is claimed by one sender, and noted when it is told."""

from __future__ import annotations

from typing import Literal

from pynamodb.attributes import UnicodeAttribute

from shop.alerts.model import AlertItem
from wxcloud import clock
from wxcloud.errors import BUSY, Code, Refusal
from wxcloud.model import Integer
from wxcloud.transaction import ALREADY_SO, Instead, Outcome, Refuse, commit_one, put, update

# Refused internally: nothing is left to tell.
ALERT_TOLD = Code("ALERT_TOLD", 409, "The staff was told of this before.")

SENDING, TOLD = "SENDING", "TOLD"
LEASE = clock.MINUTE  # longer than one call of sendAlert may take
LIFE = 30 * clock.DAY  # longer than an alert may stay in the queue and in its dead-letter queue

Claimed = Literal["mine", "told", "busy"]


class AlertClaim(AlertItem):
    """The alert of one event. While it is SENDING, it belongs to the sender `by`, until `until`
    (ms UTC)."""

    state = UnicodeAttribute()
    by = UnicodeAttribute()
    until = Integer()

    @classmethod
    def key(cls, event: str) -> AlertClaim:
        """The key alone."""
        return cls(pk=f"told#{event}", sk="told")

    @classmethod
    def new(cls, event: str, by: str) -> AlertClaim:
        claim, now = cls.key(event), clock.now()
        claim.state, claim.by, claim.until = SENDING, by, now + LEASE
        claim.ttl = (now + LIFE) // clock.SECOND
        return claim


def claim(event: str, by: str) -> Claimed:
    """Whether the sender `by` has to tell the event: it is "mine", was "told" before, or another
    sender is "busy" with it."""
    mine, now = AlertClaim.new(event, by), clock.now()

    def standing(found: AlertClaim | None) -> Outcome:
        if found is None:
            return Refuse(BUSY)
        if found.state == TOLD:
            return Refuse(ALERT_TOLD)
        if found.until > now:
            return Refuse(BUSY)
        as_seen = (AlertClaim.by == found.by) & (AlertClaim.until == found.until)
        return Instead(put(mine, where=as_seen & (AlertClaim.state == SENDING), otherwise=BUSY))

    try:
        commit_one(put(mine, otherwise=standing))
    except Refusal as refusal:
        if refusal.code is ALERT_TOLD:
            return "told"
        if refusal.code is BUSY:
            return "busy"
        raise
    return "mine"


def finish(event: str, by: str) -> None:
    """The event is told. If another sender has taken it over meanwhile, that one finishes it."""
    told = AlertClaim.state.set(TOLD)
    commit_one(update(AlertClaim.key(event), told, where=AlertClaim.by == by, otherwise=ALREADY_SO))


def release(event: str, by: str) -> None:
    """The event is not told: the next sender can claim it at once."""
    ours = (AlertClaim.by == by) & (AlertClaim.state == SENDING)
    free = AlertClaim.until.set(0)
    commit_one(update(AlertClaim.key(event), free, where=ours, otherwise=ALREADY_SO))

"""The robot as operators see it: whether there is one, and whether it takes messages."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from shop.alerts.model import AlertItem
from shop.alerts.views import RobotSeen
from wxcloud import clock
from wxcloud.errors import Refusal
from wxcloud.model import Integer
from wxcloud.transaction import commit_one, update
from wxcloud.wechat import robot


class RobotNote(AlertItem):
    """When the robot last took a message, and when and why the last one failed (ms UTC). A message
    that is taken removes the failure."""

    sentAt = Integer(null=True)
    failedAt = Integer(null=True)
    failure = UnicodeAttribute(null=True)

    @classmethod
    def key(cls) -> RobotNote:
        """The key alone."""
        return cls(pk="robot", sk="robot")


def note_sent() -> None:
    sent, no_failure = RobotNote.sentAt.set(clock.now()), RobotNote.failedAt.remove()
    commit_one(update(RobotNote.key(), sent, no_failure, RobotNote.failure.remove()))


def note_failure(refusal: Refusal) -> None:
    failed = RobotNote.failedAt.set(clock.now())
    commit_one(update(RobotNote.key(), failed, RobotNote.failure.set(refusal.code.name)))


def seen() -> RobotSeen:
    """One read unit, and the secret."""
    key = RobotNote.key()
    note = RobotNote.get(key.pk, key.sk, consistent=True)
    return RobotSeen(
        isSet=robot.is_set(),
        sentAt=note.sentAt if note is not None else None,
        failedAt=note.failedAt if note is not None else None,
        failure=note.failure if note is not None else None,
    )
